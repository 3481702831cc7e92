// Keeps the page of the round, and nothing else, for when there is no network.
// FILES and VERSION stand above, as this build wrote them. A new version is
// taken in whole or not at all: half of one would not open. It never touches
// what the page keeps.
"use strict";
const CACHE = "tournee " + VERSION;
addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  } catch (why) { // no network, or no room: the version that is there goes on
    await caches.delete(CACHE);
    throw why;
  }
  await skipWaiting();
})()));
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("tournee " + SCOPE) && name !== CACHE) await caches.delete(name);
  }
  await clients.claim();
})()));
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const file = request.mode === "navigate" ? SCOPE : url.pathname;
  if (!FILES.includes(file)) return;
  event.respondWith((async () => (await (await caches.open(CACHE)).match(file)) || (await caches.match(file)) || fetch(request))());
});
