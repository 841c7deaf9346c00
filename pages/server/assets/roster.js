// The roster on a phone. A tick is kept on the phone until the server has said that it is saved.
"use strict";
(() => {
  const page = JSON.parse(document.getElementById("page").textContent);
  const say = page.words;
  const at = (id) => document.getElementById(id);
  const names = new Map(page.statuses.map(([id, label, meaning]) => [id, { label, meaning }]));
  const shelf = `cooper.roster.${page.session}.${page.account}`;
  const base = `/roster/${page.session}`;
  const digits = new Intl.NumberFormat(`${document.documentElement.lang}-MA`);
  const FIRST_WAIT = 1000, LONGEST_WAIT = 15000, LOOK_EVERY = 4000, AT_ONCE = 30;

  let rows = page.rows, marks = new Map(), stand = page.stand, state = page.state;
  let queue = load(), busy = false, wait = FIRST_WAIT, timer = 0, away = false, out = false, kept = true;
  let open = null, wanted = "";

  function load() {
    try {
      return new Map(JSON.parse(localStorage.getItem(shelf) || "[]"));
    } catch {
      return new Map();
    }
  }

  function keep() {
    try {
      if (queue.size) localStorage.setItem(shelf, JSON.stringify([...queue]));
      else localStorage.removeItem(shelf);
      kept = true;
    } catch {
      kept = false;
    }
  }

  function key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function learn(found) {
    for (const [id, status, hours, version, who] of found) marks.set(id, { status, hours, version, who });
  }

  const nothing = { status: null, hours: null, version: 0, who: null };
  const stored = (id) => marks.get(id) || nothing;
  const same = (one, other) => one.status === other.status && one.hours === other.hours;

  function shown(id) {
    const tick = queue.get(id);
    return tick ? tick.next || tick : stored(id);
  }

  // The row is kept with its tick, so that a tick that is refused stays in sight when its row leaves the roster.
  const listed = () => [...rows, ...[...queue.values()].filter((tick) => tick.row && tick.state !== "waiting" && !rows.some(([row]) => row === tick.row[0])).map((tick) => tick.row)];
  const rowOf = (id) => rows.find(([row]) => row === id) || (queue.get(id) || {}).row;
  const fresh = (id, wish, seen) => ({ row: rowOf(id), status: wish.status, hours: wish.hours, key: key(), seen, state: "waiting", tried: false, next: null });

  // ---- ticking ----
  function mark(id, status, hours) {
    const now = stored(id), before = queue.get(id), wish = { status, hours };
    // A tick that was once on its way may have arrived: it is settled before the next one of the same person.
    if (before && before.tried && before.state === "waiting") before.next = wish;
    else if (same(now, wish)) queue.delete(id);
    else queue.set(id, fresh(id, wish, now.version));
    keep();
    draw();
    pump();
  }

  function pump() {
    if (busy || out) return;
    const ready = [...queue].filter(([, tick]) => tick.state === "waiting").slice(0, AT_ONCE);
    if (ready.length) send(ready);
  }

  async function send(ready) {
    busy = true;
    clearTimeout(timer);
    const ticks = ready.map(([id, tick]) => {
      tick.tried = true;
      return { key: tick.key, seen: tick.seen, registration_id: id, status_id: tick.status, hours: tick.hours };
    });
    keep();
    draw();
    try {
      const reply = await post("/marks", { ticks });
      if (reply.status === 401) return leave();
      if (!reply.ok) throw new Error(String(reply.status));
      const done = (await reply.json()).done;
      away = false;
      wait = FIRST_WAIT;
      ready.forEach(([id, tick], place) => settle(id, tick, done[place]));
    } catch {
      away = true;
      timer = setTimeout(pump, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      busy = false;
      keep();
      draw();
      return;
    }
    busy = false;
    keep();
    draw();
    pump();
  }

  function settle(id, tick, told) {
    if (told.now) learn(told.now);
    if (told.stands) {
      // Two rows of one person became one: what was meant for the one that went goes on at the one that is left.
      queue.delete(id);
      id = told.stands;
      if (queue.has(id)) return;
      queue.set(id, Object.assign(tick, { row: rowOf(id) }));
    }
    const now = stored(id);
    if (told.refused && !same(now, tick)) {
      Object.assign(tick, tick.next, { next: null, say: told.refused.say });
      tick.state = told.refused.code === "mark_changed" ? "changed" : "refused";
    } else {
      queue.delete(id);
      if (tick.next && !same(now, tick.next)) queue.set(id, fresh(id, tick.next, now.version));
    }
  }

  function post(path, body) {
    return fetch(base + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Cooper-Token": page.token },
      body: JSON.stringify(body),
    });
  }

  function leave() {
    out = true;
    busy = false;
    draw();
  }

  // ---- what others do ----
  async function look() {
    if (document.hidden || out) return;
    try {
      const reply = await fetch(`${base}/state?stand=${encodeURIComponent(stand)}`);
      if (reply.status === 401) return leave();
      if (reply.ok || reply.status === 204) {
        if (away) {
          away = false;
          wait = FIRST_WAIT;
          pump();
        }
      }
      if (reply.status === 200) {
        const told = await reply.json();
        rows = told.rows;
        stand = told.stand;
        state = told.state;
        marks = new Map();
        learn(told.marks);
      }
    } catch {
      away = true;
    }
    draw();
  }

  // ---- drawing ----
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute.startsWith("on")) element.addEventListener(attribute.slice(2), value);
      else if (value !== false && value !== null) element.setAttribute(attribute, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  const text = (name, attributes, value) => make(name, attributes, document.createTextNode(value));

  function plain(value) {
    return value.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "")
      .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627").replace(/\u0649/g, "\u064a").replace(/\u0629/g, "\u0647")
      .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  }

  function draw() {
    const editable = state === "held";
    // What other parts of the page show depends on it.
    document.body.dataset.state = state;
    at("open").hidden = state !== "planned";
    at("add").hidden = !editable;
    const words = plain(wanted).split(/\s+/).filter(Boolean);
    const found = listed().filter(([, number, name, organisation, search]) =>
      words.every((word) => String(number) === word || plain(`${search} ${name} ${organisation}`).includes(word)));
    at("rows").replaceChildren(...found.map((row) => line(row, editable)));
    at("none").hidden = Boolean(found.length) || !rows.length;
    const present = rows.filter(([id]) => meaning(shown(id)) === "present").length;
    at("present").textContent = present;
    at("expected").textContent = rows.length;
    at("unmarked").textContent = rows.filter(([id]) => shown(id).status === null).length;
    told();
  }

  const meaning = (tick) => (names.get(tick.status) || {}).meaning;

  function told() {
    const waiting = [...queue.values()].filter((tick) => tick.state === "waiting").length;
    const wrong = queue.size - waiting;
    let sentence = say.all_saved, look = "stand";
    if (out) [sentence, look] = [queue.size ? say.signed_out_waiting : say.signed_out, "stand wrong"];
    else if (!kept) [sentence, look] = [say.storage_full, "stand wrong"];
    else if (away) [sentence, look] = [say.offline, "stand waiting"];
    else if (waiting) [sentence, look] = [say.sending, "stand waiting"];
    else if (wrong) [sentence, look] = [say.failed, "stand wrong"];
    const shown = waiting + wrong ? `${sentence} (${waiting + wrong})` : sentence;
    if (at("stand").textContent !== shown) at("stand").textContent = shown;
    at("stand").className = look;
    at("notice").hidden = state !== "closed" && state !== "cancelled";
    at("notice").textContent = state === "closed" ? say.closed : state === "cancelled" ? say.cancelled : "";
  }

  function line([id, number, name, organisation, , person], editable) {
    const tick = shown(id), queued = queue.get(id), present = meaning(tick) === "present";
    const label = names.has(tick.status) ? names.get(tick.status).label : "";
    const saving = !queued ? (tick.status === null ? "" : say.saved)
      : queued.state === "waiting" ? say.unsaved : "";
    const plainPresent = tick.status === page.present && tick.hours === null;
    const row = make("li", { class: `row${present ? " present" : ""}${queued ? (queued.state === "waiting" ? " waiting" : " wrong") : ""}`, "data-registration": id, "data-person": person });
    const marked = [label, tick.hours === null ? "" : `${digits.format(tick.hours)} ${say.hours}`, saving].filter(Boolean);
    const press = () => mark(id, plainPresent ? null : page.present, null);
    row.append(make("div", { class: "line" },
      make("button", { class: "person", type: "button", "aria-pressed": String(present), disabled: !editable, onclick: press },
        text("span", { class: "number", dir: "ltr" }, `${number}`),
        make("span", { class: "who" }, text("bdi", {}, name), organisation ? make("small", {}, text("bdi", {}, organisation)) : null,
          marked.length ? text("small", { class: "mark" }, marked.join(" · ")) : null),
        text("span", { class: "box", "aria-hidden": "true" }, present ? "✓" : meaning(tick) === "absent" ? "✕" : tick.status ? "–" : "")),
      editable ? text("button", { class: "more", type: "button", "aria-expanded": String(open === id), "aria-label": `${say.more}: ${name}`, onclick: () => { open = open === id ? null : id; draw(); } }, "⋯") : ""));
    if (queued && queued.state !== "waiting") row.append(disputed(id, queued));
    else if (open === id && editable) row.append(options(id, tick));
    return row;
  }

  function disputed(id, tick) {
    const now = stored(id), theirs = names.has(now.status) ? names.get(now.status).label : say.unmarked;
    const sentence = tick.state === "changed" ? `${say.changed} ${theirs}${now.who ? ` (${now.who})` : ""}` : tick.say;
    const mine = () => {
      queue.set(id, fresh(id, tick, now.version));
      keep(); draw(); pump();
    };
    const theirsStay = () => { queue.delete(id); keep(); draw(); };
    return make("div", { class: "options" }, text("p", { role: "alert" }, sentence), make("div", { class: "choices" },
      text("button", { type: "button", onclick: theirsStay }, tick.state === "changed" ? say.keep_theirs : say.discard),
      text("button", { type: "button", onclick: mine }, tick.state === "changed" ? say.use_mine : say.retry)));
  }

  function options(id, tick) {
    const buttons = page.statuses.map(([status, label]) => text("button", { type: "button", "aria-pressed": String(tick.status === status), onclick: () => { open = null; mark(id, status, null); } }, label));
    if (tick.status !== null) buttons.push(text("button", { type: "button", onclick: () => { open = null; mark(id, null, null); } }, say.take_back));
    const box = make("div", { class: "options" }, make("div", { class: "choices" }, ...buttons));
    const status = meaning(tick) === "present" ? tick.status : page.present;
    const input = make("input", { type: "number", inputmode: "decimal", min: "0.25", max: page.length, step: "0.25", value: tick.hours === null ? "" : tick.hours });
    const save = () => {
      const hours = Number(input.value);
      if (!(hours > 0 && hours <= page.length)) return input.focus();
      open = null;
      mark(id, status, hours === page.length ? null : hours);
    };
    box.append(make("div", { class: "hours" }, make("label", {}, document.createTextNode(`${say.hours} (≤ ${digits.format(page.length)})`), input), text("button", { type: "button", onclick: save }, say.hours_save)));
    return box;
  }

  // ---- somebody who was not expected ----
  const form = at("person"), drafted = `${shelf}.person`;
  let adding = { key: key(), organisation: null, sex: "unknown", seen: [], another: null };

  function remember() {
    const typed = { name: form.name.value, phone: form.phone.value, later: form.later.checked, organisation: form.organisation.value };
    try {
      localStorage.setItem(drafted, JSON.stringify({ typed, adding }));
    } catch {
      kept = false;
    }
  }

  function forget() {
    form.reset();
    adding = { key: key(), organisation: null, sex: "unknown", seen: [], another: null };
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
      away = true;
      told();
    }
  }

  async function addPerson(more) {
    const line = { key: adding.key, name: form.name.value, sex: adding.sex, phone: form.phone.value || null, later: form.later.checked, organisation_id: adding.organisation, seen: adding.seen, another_number: adding.another, ...more };
    refuse("");
    try {
      const reply = await post("/people", line);
      if (reply.status === 401) return leave();
      const answer = await reply.json();
      if (!reply.ok) return refuse(answer.say);
      if (answer.likely) return likely(answer);
      if (answer.card) return card(answer);
      forget();
      at("add").open = false;
      await look();
    } catch {
      away = true;
      told();
      refuse(say.offline);
    }
  }

  function refuse(sentence) {
    at("refused").textContent = sentence;
    at("refused").hidden = !sentence;
  }

  function likely(answer) {
    refuse(answer.say);
    const offers = answer.likely.filter(([id]) => id).map(([id, name, why]) => make("li", {}, make("button", { type: "button", onclick: () => { adding.key = key(); addPerson({ key: adding.key, person_id: id }); } }, text("bdi", {}, name), text("small", { dir: "auto" }, `${why} · ${say.this_person}`))));
    const told = answer.likely.filter(([id]) => !id).map(([, , why]) => text("li", {}, why));
    const other = () => { adding.seen = answer.likely.map(([id]) => id); addPerson({}); };
    at("likely").replaceChildren(...offers, ...told, make("li", {}, text("button", { type: "button", onclick: other }, say.is_other)));
  }

  function card(answer) {
    refuse(answer.say);
    const other = () => { adding.another = form.name.value; at("likely").replaceChildren(); addPerson({}); };
    at("likely").replaceChildren(make("li", {}, text("button", { type: "button", onclick: other }, answer.card)));
  }

  // ---- beginning ----
  learn(page.marks);
  recall();
  sexes();
  at("search").addEventListener("input", (event) => { wanted = event.target.value; draw(); });
  at("open").addEventListener("click", async () => {
    at("open").disabled = true;
    try {
      const reply = await post("/open", { key: key() });
      if (reply.ok) stand = "";
      else if (reply.status === 422) { at("notice").textContent = (await reply.json()).say; at("notice").hidden = false; at("open").disabled = false; return; }
    } catch {
      away = true;
    }
    at("open").disabled = false;
    await look();
  });
  form.addEventListener("input", (event) => { if (event.target === form.organisation) organisations(); remember(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); addPerson({}); });
  addEventListener("online", () => { wait = FIRST_WAIT; pump(); look(); });
  addEventListener("offline", () => { away = true; told(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { pump(); look(); } });
  setInterval(look, LOOK_EVERY);
  draw();
  pump();
})();
