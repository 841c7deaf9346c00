// The person whose badge led here: in view, focused and ready to be ticked, once the roster is open.
"use strict";
(() => {
  const wanted = new URLSearchParams(location.search).get("person") || "";
  if (!/^\d{1,10}$/.test(wanted)) return;
  const at = (id) => document.getElementById(id);
  const list = at("rows"), notice = at("arrival");
  let arrived = false, holding = true;

  function look() {
    const row = list.querySelector(`[data-person="${wanted}"]`), state = document.body.dataset.state;
    const sentence = state === "planned" ? notice.dataset.planned : state === "held" && !row && !at("search").value ? notice.dataset.missing : "";
    notice.hidden = !sentence;
    if (notice.textContent !== sentence) notice.textContent = sentence;
    if (!row) return;
    row.classList.add("arrived");
    const button = row.querySelector(".person");
    if (button.disabled) return;
    // The list is drawn anew with each tick: the place is held until somebody goes elsewhere.
    if (!arrived) row.scrollIntoView({ block: "center" });
    if (!arrived || (holding && document.activeElement === document.body)) button.focus({ preventScroll: true });
    arrived = true;
  }

  document.addEventListener("focusin", (event) => { if (arrived && !event.target.closest(".arrived")) holding = false; });
  new MutationObserver(look).observe(list, { childList: true, subtree: true });
  look();
})();
