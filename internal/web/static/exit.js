// The quick exit, quicker: the screen is white at once, Shift pressed three
// times does it without a finger on the glass, and pages of this kind follow
// one another in one line of the browser's history, which leaving takes away.
// Without this file the link does what it says.
"use strict";
(() => {
  const exit = document.querySelector(".exitb");
  if (!exit) return;
  const go = () => location.replace(exit.href);
  const leave = (event) => {
    if (event) event.preventDefault();
    document.documentElement.className = "gone";
    document.title = exit.dataset.title;
    const undrawn = setTimeout(go, 100); // a page that nobody sees is never drawn
    requestAnimationFrame(() => {
      clearTimeout(undrawn);
      setTimeout(go); // once the white is drawn
    });
  };
  exit.addEventListener("click", leave);
  let pressed = [];
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { pressed = []; return; } // someone is writing in capitals
    pressed = [...pressed.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    if (pressed.length > 2) leave();
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link === exit || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
    event.preventDefault();
    location.replace(link.href);
  });
})();
