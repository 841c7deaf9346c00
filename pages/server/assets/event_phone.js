/* What the audience's pages do better with a script: they count letters, keep what is typed, and send it again. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  const stand = document.getElementById("stand");
  const refused = document.getElementById("refused");
  const place = location.pathname.split("/")[2];
  const OUTBOX = `cooper.event.${place}.outbox`;
  const KEPT = form ? `cooper.event.${form.dataset.keep}` : "";
  const FIRST_WAIT = 1500, LONGEST_WAIT = 8000;
  let wait = FIRST_WAIT, timer = 0, sending = false;

  // Where a phone keeps nothing, the page works as one without a script does.
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)) || null; } catch { return null; } };
  const write = (name, value) => {
    try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; }
  };
  const tell = (name) => { stand.textContent = name ? stand.dataset[name] : ""; stand.hidden = !name; };
  const refuse = (sentence) => {
    refused.textContent = sentence; refused.hidden = false;
    refused.scrollIntoView({ block: "center" });
  };

  const fields = (button) => {
    const pairs = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    return button && button.name ? [...pairs, [button.name, button.value]] : pairs;
  };
  const keep = () => write(KEPT, fields().filter(([name]) => name !== "language"));
  const restore = () => {
    const kept = read(KEPT);
    // A page that comes back with a refusal holds what was typed itself.
    if (!kept || !refused.hidden) return;
    for (const input of form.elements) {
      if (!input.name || input.name === "language" || input.name === "for") continue;
      const given = kept.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") input.checked = given.includes(input.value);
      else if (given.length) input.value = given[given.length - 1];
    }
  };

  async function post(message) {
    const answer = await fetch(message.action, {
      method: "POST", body: new URLSearchParams(message.fields), headers: { Accept: "application/json" },
    });
    // A server that is being started again, or a hall that sends all at once: later.
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    return answer.json().catch(() => ({ say: String(answer.status) }));
  }

  async function empty() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (let waiting = read(OUTBOX) || []; waiting.length; waiting = read(OUTBOX) || []) {
        const [message] = waiting;
        const told = await post(message);
        write(OUTBOX, (read(OUTBOX) || []).filter((one) => one.id !== message.id));
        wait = FIRST_WAIT;
        if (told.to) write(message.kept, null);
        if (form && message.kept === KEPT) {
          tell("");
          busy(false);
          if (told.plain) { form.dataset.plain = "1"; form.submit(); return; }
          if (told.to) { location.assign(told.to); return; }
          refuse(told.say);
        } else if (told.to) {
          tell("sent");
        } else {
          refuse(told.say || "");
        }
      }
    } catch {
      tell("waiting");
      timer = setTimeout(() => { sending = false; empty(); }, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } finally {
      sending = false;
    }
  }

  const busy = (yes) => { for (const button of form.querySelectorAll("button")) button.disabled = yes; };

  if (form) {
    restore();
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => {
      const pairs = fields(event.submitter);
      const message = { id: pairs.find(([name]) => name === "key")[1], action: form.action, fields: pairs, kept: KEPT };
      const waiting = (read(OUTBOX) || []).filter((one) => one.id !== message.id);
      if (!write(OUTBOX, [...waiting, message])) return;
      event.preventDefault();
      keep();
      refused.hidden = true;
      busy(true);
      empty();
    });

    const text = form.querySelector("textarea");
    if (text) {
      const left = document.getElementById("left");
      const count = () => { left.textContent = text.dataset.left.replace("#", String(text.maxLength - [...text.value].length)); };
      text.addEventListener("input", count);
      count();
    }

    const choices = form.querySelector("[data-most]");
    if (choices) {
      const boxes = [...choices.querySelectorAll("input")];
      const limit = () => {
        const full = boxes.filter((box) => box.checked).length >= Number(choices.dataset.most);
        for (const box of boxes) box.disabled = full && !box.checked;
      };
      choices.addEventListener("change", limit);
      limit();
    }

    const named = document.getElementById("place");
    if (named) {
      const body = document.getElementById("body"), found = document.getElementById("found");
      let asked = 0, typed = 0;
      const look = async () => {
        const turn = ++asked;
        const kind = form.querySelector("[name=kind]:checked");
        const text = named.value.trim();
        let rows = [];
        if (kind && text.length > 1) {
          try {
            const answer = await fetch(`${named.dataset.named}&kind=${kind.value}&text=${encodeURIComponent(text)}`);
            rows = answer.ok ? await answer.json() : [];
          } catch { rows = []; }
        }
        if (turn !== asked) return;
        found.replaceChildren(...rows.map(([number, name]) => {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = name;
          button.addEventListener("click", () => { named.value = name; body.value = number; found.hidden = true; keep(); });
          return button;
        }));
        found.hidden = !rows.length;
      };
      named.addEventListener("input", () => { body.value = ""; clearTimeout(typed); typed = setTimeout(look, 300); });
      form.addEventListener("change", (event) => { if (event.target.name === "kind") { body.value = ""; look(); } });
    }
  }

  // A page that the browser kept whole comes back with its buttons.
  addEventListener("pageshow", (event) => { if (event.persisted && form) busy(false); });
  addEventListener("online", () => { wait = FIRST_WAIT; empty(); });
  if ((read(OUTBOX) || []).length) empty();
})();
