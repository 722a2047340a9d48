// A swap replaces the ticket and its list, a link the whole page. People keep their place all the same: where the
// focus was, whether they write a reply or a note, words that were not sent, how far the list was scrolled.
const LIST = ".desk__list-body";
const words = new WeakMap(); // form → what of its text was on its way when it was sent
let before = null;

const plain = (words) => words.replaceAll("\r\n", "\n");
const shown = (element) => element && element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
const actionOf = (form) => (form ? new URL(form.action).pathname : "");
const texts = (root) => [...root.querySelectorAll("form textarea[name]")];
const twin = (root, { action, tag, name, value }) =>
  [...root.querySelectorAll(`form ${tag}`)].find((other) =>
    actionOf(other.form) === action && other.name === name && (tag !== "BUTTON" || other.value === value) && shown(other));

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  const form = elt.closest("form");
  if (form) words.set(form, new Map(texts(form.parentNode).map((text) => [text.name, text.value])));
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || detail.target?.id !== "ticket") return;
  const focused = document.activeElement;
  const inside = detail.target.contains(focused) || focused === document.body;
  const sender = detail.requestConfig?.elt?.closest("form");
  const sent = (text) => detail.xhr.status < 400 && text.form === sender ? words.get(sender)?.get(text.name) : undefined;
  before = {
    focused: inside && focused.form
      ? { action: actionOf(focused.form), tag: focused.tagName, name: focused.name, value: focused.value }
      : null,
    caret: focused.tagName === "TEXTAREA" ? [focused.selectionStart, focused.selectionEnd] : null,
    inside,
    mode: detail.target.querySelector(".composer__mode:checked")?.id,
    scrolled: document.querySelector(LIST)?.scrollTop,
    held: [...detail.target.querySelectorAll("held-reply")].map(({ dataset }) => plain(dataset.words)),
    texts: texts(detail.target).map((text) => ({
      action: actionOf(text.form), tag: "TEXTAREA", name: text.name, kept: text.value, sent: sent(text),
    })),
  };
});

document.addEventListener("htmx:afterSettle", () => {
  const ticket = document.getElementById("ticket");
  if (!before || !ticket) return;
  const was = before;
  before = null;
  const mode = was.mode && document.getElementById(was.mode);
  if (mode) mode.checked = true;
  for (const text of was.texts) restore(ticket, text, was.held);
  const list = document.querySelector(LIST);
  if (list && was.scrolled) list.scrollTop = was.scrolled;
  // What came with autofocus has it already.
  if (!was.inside || document.activeElement !== document.body) return;
  const wrong = [...ticket.querySelectorAll('[aria-invalid="true"]')].find(shown);
  const same = was.focused && twin(ticket, was.focused);
  const heading = ticket.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  (wrong ?? same ?? heading)?.focus({ preventScroll: !wrong });
  if (!wrong && same?.tagName === "TEXTAREA" && was.caret) same.setSelectionRange(...was.caret);
});

// What was typed elsewhere on the page, or went on being typed while the answer was on its way, is still there.
// A reply that was not sent after all stands before it again.
function restore(ticket, { kept, sent, ...where }, held) {
  const text = texts(ticket).find((other) => actionOf(other.form) === where.action && other.name === where.name);
  const rest = sent === undefined ? kept : kept.startsWith(sent) ? kept.slice(sent.length).trimStart() : kept;
  if (!text || !rest || text.value === rest) return;
  const back = held.find((reply) => text.value.startsWith(reply) && !rest.startsWith(reply));
  text.value = back ? `${back}\n\n${rest}` : rest;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

// From one page of the desk to the next, the list stays where it was, and the current row in sight.
const placeOf = () => `list:${document.getElementById("list-title")?.textContent}:${new URLSearchParams(location.search).get("page") ?? 1}`;
const list = document.querySelector(LIST);
if (list) {
  list.scrollTop = Number(sessionStorage.getItem(placeOf()) ?? 0);
  const row = list.querySelector(".row[aria-current]");
  const [seen, box] = [row?.getBoundingClientRect(), list.getBoundingClientRect()];
  if (row && list.scrollHeight > list.clientHeight && (seen.top < box.top || seen.bottom > box.bottom)) {
    list.scrollTop += seen.top - box.top - box.height / 3;
  }
}
window.addEventListener("pagehide", () => {
  const now = document.querySelector(LIST);
  if (now) sessionStorage.setItem(placeOf(), String(Math.round(now.scrollTop)));
});
