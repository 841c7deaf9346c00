// Keeps the page of the stage for a browser that is opened anew while the server or the network is away.
"use strict";
const SHELF = "cooper stage";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  // What a screen asks for by itself is its own affair: the page keeps what it was told last.
  if (request.mode === "navigate" || pathname.startsWith("/assets/")) event.respondWith(asked(request));
});

async function asked(request) {
  const shelf = await caches.open(SHELF);
  try {
    const answer = await fetch(request);
    if (answer.ok) await shelf.put(request, answer.clone());
    // A link that opens nothing any more leaves nothing behind.
    else if (answer.status === 404) await shelf.delete(request);
    return answer;
  } catch (away) {
    const kept = await shelf.match(request);
    if (kept) return kept;
    throw away;
  }
}
