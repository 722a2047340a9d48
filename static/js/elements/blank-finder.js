// <blank-finder hidden><button …>: shows its button while the text of the form around it has a blank like
// {order number}, and selects the next one. What is sent is looked at by the server alone.
import { isFor } from "alt-key";

const BLANK = /(?<![\\{])\{\p{L}[\p{L}\p{N}_ .'’-]{0,59}\}(?!\})/gu;

export function findBlank(text, from) {
  BLANK.lastIndex = from;
  const found = BLANK.exec(text);
  return found && { start: found.index, end: found.index + found[0].length };
}

class BlankFinder extends HTMLElement {
  #look = () => { this.hidden = !findBlank(this.text.value, 0); };
  #shortcut = (event) => {
    if (!isFor(event, this.button)) return;
    event.preventDefault();
    this.#next();
  };

  connectedCallback() {
    this.form = this.closest("form");
    this.text = this.form?.querySelector("textarea");
    this.button = this.querySelector("button");
    if (!this.text || !this.button) return;
    this.#look();
    this.form.addEventListener("input", this.#look);
    this.button.addEventListener("click", () => this.#next());
    document.addEventListener("keydown", this.#shortcut);
    // What was not sent because of a blank goes on there.
    if (this.text.getAttribute("aria-invalid") === "true") this.#next();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.#look);
    document.removeEventListener("keydown", this.#shortcut);
  }

  // After the last one comes the first.
  #next() {
    const blank = findBlank(this.text.value, this.text.selectionEnd) ?? findBlank(this.text.value, 0);
    if (!blank) return;
    this.text.focus();
    this.text.setSelectionRange(blank.start, blank.end);
  }
}

customElements.define("blank-finder", BlankFinder);
