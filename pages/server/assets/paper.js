// Typing from the paper sheet: one box, one row that is meant, and no key that waits for the network.
"use strict";
(() => {
  const page = JSON.parse(at("page").textContent);
  const say = page.words;
  const roster = lightMarks(page, draw);
  const order = page.statuses.map(([id]) => id);
  const comments = new Map(page.comments);
  const box = at("box"), trail = [], drawn = drawings();
  // The row that is meant, the one meant before anything was typed, and another mark chosen for it.
  let current = null, home = null, choice = null, narrowed = null, told = "", wasEditable = null;

  // ---- which row is meant ----
  const visible = () => narrowed || roster.rows();
  const place = (id) => roster.rows().findIndex((row) => row[0] === id);
  const isMarked = ([id]) => roster.shown(id).status !== null;

  function go(id) {
    current = home = id;
    choice = narrowed = null;
    box.value = "";
    draw();
    reveal();
  }

  function reveal() {
    const row = at(`row-${current}`);
    if (row) row.scrollIntoView({ block: "center" });
    else if (narrowed === null) at("counts").scrollIntoView({ block: "nearest" });
  }

  const firstLeft = (from) => (roster.rows().slice(from).find((row) => !isMarked(row)) || [null])[0];

  function typed() {
    told = "";
    if (choice !== null) return draw();
    const wanted = plain(box.value);
    narrowed = null;
    if (!wanted) current = home;
    else if (/^\d+$/.test(wanted)) current = (roster.rows().find((row) => row[1] === Number(wanted)) || [null])[0];
    else {
      const words = wanted.split(" ");
      narrowed = roster.rows().filter(([, , name, , search]) => {
        const parts = plain(`${search} ${name}`).split(" ");
        return words.every((word) => parts.some((part) => part.startsWith(word)));
      });
      current = (narrowed.find((row) => !isMarked(row)) || narrowed[0] || [null])[0];
    }
    draw();
    reveal();
  }

  function step(by) {
    const rows = visible(), now = rows.findIndex((row) => row[0] === current);
    const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(now + by, 0);
    told = "";
    if (narrowed === null) go((rows[next] || [null])[0]);
    else if (rows[next]) {
      current = rows[next][0];
      draw();
      reveal();
    }
  }

  // ---- marking ----
  function hoursTyped(status) {
    const written = latinDigits(box.value).replace(/[,\u066b]/, ".").trim();
    if (!written) return null;
    const hours = Number(written);
    if (roster.meaning({ status }) !== "present" || !(hours > 0 && hours <= page.length)) return NaN;
    return hours === page.length ? null : hours;
  }

  function enter() {
    const id = current;
    if (id === null) {
      if (!box.value) at("headcount").focus();
      return;
    }
    if (!roster.editable()) return;
    const now = roster.shown(id), status = choice === null ? page.present : choice;
    const hours = choice === null ? null : hoursTyped(status);
    if (Number.isNaN(hours)) {
      told = say.hours_wrong;
      return draw();
    }
    // Whoever is marked as having come in some way came: only another mark that was chosen changes it.
    const came = choice === null && !roster.disputed(id) && roster.meaning(now) === "present";
    if (!came) roster.mark(id, status, hours);
    trail.push(id);
    told = `${nameOf(id)} · ${roster.marked(id)[0] || ""}`;
    go(firstLeft(place(id) + 1));
  }

  function choose(by) {
    if (current === null || !roster.editable()) return;
    const now = choice === null ? roster.shown(current).status || page.present : choice;
    pick(order[(order.indexOf(now) + by + order.length) % order.length]);
  }

  function pick(status) {
    home = current;
    narrowed = null;
    box.value = told = "";
    choice = status;
    draw();
    reveal();
  }

  function takeBack() {
    if (current === null || !roster.editable()) return;
    choice = null;
    if (roster.disputed(current)) roster.drop(current);
    else if (roster.shown(current).status !== null) roster.mark(current, null, null);
  }

  function back() {
    const known = trail.pop();
    if (choice !== null) go(current);
    else if (known !== undefined && place(known) >= 0) go(known);
    else step(-1);
  }

  function add() {
    const name = /^[\d\s]*$/.test(latinDigits(box.value)) ? "" : box.value;
    go(home);
    at("add").open = true;
    const field = at("person").elements.name;
    if (name && !field.value) {
      field.value = name;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
  }

  function begun() {
    wasEditable = roster.editable();
    recall();
    current = home = firstLeft(0);
    choice = narrowed = null;
    if (wasEditable) box.focus();
  }

  // ---- drawing ----
  const nameOf = (id) => roster.rows()[place(id)].slice(1, 3).join(". ");

  function draw() {
    if (roster.editable() !== wasEditable) begun();
    if (current !== null && place(current) < 0) current = home = firstLeft(0);
    fill(at("rows"), visible().map(line));
    at("desk").classList.toggle("fixed", !roster.editable());
    drawCurrent();
    drawCounts();
    roster.numbers();
  }

  function line([id, number, name, organisation]) {
    const present = roster.meaning(roster.shown(id)) === "present", marked = roster.marked(id);
    const note = roster.disputed(id) ? roster.dispute(id) : comments.get(id), look = `row${present ? " present" : ""}${roster.lookOf(id)}${id === current ? " current" : ""}`;
    return drawn(`row ${id}`, [number, name, organisation, note, marked, roster.sign(id), look], () => make("li", { id: `row-${id}`, role: "option", "aria-selected": String(id === current), class: look, onclick: () => { go(id); box.focus(); } },
      text("span", { class: "number", dir: "ltr" }, `${number}`),
      make("span", { class: "who" }, text("bdi", {}, name), organisation ? text("small", { dir: "auto" }, organisation) : null,
        note ? text("small", { class: "note", dir: "auto" }, note) : null),
      text("span", { class: "mark" }, marked.join(" · ")),
      text("span", { class: "box", "aria-hidden": "true" }, roster.sign(id))));
  }

  function drawCurrent() {
    const id = current, editable = roster.editable();
    box.setAttribute("aria-activedescendant", id === null ? "" : `row-${id}`);
    box.placeholder = choice !== null && roster.meaning({ status: choice }) === "present" ? say.hours_hint : say.box;
    at("told").textContent = told;
    at("choices").replaceChildren();
    if (id === null) {
      const asked = plain(box.value);
      const ended = !editable ? "" : roster.rows().length ? say.end : say.nobody;
      at("who").textContent = !asked ? ended : /^\d+$/.test(asked) ? say.no_row : say.no_name;
      at("who").className = "quiet";
      return;
    }
    const [, number, name, organisation] = roster.rows()[place(id)];
    at("who").className = "";
    at("who").replaceChildren(text("b", { class: "number", dir: "ltr" }, `${number}`), text("bdi", {}, name), organisation ? text("small", { dir: "auto", class: "quiet" }, organisation) : "");
    if (!editable) return;
    const status = choice === null ? roster.shown(id).status : choice;
    if (roster.disputed(id)) {
      at("choices").replaceChildren(text("p", { role: "alert" }, roster.dispute(id)), ...roster.choices(id));
      return;
    }
    at("choices").replaceChildren(...page.statuses.map(([one, label]) => text("button", { type: "button", tabindex: "-1", class: one === choice ? "chosen" : "", "aria-pressed": String(one === status), onclick: () => { pick(one); box.focus(); } }, label)));
  }

  // ---- three counts that face each other ----
  const shelf = `cooper.paper.${page.session}.${page.account}`;
  const counted = ["headcount", "signatures"];

  function recall() {
    let held = {};
    try {
      held = JSON.parse(localStorage.getItem(shelf) || "{}");
    } catch {
      localStorage.removeItem(shelf);
    }
    for (const name of counted) {
      at(name).value = (roster.editable() ? held[name] || page.counts[name] : page.counts[name] ?? held[name]) ?? "";
      at(name).readOnly = !roster.editable();
    }
  }

  function count(name) {
    const written = latinDigits(at(name).value).trim();
    return /^\d{1,4}$/.test(written) ? Number(written) : null;
  }

  function drawCounts() {
    const entered = roster.rows().filter(([id]) => roster.meaning(roster.shown(id)) === "present").length;
    const [heads, signed] = counted.map(count), known = heads !== null && signed !== null;
    const agree = heads === signed && signed === entered;
    at("entered").textContent = roster.digits.format(entered);
    at("facing").textContent = !known ? "" : agree ? say.agree : say.differ;
    at("facing").className = known && !agree ? "notice warning" : "stand";
    const asked = new URLSearchParams({ session: page.session });
    if (roster.editable()) counted.forEach((name) => { if (count(name) !== null) asked.set(name, count(name)); });
    at("to_sheet").href = `/entry-attendance?${asked}`;
    at("to_sheet").textContent = roster.editable() ? say.to_closing : say.to_sheet;
  }

  // ---- the photos of the sheet ----
  const scroller = at("photo"), photos = page.photos.map(([address, label, width, height], turn) =>
    make("img", { alt: label, width, height, hidden: turn > 0, "data-address": address }));
  let turned = 0, size = 100;

  function fetched(turn) {
    // One after the other: each stands ready before it is asked for, and none is in the way of a mark.
    const photo = photos[turn];
    if (!photo) return;
    photo.addEventListener("load", () => fetched(turn + 1), { once: true });
    photo.src = photo.dataset.address;
  }

  function turn(to) {
    if (!photos[to]) return false;
    turned = to;
    photos.forEach((photo, number) => { photo.hidden = number !== to; });
    drawPhoto();
    return true;
  }

  function drawPhoto() {
    for (const photo of photos) photo.style.inlineSize = `${size}%`;
    at("photo_told").textContent = photos[turned].alt;
    at("earlier").disabled = turned === 0;
    at("later").disabled = turned === photos.length - 1;
    at("smaller").disabled = size === 100;
    at("larger").disabled = size === 300;
  }

  function zoom(by) {
    if (!photos.length) return;
    size = Math.min(Math.max(size + by, 100), 300);
    drawPhoto();
  }

  function onThrough(by) {
    if (!photos.length) return;
    const before = scroller.scrollTop;
    scroller.scrollTop += by * scroller.clientHeight * 0.8;
    if (scroller.scrollTop === before && turn(turned + by)) scroller.scrollTop = by > 0 ? 0 : scroller.scrollHeight;
  }

  // ---- the keys ----
  const onward = document.documentElement.dir === "rtl" ? -1 : 1;
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ArrowRight: () => choose(onward),
    ArrowLeft: () => choose(-onward),
    Escape: () => { told = ""; go(home); },
    PageDown: () => onThrough(1),
    PageUp: () => onThrough(-1),
    "+": add,
    "*": () => zoom(size === 300 ? -200 : 100),
  };
  const onEmpty = { Backspace: back, Delete: takeBack };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    // A key that is held down marks one person and not all of them.
    const found = event.key === "Enter" ? (event.repeat ? () => {} : enter) : keys[event.key] || (box.value ? null : onEmpty[event.key]);
    if (!found) return;
    event.preventDefault();
    found();
  });
  box.addEventListener("input", typed);
  for (const [number, name] of counted.entries()) {
    at(name).addEventListener("input", () => {
      try {
        localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(counted.map((one) => [one, at(one).value]))));
      } catch {
        roster.full();
      }
      drawCounts();
    });
    at(name).addEventListener("keydown", (event) => {
      if (event.key === "Enter") at(counted[number + 1] || "to_sheet").focus();
      else if (event.key === "Escape") box.focus();
      else return;
      event.preventDefault();
    });
  }
  at("add").addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.focus();
  });

  if (photos.length) {
    scroller.replaceChildren(...photos);
    at("earlier").addEventListener("click", () => turn(turned - 1));
    at("later").addEventListener("click", () => turn(turned + 1));
    at("smaller").addEventListener("click", () => zoom(-50));
    at("larger").addEventListener("click", () => zoom(50));
    drawPhoto();
    fetched(0);
  }
  lightPeople(page, roster, () => { go(firstLeft(0)); box.focus(); });
  roster.begin();
  reveal();
  if (!roster.editable()) at("open").focus();
})();
