// Whether a key is the one with Alt that a button promises: aria-keyshortcuts="Alt+K". By its place on the keyboard,
// because with Alt some systems write another letter.
export function isFor(event, button) {
  const letter = /^Alt\+([A-Z])$/.exec(button?.getAttribute("aria-keyshortcuts") ?? "")?.[1];
  if (!letter || event.code !== `Key${letter}` || !event.altKey) return false;
  return !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.isComposing && button.checkVisibility();
}
