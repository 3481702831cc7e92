// Keeps a board current. The stream says "changed" and nothing more; the page is
// then asked for again, unless somebody is in the middle of something on it.
(() => {
  const board = document.querySelector("[data-live]");
  if (!board || !board.dataset.live || !window.EventSource) return;
  const link = board.querySelector("[data-news]");
  const busy = () => board.querySelector("details[open]") || (document.activeElement && board.contains(document.activeElement));
  let waits = false;
  const renew = () => {
    if (!waits || document.hidden) return;
    if (busy()) { if (link) link.hidden = false; return; }
    waits = false;
    stream.close();
    location.reload();
  };
  const stream = new EventSource(board.dataset.live);
  stream.addEventListener("changed", () => {
    // Many boards are open: they do not all ask in the same instant.
    if (!waits) { waits = true; setTimeout(renew, Math.random() * 150); }
  });
  document.addEventListener("visibilitychange", renew);
})();
