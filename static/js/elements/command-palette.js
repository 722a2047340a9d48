// <command-palette src="…"><dialog>…</dialog></command-palette>: Ctrl+K goes to a page, does what the page offers, or
// opens a ticket by its number. What the page offers is what stands on it with data-key: nobody is offered more.
import { press, targetOf } from "desk-keys";

const PAUSE = 150;
const letters = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

class CommandPalette extends HTMLElement {
  #places;
  #found = [];
  #timer;
  #request;
  #waits = false;
  #shortcut = (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.open();
  };

  connectedCallback() {
    this.box = this.querySelector("dialog");
    this.field = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.none = this.querySelector("[role=status]");
    document.addEventListener("keydown", this.#shortcut);
    for (const button of document.querySelectorAll('[data-opens="palette"]')) {
      button.hidden = false;
      button.addEventListener("click", () => {
        button.closest("[popover]")?.hidePopover();
        this.open();
      });
    }
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#pressed(event));
    this.list.addEventListener("click", (event) => this.#clicked(event));
    this.box.addEventListener("click", ({ target }) => target === this.box && this.box.close());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#shortcut);
  }

  open() {
    this.field.value = "";
    this.#found = [];
    this.#waits = false;
    this.box.showModal();
    this.#show();
    this.#places ??= this.#fetch("").then((places) => {
      if (!places) this.#places = undefined;
      return places ?? [];
    });
    this.#places.then(() => this.#show());
  }

  async #fetch(words, signal) {
    const url = new URL(this.getAttribute("src"), location.href);
    if (words) url.searchParams.set("q", words);
    const answer = await fetch(url, { signal }).catch(() => null);
    if (!answer?.ok || answer.redirected) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll("[role=option]")];
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#found = [];
    const words = this.field.value.trim();
    this.#waits = Boolean(words);
    this.#show();
    if (words) this.#timer = setTimeout(() => this.#ask(words), PAUSE);
  }

  async #ask(words) {
    this.#request = new AbortController();
    const found = await this.#fetch(words, this.#request.signal);
    if (this.field.value.trim() !== words) return;
    this.#found = found ?? [];
    this.#waits = false;
    this.#show();
  }

  #acts() {
    const entries = document.querySelector("desk-keys")?.entries ?? [];
    return entries.filter(({ name, where }) => where === "On a ticket" && targetOf(name)).map(({ name, label, presses }) => {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.dataset.group = "This ticket";
      option.dataset.act = name;
      option.append(Object.assign(document.createElement("span"), { textContent: label }));
      if (presses.length) option.append(Object.assign(document.createElement("kbd"), { textContent: presses[0] }));
      return option;
    });
  }

  async #show() {
    const words = letters(this.field.value).split(/\s+/).filter(Boolean);
    const fits = (option) => words.every((word) => letters(`${option.textContent} ${option.dataset.group}`).includes(word));
    const options = [...this.#found, ...this.#acts().filter(fits), ...((await this.#places) ?? []).filter(fits)];
    this.list.replaceChildren(...this.#groups(options));
    options.forEach((option, at) => (option.id = `palette-option-${at}`));
    this.list.hidden = !options.length;
    this.none.textContent = options.length || this.#waits || !words.length ? "" : "Nothing of that name here.";
    this.#choose(options[0]);
  }

  #groups(options) {
    return [...Map.groupBy(options, (option) => option.dataset.group)].map(([name, members]) => {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", name);
      const title = Object.assign(document.createElement("div"), { className: "palette__group", textContent: name });
      title.setAttribute("aria-hidden", "true");
      group.append(title, ...members);
      return group;
    });
  }

  get #options() { return [...this.list.querySelectorAll("[role=option]")]; }
  get #chosen() { return this.list.querySelector('[aria-selected="true"]'); }

  #choose(option) {
    for (const one of this.#options) one.setAttribute("aria-selected", String(one === option));
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  #pressed(event) {
    if (event.isComposing) return;
    const options = this.#options;
    const at = options.indexOf(this.#chosen);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    if (event.key in steps && options.length) {
      const to = steps[event.key];
      const around = event.key.startsWith("Arrow") ? (to + options.length) % options.length : Math.max(0, Math.min(to, options.length - 1));
      this.#choose(options[around]);
    } else if (event.key === "Enter") this.#take(this.#chosen);
    else return;
    event.preventDefault();
  }

  #clicked(event) {
    const option = event.target.closest("[role=option]");
    if (!option || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#take(option);
  }

  #take(option) {
    if (!option) return;
    this.box.close();
    if (option.href) location.assign(option.href);
    else press(option.dataset.act);
  }
}

customElements.define("command-palette", CommandPalette);
