// Somebody who was not expected: likely doubles first, then one line, which a closed browser keeps.
"use strict";
function lightPeople(page, roster, added) {
  const say = page.words;
  const form = at("person"), drafted = `cooper.roster.${page.session}.${page.account}.person`;
  let adding = { key: roster.key(), organisation: null, sex: "unknown", seen: [], another: null };

  function remember() {
    const typed = { name: form.name.value, phone: form.phone.value, later: form.later.checked, organisation: form.organisation.value };
    try {
      localStorage.setItem(drafted, JSON.stringify({ typed, adding }));
    } catch {
      roster.full();
    }
  }

  function forget() {
    form.reset();
    adding = { key: roster.key(), organisation: null, sex: "unknown", seen: [], another: null };
    localStorage.removeItem(drafted);
    at("likely").replaceChildren();
    at("organisations").replaceChildren();
    at("refused").hidden = true;
    sexes();
  }

  function recall() {
    try {
      const held = JSON.parse(localStorage.getItem(drafted) || "null");
      if (!held) return;
      adding = held.adding;
      for (const name of ["name", "phone", "organisation"]) form.elements[name].value = held.typed[name] || "";
      form.later.checked = held.typed.later;
      at("add").open = true;
    } catch {
      localStorage.removeItem(drafted);
    }
  }

  function sexes() {
    at("sexes").replaceChildren(...page.sexes.map(([code, label]) => text("button", { type: "button", "aria-pressed": String(adding.sex === code), onclick: () => { adding.sex = code; sexes(); remember(); } }, label)));
  }

  let asked = 0;
  async function organisations() {
    const turn = ++asked, typed = form.organisation.value;
    adding.organisation = null;
    try {
      const reply = await fetch(`/roster/organisations?name=${encodeURIComponent(typed)}`);
      if (!reply.ok || turn !== asked) return;
      const choose = ([id, name]) => () => { adding.organisation = id; form.organisation.value = name; at("organisations").replaceChildren(); remember(); };
      at("organisations").replaceChildren(...(await reply.json()).map((one) => make("li", {}, make("button", { type: "button", onclick: choose(one) }, text("bdi", {}, one[1]), text("small", { dir: "auto" }, one[2])))));
    } catch {
      roster.lost();
    }
  }

  async function addPerson(more) {
    const line = { key: adding.key, name: form.name.value, sex: adding.sex, phone: form.phone.value || null, later: form.later.checked, organisation_id: adding.organisation, seen: adding.seen, another_number: adding.another, ...more };
    refuse("");
    try {
      const reply = await roster.post("/people", line);
      if (reply.status === 401) return roster.leave();
      const answer = await reply.json();
      if (!reply.ok) return refuse(answer.say);
      if (answer.likely) return likely(answer);
      if (answer.card) return card(answer);
      forget();
      at("add").open = false;
      await roster.look();
      added();
    } catch {
      roster.lost();
      refuse(say.offline);
    }
  }

  function refuse(sentence) {
    at("refused").textContent = sentence;
    at("refused").hidden = !sentence;
  }

  function likely(answer) {
    refuse(answer.say);
    const offers = answer.likely.filter(([id]) => id).map(([id, name, why]) => make("li", {}, make("button", { type: "button", onclick: () => { adding.key = roster.key(); addPerson({ key: adding.key, person_id: id }); } }, text("bdi", {}, name), text("small", { dir: "auto" }, `${why} · ${say.this_person}`))));
    const told = answer.likely.filter(([id]) => !id).map(([, , why]) => text("li", {}, why));
    const other = () => { adding.seen = answer.likely.map(([id]) => id); addPerson({}); };
    at("likely").replaceChildren(...offers, ...told, make("li", {}, text("button", { type: "button", onclick: other }, say.is_other)));
  }

  function card(answer) {
    refuse(answer.say);
    const other = () => { adding.another = form.name.value; at("likely").replaceChildren(); addPerson({}); };
    at("likely").replaceChildren(make("li", {}, text("button", { type: "button", onclick: other }, answer.card)));
  }

  recall();
  sexes();
  form.addEventListener("input", (event) => { if (event.target === form.organisation) organisations(); remember(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); addPerson({}); });
}
