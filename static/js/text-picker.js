// A box beside the textarea of a reply that finds texts and puts one at the caret. Its list comes from src; in each
// <li> a button holds the words (data-link) or the address of the words (data-text). Arrows walk, Enter inserts,
// Escape goes back to the text, whose caret is where it was.
import { isFor } from "alt-key";

const PAUSE = 200;

export class TextPicker extends HTMLElement {
  #timer;
  #request;
  #found = Promise.resolve();
  #shortcut = (event) => {
    if (!isFor(event, this.button)) return;
    event.preventDefault();
    this.open();
  };

  connectedCallback() {
    this.form = this.closest("form");
    this.text = this.form?.querySelector("textarea");
    this.button = this.form?.querySelector(`[aria-controls="${this.id}"]`);
    if (!this.text || !this.button) return;
    this.field = this.querySelector("input");
    this.list = this.querySelector(".picker__found");
    this.button.hidden = false;
    this.button.setAttribute("aria-expanded", "false");
    this.button.addEventListener("click", (event) => {
      event.preventDefault(); // without a script it sends the form to a page of its own
      if (this.hidden) this.open();
      else this.close();
    });
    this.field.addEventListener("input", (event) => {
      event.stopPropagation(); // these are no words of the reply
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), PAUSE);
    });
    this.addEventListener("keydown", (event) => this.#pressed(event));
    this.addEventListener("click", ({ target, shiftKey }) => this.#clicked(target.closest("button"), shiftKey));
    document.addEventListener("keydown", this.#shortcut);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    document.removeEventListener("keydown", this.#shortcut);
  }

  // What a kind of picker may do besides; where it has other words for what failed.
  linked() {}
  inserted() {}
  get failed() { return "Nothing could be found just now."; }
  textAddress(address) { return new URL(address, location.href); }

  get #choices() {
    const rows = [...this.list.querySelectorAll("li")];
    return rows.map((row) => this.#choiceIn(row)).filter(Boolean);
  }

  #choiceIn(row) { return row?.querySelector("[data-link]") ?? row?.querySelector("[data-text]"); }

  async open() {
    for (const other of this.form.querySelectorAll(".picker:not([hidden])")) if (other !== this) other.close();
    this.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.field.value = "";
    this.field.focus();
    await this.#look();
    if (document.activeElement === this.field && !this.field.value) this.#choices[0]?.focus();
  }

  close() {
    this.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.text.focus();
  }

  #look() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#request?.abort();
    this.#request = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", this.field.value);
    return (this.#found = this.#fetch(url, this.#request.signal));
  }

  async #fetch(url, signal) {
    const answer = await fetch(url, { signal, headers: { "HX-Request": "true" } }).catch(() => null);
    if (signal.aborted) return;
    if (answer?.ok) this.list.innerHTML = await answer.text();
    else this.#say();
  }

  #say() {
    const note = Object.assign(document.createElement("p"), { className: "picker__none", textContent: this.failed });
    this.list.replaceChildren(note);
  }

  #pressed(event) {
    if (event.isComposing) return;
    const choices = this.#choices;
    const at = choices.indexOf(this.#choiceIn(event.target.closest("li")));
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") (choices[at + 1] ?? choices.at(-1) ?? this.field).focus();
    else if (event.key === "ArrowUp") (at > 0 ? choices[at - 1] : this.field).focus();
    else if (event.key === "Enter" && event.target === this.field) this.#first(event.shiftKey);
    else if (event.key === "Enter" && event.shiftKey && at >= 0) this.#insertText(choices[at]);
    else if (event.key.length === 1 && event.key !== " " && at >= 0 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      this.field.focus(); // whoever goes on typing searches for something else, and presses no key of the page
      event.stopPropagation();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Enter may come before the answer does.
  async #first(asText) {
    if (this.#timer) await this.#look();
    else await this.#found;
    const first = this.#choices[0];
    if (first && !this.hidden) this.#insert(first, asText);
  }

  #clicked(button, asText) {
    if (!button) return;
    if (button.matches("[data-close]")) this.close();
    else if (button.dataset.link || button.dataset.text) this.#insert(button, asText);
  }

  #insert(button, asText) {
    if (!button.dataset.link || asText) return this.#insertText(button);
    this.#put(button.dataset.link);
    this.linked(button);
  }

  async #insertText(button) {
    const answer = await fetch(this.textAddress(button.dataset.text)).catch(() => null);
    if (answer?.ok) this.#put(await answer.text(), true);
    else this.#say();
  }

  // A block has an empty line before and after it.
  #gap(there) { return "\n\n".slice(there.length); }

  // The old command, because it alone leaves Ctrl+Z working; it is heard as input, so the draft is kept.
  #put(words, isBlock = false) {
    this.close();
    const { value, selectionStart: start, selectionEnd: end } = this.text;
    const before = value.slice(0, start), after = value.slice(end);
    const lead = isBlock ? before.trim() && this.#gap(/\n{0,2}$/.exec(before)[0]) : /[^\s([]$/.test(before) ? " " : "";
    const tail = isBlock ? this.#gap(/^\n{0,2}/.exec(after)[0]) : /^\w/.test(after) ? " " : "";
    const whole = lead + words + tail;
    if (!document.execCommand("insertText", false, whole)) {
      this.text.setRangeText(whole, start, end, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.inserted(start, start + whole.length);
  }
}
