// A question that opened in place closes with Escape, and one that lies over the page with a click beside it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
  const panel = event.target.closest?.("details.panel[open]") ?? document.querySelector("details.panel--over[open]");
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll("details.panel--over[open]")) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});

// Who opens a question answers it next.
document.addEventListener("toggle", ({ target: panel }) => {
  if (!panel.matches?.("details.panel[open]") || !panel.contains(document.activeElement)) return;
  panel.querySelector(".panel__body :is(input:not([type=hidden]), select, textarea, button)")?.focus({ preventScroll: true });
}, true);
