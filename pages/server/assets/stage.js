// The stage on a screen: asks for its state by itself, draws the scene that is on, and keeps the last good picture.
"use strict";
(() => {
  const page = document.documentElement, stage = document.getElementById("stage");
  const age = document.getElementById("age"), order = document.getElementById("order");
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const { refresh, words } = read("said");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  // Later than this the picture is old, and the screen says so.
  const LATE = 5000, PATIENCE = 4000;
  const shelf = `cooper.stage ${location.pathname}`;
  let state = read("state"), learnt = performance.now(), heard = learnt;
  recall();
  // Where arrow keys put this screen alone, until the backstage moves the stage.
  let own = null, drawn = { scene: null, edition: null };

  // A page that was opened anew while the server is away goes on with what this screen was told last.
  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(shelf) || "null");
      if (kept && kept.state.at >= state.at) {
        state = kept.state;
        // By the clock of this screen alone: both ends are its own.
        heard = learnt = performance.now() - Math.max(0, Date.now() - kept.since);
      }
    } catch {
      // Nothing is kept here, or it is not to be read: the page's own picture stands.
    }
    keep();
  }

  function keep() {
    try {
      localStorage.setItem(shelf, JSON.stringify({ state, since: Date.now() - (performance.now() - learnt) }));
    } catch {
      // A screen that keeps nothing shows what it is told all the same.
    }
  }

  function forget() {
    try {
      localStorage.removeItem(shelf);
    } catch {
      // There is nothing to forget.
    }
  }

  const now = () => state.at + (performance.now() - learnt);

  function on() {
    const scenes = state.scenes;
    if (!scenes.length) return null;
    const from = own || { id: state.moved_to, at: state.moved_at };
    let place = Math.max(0, scenes.findIndex((scene) => scene.id === from.id));
    const until = state.paused_at === null ? now() : own ? from.at : state.paused_at;
    let gone = Math.max(0, until - from.at) % scenes.reduce((sum, scene) => sum + scene.seconds * 1000, 0);
    while (gone >= scenes[place].seconds * 1000) {
      gone -= scenes[place].seconds * 1000;
      place = (place + 1) % scenes.length;
    }
    return scenes[place];
  }

  function move(step) {
    const scenes = state.scenes, at = on();
    if (!at) return;
    const place = scenes.findIndex((scene) => scene.id === at.id);
    own = { id: scenes[(place + step + scenes.length) % scenes.length].id, at: now() };
    draw();
  }

  function draw() {
    page.dataset.look = state.look;
    page.dataset.language = state.language;
    page.lang = state.language === "fr" ? "fr" : "ar";
    page.dir = state.language === "fr" ? "ltr" : "rtl";
    page.toggleAttribute("data-black", state.black);
    const scene = state.black ? null : on();
    if (!scene) {
      stage.replaceChildren();
      drawn = { scene: null, edition: null };
    } else if (drawn.scene !== scene.id || drawn.edition !== state.edition) {
      const made = document.createElement("template");
      made.innerHTML = state.pictures[scene.kind];
      const same = drawn.scene === scene.id && stage.firstElementChild;
      if (same) renew(made.content.firstElementChild);
      else enter(made.content);
      stage.dataset.kind = scene.kind;
      drawn = { scene: scene.id, edition: state.edition };
      fit();
    }
    order.replaceChildren(...state.scenes.map((one) => {
      const mark = document.createElement("i");
      mark.className = scene && one.id === scene.id ? "on" : "";
      return mark;
    }));
    tell();
  }

  // A new scene: bars grow from nothing and numbers count up from nothing.
  function enter(content) {
    stage.replaceChildren(content);
    if (still.matches) return;
    const scene = stage.firstElementChild;
    scene.classList.add("entering", "fresh");
    requestAnimationFrame(() => requestAnimationFrame(() => scene.classList.remove("entering")));
    for (const number of scene.querySelectorAll("[data-count]")) count(number, 0);
  }

  // The same scene with other figures: what has a key stays the same element, so that it grows and moves smoothly.
  function renew(next) {
    const scene = stage.firstElementChild, kept = new Map(), places = new Map();
    for (const element of scene.querySelectorAll("[data-key]")) {
      kept.set(element.dataset.key, element);
      places.set(element.dataset.key, element.getBoundingClientRect());
    }
    const before = new Map();
    for (const element of next.querySelectorAll("[data-key]")) {
      const old = kept.get(element.dataset.key);
      if (!old) continue;
      const shares = [...old.querySelectorAll("[data-grow]")].map((one) => getComputedStyle(one).getPropertyValue("--share"));
      before.set(element.dataset.key, { shares, values: [...old.querySelectorAll("[data-count]")].map((one) => one.textContent) });
      if (element.dataset.key.startsWith("bar ") || element.dataset.key.startsWith("at ")) {
        [...element.querySelectorAll("[data-grow]")].forEach((one, place) => {
          one.dataset.share = one.style.getPropertyValue("--share");
          one.style.setProperty("--share", shares[place] ?? 0);
        });
      }
    }
    scene.replaceWith(next);
    if (still.matches) {
      for (const one of next.querySelectorAll("[data-share]")) one.style.setProperty("--share", one.dataset.share);
      return;
    }
    for (const element of next.querySelectorAll("[data-key]")) {
      const was = places.get(element.dataset.key), is = element.getBoundingClientRect();
      if (!was) {
        element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 700 });
        continue;
      }
      const x = was.left - is.left, y = was.top - is.top;
      if (Math.abs(x) > 1 || Math.abs(y) > 1) {
        element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 900, easing: "ease-in-out" });
      }
      const values = before.get(element.dataset.key).values;
      [...element.querySelectorAll("[data-count]")].forEach((one, place) => {
        if (values[place] !== undefined && values[place] !== one.textContent) count(one, digits(values[place]));
      });
    }
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const one of next.querySelectorAll("[data-share]")) one.style.setProperty("--share", one.dataset.share);
    }));
  }

  const digits = (text) => Number(text.replace(/\D/g, ""));

  // Counts from one number to the one that is written, with its own separators; the text at the end is the server's.
  function count(element, from) {
    const text = element.textContent, to = digits(text), begun = performance.now();
    const between = (text.match(/\d([^\d])\d{3}(?!\d)/) || [])[1] || "";
    if (!/\d/.test(text) || from === to) return;
    const step = () => {
      const share = Math.min(1, (performance.now() - begun) / 1200);
      if (share >= 1 || !element.isConnected) {
        element.textContent = text;
        return;
      }
      const value = String(Math.round(from + (to - from) * (1 - (1 - share) ** 3))).replace(/\B(?=(\d{3})+$)/g, between);
      element.textContent = text.replace(/\d(?:[\d.,\s\u202f\u00a0]*\d)?/, value);
      requestAnimationFrame(step);
    };
    step();
  }

  // A long name or many rows make everything a little smaller; nothing is cut.
  function fit() {
    let scale = 1;
    const over = () => [stage, ...stage.querySelectorAll(".scene, .panel, .bars, .land, .places, .bodies, .bodies li, .pair, .cards, .numbers, .split")].filter((one) => !one.querySelector(":scope > .sentences"))
      .some((one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2);
    page.style.setProperty("--fit", scale);
    while (over() && scale > 0.5) {
      scale -= 0.04;
      page.style.setProperty("--fit", scale);
    }
    // Sentences stand whole or not at all.
    for (const list of stage.querySelectorAll(".sentences")) {
      const rows = [...list.children];
      for (const row of rows) row.hidden = false;
      for (const row of rows.slice(1).reverse()) {
        if (list.scrollHeight <= list.clientHeight + 2) break;
        row.hidden = true;
      }
    }
  }

  function ago(language, milliseconds) {
    const say = new Intl.RelativeTimeFormat(language === "ar" ? "ar-MA-u-nu-latn" : "fr", { numeric: "always" });
    const seconds = Math.max(0, milliseconds / 1000);
    if (seconds < 60) return say.format(-Math.max(5, Math.floor(seconds / 5) * 5), "second");
    if (seconds < 3600) return say.format(-Math.floor(seconds / 60), "minute");
    return say.format(-Math.floor(seconds / 3600), "hour");
  }

  function tell() {
    const silent = performance.now() - heard, languages = state.language === "both" ? ["ar", "fr"] : [state.language];
    const cut = silent > LATE;
    age.classList.toggle("told", cut || state.frozen_at !== null);
    age.replaceChildren(...languages.map((language) => {
      const said = words[language], parts = [];
      if (state.frozen_at !== null) {
        parts.push(said.frozen.replace("{time}", state.frozen_time).replace("{ago}", ago(language, now() - state.frozen_at)));
      }
      if (cut) parts.push(said.cut.replace("{ago}", ago(language, silent)));
      else if (state.frozen_at === null) parts.push(said.fresh, said.changed.replace("{ago}", ago(language, now() - state.changed_at)));
      if (own) parts.push(said.own);
      const line = document.createElement("bdi");
      line.lang = language;
      line.dir = language === "ar" ? "rtl" : "ltr";
      line.textContent = parts.join(" · ");
      return line;
    }));
    page.dataset.heard = cut ? "cut" : "fresh";
  }

  async function ask() {
    try {
      const address = `${location.pathname}/state?seen=${state.edition}`;
      const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 404) {
        // The link opens nothing any more, and its last picture is not for this screen either.
        forget();
        location.reload();
        return;
      }
      if (answer.status === 200) {
        const next = await answer.json();
        if (next.moved_at !== state.moved_at) own = null;
        state = next;
        learnt = heard = performance.now();
        keep();
        draw();
      } else if (answer.status === 204) {
        heard = performance.now();
      }
    } catch {
      // The network or the server is away: the picture stays, its age is told, and the next question is asked soon.
    }
    setTimeout(ask, refresh * 1000);
  }

  addEventListener("keydown", (event) => {
    const forward = page.dir === "rtl" ? "ArrowLeft" : "ArrowRight", back = page.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if ([forward, "ArrowDown", "PageDown"].includes(event.key)) move(1);
    else if ([back, "ArrowUp", "PageUp"].includes(event.key)) move(-1);
    else if (event.key === "Escape") { own = null; draw(); }
    else if (event.key === "f" && !document.fullscreenElement) page.requestFullscreen?.();
    else return;
    event.preventDefault();
  });
  // Only where the address is one that browsers trust (https, or this machine): others reload once the server is back.
  navigator.serviceWorker?.register("/assets/stage_keep.js", { scope: "/stage/" }).catch(() => undefined);
  addEventListener("resize", fit);
  document.fonts.ready.then(fit);
  // The picture that came with the page stands already.
  const first = state.black ? null : on();
  if (first && first.kind === stage.dataset.kind) drawn = { scene: first.id, edition: state.edition };
  setInterval(draw, 250);
  setTimeout(ask, refresh * 1000);
  draw();
})();
