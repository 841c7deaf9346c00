// The door of an event on a phone: search, tap, undo, one line for whoever was not invited, and who is here.
"use strict";
(() => {
  const page = JSON.parse(at("page").textContent), say = page.words;
  const digits = new Intl.NumberFormat(`${document.documentElement.lang}-MA`);
  const kinds = new Map(page.kinds);
  const door = doorTaps(page, draw);
  // The name in the other script is looked for by its consonants, as the server does.
  const SOUNDS = { "\u0628": "b", "\u062a": "t", "\u062b": "t", "\u062c": "j", "\u062d": "h", "\u062e": "x", "\u062f": "d", "\u0630": "d", "\u0631": "r", "\u0632": "z", "\u0633": "s", "\u0634": "c", "\u0635": "s", "\u0636": "d", "\u0637": "t", "\u0638": "d", "\u063a": "x", "\u0641": "f", "\u0642": "k", "\u0643": "k", "\u0644": "l", "\u0645": "m", "\u0646": "n", "\u0647": "h", "\u0639": "", "\u0627": "", "\u0648": "", "\u064a": "" };
  const LATIN = [[/sch|ch|sh/g, "\u0161"], [/kh|gh/g, "x"], [/th/g, "t"], [/dh/g, "d"], [/ph|v/g, "f"], [/c(?=[eiy])/g, "s"], [/g(?=[eiy])/g, "j"], [/[cqg]/g, "k"], [/p/g, "b"], [/[aeiouwy]/g, ""], [/\u0161/g, "c"]];
  const MOST = 60, drawn = drawings();
  // Who is not here yet stands first. The order is made once: nobody moves when tapped, since the second tap of an
  // impatient hand would meet another guest.
  const order = new Map([...page.rows].sort((one, other) => Boolean(one[9]) - Boolean(other[9])).map(([id], place) => [id, place]));
  let wanted = at("search").value, open = null, last = null, inView = Number(new URLSearchParams(location.search).get("guest")) || null;

  function sound(word) {
    if (/[\u0600-\u06ff]/.test(word)) return word.replace(/\u0647$/, "").replace(/./gu, (letter) => SOUNDS[letter] ?? letter).replace(/(.)\1+/g, "$1");
    const heard = LATIN.reduce((left, [pattern, letter]) => left.replace(pattern, letter), word.replace(/^abd[aeou]l(?=.)/, "abd"));
    return (word.endsWith("ah") ? heard.replace(/h$/, "") : heard).replace(/(.)\1+/g, "$1");
  }

  function found() {
    const words = plain(wanted).split(" ").filter(Boolean), rows = door.guests().sort((one, other) => (order.get(one[0]) ?? Infinity) - (order.get(other[0]) ?? Infinity) || 0);
    if (inView && !words.length) return rows.filter(([id]) => id === inView);
    const exact = rows.filter((row) => words.every((word) => row[6].includes(word)));
    if (exact.length || !words.length) return exact;
    const heard = words.map(sound).filter((one) => one.length > 1);
    return rows.filter((row) => heard.length && heard.every((one) => row[7].split(" ").some((other) => other.startsWith(one))));
  }

  function draw() {
    const shown = found();
    const [sentence, look] = door.told();
    if (at("stand").textContent !== sentence) at("stand").textContent = sentence;
    at("stand").className = look;
    at("notice").hidden = !door.closed();
    if (at("add")) at("add").hidden = door.closed();
    const more = shown.length > MOST ? [say.more.replace("{number}", digits.format(shown.length - MOST))] : [];
    fill(at("rows"), [...door.refused().map(refused), ...door.lines().map(line), ...shown.slice(0, MOST).map(row),
      ...more.map((sentence) => drawn("more", sentence, () => text("li", { class: "quiet" }, sentence)))]);
    at("none").hidden = Boolean(shown.length) || !door.guests().length;
    numbers();
    lastOne();
  }

  const called = (guest) => guest[2] || guest[3] || say.no_name;

  function who(guest) {
    const [id, kind, , other, from, province, , , , time, invited] = guest;
    const here = door.came(id), told = here ? (door.waits(id) ? say.unsaved : `${say.came_at} \u2066${time}\u2069`) : door.waits(id) ? say.unsaved : "";
    const about = [from || kinds.get(kind), province, invited ? "" : say.uninvited].filter(Boolean).map((one) => `\u2068${one}\u2069`).join(" · ");
    return make("span", { class: "who" }, text("bdi", {}, called(guest)), other ? make("small", {}, text("bdi", {}, other)) : null,
      text("small", {}, about), told ? text("small", { class: "mark" }, told) : null);
  }

  function row(guest) {
    const id = guest[0], here = door.came(id), note = door.notes.get(id), closed = door.closed();
    return drawn(`row ${id}`, [guest, here, note, closed, door.waits(id), open === id, id === inView], () => rowOf(guest, here, note, closed));
  }

  function rowOf(guest, here, note, closed) {
    const id = guest[0];
    const item = make("li", { class: `row${here ? " present" : ""}${door.waits(id) ? " waiting" : ""}${id === inView ? " arrived" : ""}`, "data-guest": id });
    // A second tap never undoes the first: it opens what can be done.
    const press = () => { if (door.came(id)) open = open === id ? null : id; else checkIn(id); draw(); };
    item.append(make("div", { class: "line" }, make("button", { class: "person", type: "button", "aria-pressed": String(here), disabled: closed, onclick: press },
      who(guest), text("span", { class: "box", "aria-hidden": "true" }, here ? "✓" : ""))));
    if (note) item.append(make("div", { class: "options" }, text("p", { role: "status" }, note)));
    if (open === id && here && !closed) item.append(make("div", { class: "options" }, make("div", { class: "choices" }, text("button", { type: "button", onclick: () => undo(id) }, say.undo))));
    return item;
  }

  function line([place, one]) {
    const told = [one.walk_in.name || say.no_name, kinds.get(one.walk_in.kind), one.walk_in.organisation].filter(Boolean);
    return drawn(`line ${place}`, one.tried, () => make("li", { class: "row present waiting" }, make("div", { class: "plain-line" },
      make("span", { class: "who" }, text("bdi", {}, told[0]), text("small", {}, told.slice(1).join(" · ")), text("small", { class: "mark" }, say.unsaved)),
      one.tried ? null : text("button", { type: "button", onclick: () => door.drop(place) }, say.discard))));
  }

  function refused([place, one]) {
    const guest = one.row, name = guest ? called(guest) : one.walk_in.name || say.no_name;
    return drawn(`refused ${place}`, [name, one.say], () => make("li", { class: "row wrong" }, make("div", { class: "options" }, text("b", { dir: "auto" }, name), text("p", { role: "alert" }, one.say),
      make("div", { class: "choices" }, text("button", { type: "button", onclick: () => door.retry(place) }, say.retry), text("button", { type: "button", onclick: () => door.drop(place) }, say.discard)))));
  }

  function checkIn(id) {
    last = id;
    const way = id === inView ? "code" : "door";
    door.tap(id, true, way);
  }

  function undo(id) {
    open = null;
    if (last === id) last = null;
    door.tap(id, false);
  }

  // Whoever was tapped last stays in sight, with the way back.
  function lastOne() {
    const guest = last && door.guest(last), here = guest && door.came(last);
    at("last").hidden = !here;
    if (here) at("last").replaceChildren(make("span", {}, text("span", {}, `✓ ${say.last} `), text("bdi", {}, called(guest))), text("button", { type: "button", onclick: () => undo(guest[0]) }, say.undo));
  }

  function numbers() {
    const rows = door.guests(), here = rows.filter(([id]) => door.came(id)), waiting = door.lines().length;
    at("came").textContent = digits.format(here.length + waiting);
    at("whole").textContent = digits.format(rows.length + waiting);
    at("counts").hidden = !here.length;
    if (at("counts").open) tables(here);
  }

  function tables(here) {
    const by = (place, name) => {
      const counted = new Map();
      for (const guest of here) counted.set(name(guest[place]), (counted.get(name(guest[place])) || 0) + 1);
      return [...counted].sort((one, other) => other[1] - one[1]);
    };
    const quarters = by(9, (time) => (time ? `${time.slice(0, 3)}${String(Math.floor(Number(time.slice(3)) / 15) * 15).padStart(2, "0")}` : "")).filter(([time]) => time).sort();
    const shown = [by(1, (kind) => kinds.get(kind)), by(5, (name) => name || say.unknown_province), quarters];
    at("tables").replaceChildren(...shown.map((lines, place) => table([say.by_kind, say.by_province, say.arrivals][place], lines)));
  }

  function table(caption, lines) {
    const most = Math.max(...lines.map(([, number]) => number));
    return make("table", {}, text("caption", {}, caption), ...lines.map(([name, number]) => make("tr", {}, make("th", { scope: "row" }, text("bdi", {}, name)),
      make("td", { class: "share" }, make("i", { style: `width:${(100 * number) / most}%` })), text("td", {}, digits.format(number)))));
  }

  // ---- one line for whoever was not invited ----
  const form = at("person");
  let organisation = null, asked = 0;

  function refuse(sentence) {
    at("refused").textContent = sentence;
    at("refused").hidden = !sentence;
  }

  async function organisations() {
    const turn = ++asked, typed = form.organisation.value;
    organisation = null;
    try {
      const reply = await fetch(`/door/${page.event}/organisations?name=${encodeURIComponent(typed)}`);
      if (!reply.ok || turn !== asked) return;
      const choose = ([id, name, , kind, province]) => () => {
        organisation = id;
        form.organisation.value = name;
        if (!form.kind.value) form.kind.value = kind;
        form.province_id.value = province === null ? "" : String(province);
        at("organisations").replaceChildren();
      };
      at("organisations").replaceChildren(...(await reply.json()).map((one) => make("li", {}, make("button", { type: "button", onclick: choose(one) }, text("bdi", {}, one[1]), text("small", { dir: "auto" }, one[2])))));
    } catch {
      door.lost();
    }
  }

  if (form) {
    form.noValidate = true;
    form.addEventListener("input", (event) => { if (event.target === form.organisation) organisations(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.kind.value) return refuse(say.choose_kind);
      refuse("");
      const line = { name: form.elements.name.value.trim() || null, kind: form.kind.value, organisation: form.organisation.value.trim() || null, organisation_id: organisation, province_id: Number(form.province_id.value) || null };
      form.reset();
      organisation = null;
      at("organisations").replaceChildren();
      door.walkIn(line);
    });
  }

  at("counts").addEventListener("toggle", numbers);
  at("find").addEventListener("submit", (event) => event.preventDefault());
  // What was looked for stays in sight; the next name is typed over it.
  at("search").addEventListener("focus", () => at("search").select());
  at("search").addEventListener("input", (event) => { wanted = event.target.value; inView = wanted ? null : inView; draw(); });
  door.begin();
})();
