// The roster on a phone: a list to tick, with big targets.
"use strict";
(() => {
  const page = JSON.parse(at("page").textContent);
  const say = page.words;
  const roster = lightMarks(page, draw);
  const drawn = drawings();
  let open = null, turn = 0, wanted = "";

  function draw() {
    const words = plain(wanted).split(" ").filter(Boolean), rows = roster.listed();
    // What other parts of the page show depends on it.
    document.body.dataset.state = roster.state();
    const found = rows.filter(([, number, name, organisation, search]) =>
      words.every((word) => String(number) === word || plain(`${search} ${name} ${organisation}`).includes(word)));
    fill(at("rows"), found.map((row) => item(row, roster.editable())));
    at("none").hidden = Boolean(found.length) || !rows.length;
    roster.numbers();
  }

  function item(row, editable) {
    const [id, , , , , person] = row, tick = roster.shown(id);
    const element = drawn(`row ${id}`, [], () => make("li", { class: "row", "data-registration": id }));
    element.classList.toggle("present", roster.meaning(tick) === "present");
    for (const look of ["waiting", "wrong"]) element.classList.toggle(look, roster.lookOf(id).trim() === look);
    element.dataset.person = person;
    const below = roster.disputed(id) ? dispute(id) : open === id && editable ? drawn(`options ${id}`, [tick.status, tick.hours, turn], () => options(id, tick)) : null;
    fill(element, [drawn(`line ${id}`, [row, tick.status, tick.hours, roster.marked(id), roster.sign(id), open === id, editable], () => line(row, tick, editable)), below].filter(Boolean));
    return element;
  }

  function line([id, number, name, organisation], tick, editable) {
    const plainPresent = tick.status === page.present && tick.hours === null, marked = roster.marked(id);
    const press = () => roster.mark(id, plainPresent ? null : page.present, null);
    return make("div", { class: "line" },
      make("button", { class: "person", type: "button", "aria-pressed": String(roster.meaning(tick) === "present"), disabled: !editable, onclick: press },
        text("span", { class: "number", dir: "ltr" }, `${number}`),
        make("span", { class: "who" }, text("bdi", {}, name), organisation ? make("small", {}, text("bdi", {}, organisation)) : null,
          marked.length ? text("small", { class: "mark" }, marked.join(" · ")) : null),
        text("span", { class: "box", "aria-hidden": "true" }, roster.sign(id))),
      editable ? text("button", { class: "more", type: "button", "aria-expanded": String(open === id), "aria-label": `${say.more}: ${name}`, onclick: () => { open = open === id ? null : id; turn += 1; draw(); } }, "⋯") : "");
  }

  const dispute = (id) => drawn(`dispute ${id}`, [roster.shown(id).state, roster.dispute(id)], () =>
    make("div", { class: "options" }, text("p", { role: "alert" }, roster.dispute(id)), make("div", { class: "choices" }, ...roster.choices(id))));

  function options(id, tick) {
    const chosen = (status, hours) => { open = null; roster.mark(id, status, hours); };
    const buttons = page.statuses.map(([status, label]) => text("button", { type: "button", "aria-pressed": String(tick.status === status), onclick: () => chosen(status, null) }, label));
    if (tick.status !== null) buttons.push(text("button", { type: "button", onclick: () => chosen(null, null) }, say.take_back));
    const box = make("div", { class: "options" }, make("div", { class: "choices" }, ...buttons));
    const status = roster.meaning(tick) === "present" ? tick.status : page.present;
    const input = make("input", { type: "number", inputmode: "decimal", min: "0.25", max: page.length, step: "0.25", value: tick.hours === null ? "" : tick.hours });
    const save = () => {
      const hours = Number(input.value);
      if (!(hours > 0 && hours <= page.length)) return input.focus();
      chosen(status, hours === page.length ? null : hours);
    };
    box.append(make("div", { class: "hours" }, make("label", {}, document.createTextNode(`${say.hours} (≤ ${roster.digits.format(page.length)})`), input), text("button", { type: "button", onclick: save }, say.hours_save)));
    return box;
  }

  lightPeople(page, roster, () => {});
  at("search").addEventListener("input", (event) => { wanted = event.target.value; draw(); });
  roster.begin();
})();
