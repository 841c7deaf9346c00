// The marks of one roster in a browser: each is kept here until the server has said that it is saved.
"use strict";
function lightMarks(page, draw) {
  const say = page.words;
  const names = new Map(page.statuses.map(([id, label, meaning]) => [id, { label, meaning }]));
  const shelf = `cooper.roster.${page.session}.${page.account}`;
  const base = `/roster/${page.session}`;
  const digits = new Intl.NumberFormat(`${document.documentElement.lang}-MA`);
  const FIRST_WAIT = 1000, LONGEST_WAIT = 15000, LOOK_EVERY = 4000, AT_ONCE = 30;

  let rows = page.rows, marks = new Map(), stand = page.stand, state = page.state;
  let queue = load(), busy = false, wait = FIRST_WAIT, timer = 0, away = false, out = false, kept = true;

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
  const fresh = (id, wish, seen) => ({ row: rowOf(id), status: wish.status, hours: wish.hours, key: key(), seen, way: page.way, state: "waiting", tried: false, next: null });

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
      return { key: tick.key, seen: tick.seen, registration_id: id, status_id: tick.status, hours: tick.hours, way: tick.way };
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

  // ---- what is said of them ----
  const label = (status) => (names.has(status) ? names.get(status).label : "");
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

  function saving(id) {
    const queued = queue.get(id);
    if (queued) return queued.state === "waiting" ? say.unsaved : "";
    return stored(id).status === null ? "" : say.saved;
  }

  function marked(id) {
    const tick = shown(id);
    return [label(tick.status), tick.hours === null ? "" : `${digits.format(tick.hours)} ${say.hours}`, saving(id)].filter(Boolean);
  }

  const lookOf = (id) => (!queue.has(id) ? "" : queue.get(id).state === "waiting" ? " waiting" : " wrong");
  const sign = (id) => ({ present: "✓", absent: "✕" }[meaning(shown(id))] || (shown(id).status ? "–" : ""));

  // ---- what waits for a choice ----
  const disputed = (id) => (queue.has(id) && queue.get(id).state !== "waiting" ? queue.get(id) : null);

  function dispute(id) {
    const tick = queue.get(id), now = stored(id);
    return tick.state === "changed" ? `${say.changed} ${label(now.status) || say.unmarked}${now.who ? ` (${now.who})` : ""}` : tick.say;
  }

  function insist(id) {
    queue.set(id, fresh(id, queue.get(id), stored(id).version));
    keep(); draw(); pump();
  }

  function drop(id) {
    queue.delete(id);
    keep(); draw();
  }

  function choices(id) {
    const changed = queue.get(id).state === "changed";
    return [text("button", { type: "button", onclick: () => drop(id) }, changed ? say.keep_theirs : say.discard),
      text("button", { type: "button", onclick: () => insist(id) }, changed ? say.use_mine : say.retry)];
  }

  // ---- opening, and beginning ----
  async function opening() {
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
  }

  function numbers() {
    at("open").hidden = state !== "planned";
    at("add").hidden = state !== "held";
    at("present").textContent = rows.filter(([id]) => meaning(shown(id)) === "present").length;
    at("expected").textContent = rows.length;
    at("unmarked").textContent = rows.filter(([id]) => shown(id).status === null).length;
    told();
  }

  function begin() {
    learn(page.marks);
    at("open").addEventListener("click", opening);
    addEventListener("online", () => { wait = FIRST_WAIT; pump(); look(); });
    addEventListener("offline", () => { away = true; told(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { pump(); look(); } });
    setInterval(look, LOOK_EVERY);
    draw();
    pump();
  }

  return {
    ...{ begin, choices, digits, dispute, disputed, drop, key, leave, look, lookOf, mark, marked, meaning, numbers, post, shown, sign },
    listed,
    rows: () => rows,
    state: () => state,
    editable: () => state === "held",
    full: () => { kept = false; },
    lost: () => { away = true; told(); },
  };
}
