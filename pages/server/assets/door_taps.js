// What was tapped at one door of an event: each tap is kept here until the server has said that it is done.
"use strict";
function doorTaps(page, draw) {
  const say = page.words;
  const shelf = `cooper.door.${page.event}.${page.account}`, base = `/door/${page.event}`;
  const FIRST_WAIT = 1000, LONGEST_WAIT = 15000, LOOK_EVERY = 4000, AT_ONCE = 30;
  // The places of a guest's line.
  const ID = 0, VERSION = 8, TIME = 9;

  let guests = new Map(page.rows.map((row) => [row[ID], row])), stand = page.stand, closed = page.closed;
  let queue = load(), busy = false, wait = FIRST_WAIT, timer = 0, away = false, out = false, kept = true;
  const notes = new Map();

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

  const isIn = (id) => Boolean(guests.has(id) && guests.get(id)[TIME]);

  function came(id) {
    const tap = queue.get(id);
    if (!tap || tap.state !== "waiting") return isIn(id);
    return tap.next === null ? tap.came : tap.next;
  }

  const fresh = (id, wish, way) => ({ key: key(), guest: id, row: guests.get(id), came: wish, way, seen: guests.get(id)[VERSION], state: "waiting", tried: false, next: null });

  // ---- tapping ----
  function tap(id, wish, way = "door") {
    const before = queue.get(id);
    notes.delete(id);
    // A tap that was once on its way may have arrived: it is settled before the next one of the same guest.
    if (before && before.tried && before.state === "waiting") before.next = before.came === wish ? null : wish;
    else if (isIn(id) === wish) queue.delete(id);
    else queue.set(id, fresh(id, wish, way));
    go();
  }

  function walkIn(line) {
    const own = key();
    queue.set(`line ${own}`, { key: own, walk_in: line, came: true, state: "waiting", tried: false, next: null });
    go();
  }

  function go() {
    keep();
    draw();
    pump();
  }

  function pump() {
    if (busy || out) return;
    const ready = [...queue].filter(([, one]) => one.state === "waiting").slice(0, AT_ONCE);
    if (ready.length) send(ready);
  }

  async function send(ready) {
    busy = true;
    clearTimeout(timer);
    const taps = ready.map(([, one]) => {
      one.tried = true;
      return one.walk_in ? { key: one.key, walk_in: one.walk_in } : { key: one.key, guest: one.guest, came: one.came, seen: one.seen, way: one.way };
    });
    keep();
    draw();
    try {
      const reply = await fetch(`${base}/taps`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Cooper-Token": page.token },
        body: JSON.stringify({ taps }),
      });
      if (reply.status === 401) {
        out = true;
        busy = false;
        return draw();
      }
      if (!reply.ok) throw new Error(String(reply.status));
      const { done } = await reply.json();
      away = false;
      wait = FIRST_WAIT;
      ready.forEach(([place, one], number) => settle(place, one, done[number]));
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
    go();
  }

  function settle(place, one, told) {
    if (told.now) guests.set(told.guest, told.now);
    // An undone line of somebody who was not invited is on no list any more.
    else if (!told.refused && told.guest) guests.delete(told.guest);
    // Another door was sooner, or took it back: it is as it was wished for, or as the others left it.
    const settled = ["guest_is_in", "guest_not_in", "conflict", "row_gone"];
    if (told.refused && !settled.includes(told.refused.code)) {
      Object.assign(one, { state: "refused", say: told.refused.say, next: null });
      return;
    }
    if (told.refused) notes.set(one.guest, told.refused.say);
    queue.delete(place);
    if (!told.refused && one.next !== null && one.next !== isIn(told.guest)) queue.set(told.guest, fresh(told.guest, one.next, one.way));
  }

  function retry(place) {
    const one = queue.get(place);
    queue.set(place, { ...one, key: key(), state: "waiting", tried: false, seen: guests.has(one.guest) ? guests.get(one.guest)[VERSION] : one.seen });
    go();
  }

  function drop(place) {
    queue.delete(place);
    keep();
    draw();
  }

  // ---- what other doors do ----
  async function look() {
    if (document.hidden || out) return;
    try {
      const reply = await fetch(`${base}/state?stand=${encodeURIComponent(stand)}`);
      if (reply.status === 401) {
        out = true;
        return draw();
      }
      if ((reply.ok || reply.status === 204) && away) {
        away = false;
        wait = FIRST_WAIT;
        pump();
      }
      if (reply.status === 200) {
        const told = await reply.json();
        stand = told.stand;
        closed = told.closed;
        // What is on its way is newer than what was read before it came.
        if (!busy) guests = new Map(told.rows.map((row) => [row[ID], row]));
        else stand = "";
      }
    } catch {
      away = true;
    }
    draw();
  }

  function told() {
    const waiting = [...queue.values()].filter((one) => one.state === "waiting").length, wrong = queue.size - waiting;
    let sentence = say.all_saved, look = "stand";
    if (out) [sentence, look] = [queue.size ? say.signed_out_waiting : say.signed_out, "stand wrong"];
    else if (!kept) [sentence, look] = [say.storage_full, "stand wrong"];
    else if (away) [sentence, look] = [say.offline, "stand waiting"];
    else if (waiting) [sentence, look] = [say.sending, "stand waiting"];
    else if (wrong) [sentence, look] = [say.failed, "stand wrong"];
    return [waiting + wrong ? `${sentence} (${waiting + wrong})` : sentence, look];
  }

  function begin() {
    addEventListener("online", () => { wait = FIRST_WAIT; pump(); look(); });
    addEventListener("offline", () => { away = true; draw(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { pump(); look(); } });
    setInterval(look, LOOK_EVERY);
    draw();
    pump();
  }

  return {
    begin, came, drop, isIn, notes, retry, tap, told, walkIn,
    guests: () => [...guests.values()],
    // Refused ones stay in sight, also when their guest has left the list.
    refused: () => [...queue].filter(([, one]) => one.state === "refused"),
    lines: () => [...queue].filter(([, one]) => one.walk_in && one.state === "waiting"),
    waits: (id) => queue.has(id) && queue.get(id).state === "waiting",
    guest: (id) => guests.get(id),
    closed: () => closed,
    lost: () => { away = true; draw(); },
  };
}
