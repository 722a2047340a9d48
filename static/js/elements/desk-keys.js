// <desk-keys registry="[…]">: the keys of helpdesk/keys.py. A key presses the element that names it with data-key,
// or goes to its address. Keys are left alone in fields, in boxes that lie over the page, and while somebody composes.
const SEQUENCE = 1500;
const FIELD = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";
const rows = () => [...document.querySelectorAll("#list .row, #found .row")].filter((row) => row.checkVisibility());

// What is on the keycap, also where the keyboard writes another script.
function typed(event) {
  if (event.key.length > 1 || (event.key > " " && event.key <= "~")) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : "";
}

export const targetOf = (name) => {
  const all = [...document.querySelectorAll(`[data-key="${name}"]`)];
  if (name === "undo") all.reverse(); // what was done last is undone first
  return all.find((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled) ?? all.find((one) => one.href);
};

export function press(name) {
  const target = targetOf(name);
  if (!target) return false;
  const hidden = target.closest("details:not([open])");
  if (hidden && !target.matches("summary")) hidden.open = true;
  if (!target.href) target.focus();
  if (target.matches("a, button, summary, [type=radio]")) target.click();
  target.popoverTargetElement?.querySelector("a, button")?.focus();
  // Who chooses what to write wants to write it.
  if (target.matches(".composer__mode")) {
    const shown = [...target.closest(".composer").querySelectorAll("textarea, [data-write]")].find((one) => one.checkVisibility());
    if (shown?.matches("[data-write]")) shown.click();
    else shown?.focus();
  }
  return true;
}

class DeskKeys extends HTMLElement {
  #keys = [];
  #begun = "";
  #timer;
  #pressed = (event) => this.#hear(event);

  connectedCallback() {
    this.#keys = JSON.parse(this.getAttribute("registry"));
    document.addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#pressed);
  }

  get entries() { return this.#keys; }

  #hear(event) {
    if (event.defaultPrevented || event.isComposing || event.key === "Process") return;
    if (event.key === "Escape") return this.#leave(event);
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.(FIELD)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    const key = typed(event);
    if (!key || (event.shiftKey && /^[a-z]$/.test(key))) return;
    const sequence = this.#begun ? `${this.#begun} ${key}` : key;
    this.#begin("");
    const entry = this.#keys.find(({ presses }) => presses.includes(sequence));
    if (entry ? this.#act(entry) : this.#isBeginning(sequence)) event.preventDefault();
  }

  #isBeginning(key) {
    if (!this.#keys.some(({ presses }) => presses.some((one) => one.startsWith(`${key} `)))) return false;
    this.#begin(key);
    return true;
  }

  #begin(key) {
    clearTimeout(this.#timer);
    this.#begun = key;
    if (key) this.#timer = setTimeout(() => this.#begin(""), SEQUENCE);
  }

  #act({ name, url }) {
    if (name === "help") return this.#help(url);
    if (name === "next_row") return this.#move(1);
    if (name === "previous_row") return this.#move(-1);
    if (name === "open_row") return this.#open();
    if (url) location.assign(url);
    return Boolean(url) || press(name);
  }

  #move(step) {
    const all = rows();
    const focused = all.indexOf(document.activeElement.closest?.(".row"));
    const at = focused >= 0 ? focused + step : all.findIndex((row) => row.ariaCurrent) + (step > 0 ? 1 : -1);
    const row = all[Math.max(0, Math.min(at, all.length - 1))];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
    return Boolean(row);
  }

  #open() {
    const all = rows();
    const row = all.find((one) => one === document.activeElement) ?? all.find((one) => one.ariaCurrent) ?? all[0];
    row?.click();
    return Boolean(row);
  }

  // Out of the box and onto the conversation, where keys are keys again; what was typed is a draft.
  #leave(event) {
    const { target } = event;
    if (!target.matches?.(".composer textarea, .composer select, .ticket__side :is(input, select)")) return;
    if (target.closest("details.panel")) return; // Escape closes that
    event.preventDefault();
    document.querySelector(".ticket__scroll")?.focus({ preventScroll: true });
  }

  #help(url) {
    const box = document.getElementById("keys-box");
    fetch(url).then(async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const close = Object.assign(document.createElement("form"), { method: "dialog", className: "keys-box__close" });
      close.innerHTML = '<button class="button button--small" autofocus>Close</button>';
      box.replaceChildren(page.getElementById("keys"), close);
      box.showModal();
    }).catch(() => location.assign(url));
    return true;
  }
}

customElements.define("desk-keys", DeskKeys);
