// <article-picker id="…" src="…" hidden> beside the textarea of a reply: finds articles and puts one at the cursor.
// Alt+K opens it on the first article found for the ticket, Enter inserts a link to it, Shift+Enter its text.
const PAUSE = 200;

class ArticlePicker extends HTMLElement {
  #timer;
  #request;
  #found = Promise.resolve();
  #shortcut = (event) => {
    if (event.code !== "KeyK" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    if (!this.button?.checkVisibility()) return;
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
    this.button.addEventListener("click", () => (this.hidden ? this.open() : this.close()));
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

  get #choices() { return [...this.list.querySelectorAll("[data-link]")]; }

  async open() {
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
    return (this.#found = this.#fetch(this.#address({ q: this.field.value }), this.#request.signal));
  }

  #address(more, address = this.getAttribute("src")) {
    const url = new URL(address, location.href);
    for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
    return url;
  }

  async #fetch(url, signal) {
    const answer = await fetch(url, { signal, headers: { "HX-Request": "true" } }).catch(() => null);
    if (signal.aborted) return;
    if (answer?.ok) this.list.innerHTML = await answer.text();
    else this.#say("The articles could not be searched just now.");
  }

  #say(sentence) {
    const note = Object.assign(document.createElement("p"), { className: "picker__none", textContent: sentence });
    this.list.replaceChildren(note);
  }

  #pressed(event) {
    if (event.isComposing) return;
    const choices = this.#choices;
    const at = choices.indexOf(event.target.closest("li")?.querySelector("[data-link]"));
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") (choices[at + 1] ?? choices.at(-1) ?? this.field).focus();
    else if (event.key === "ArrowUp") (at > 0 ? choices[at - 1] : this.field).focus();
    else if (event.key === "Enter" && event.target === this.field) this.#first(event.shiftKey);
    else if (event.key === "Enter" && event.shiftKey && at >= 0) this.#insertText(choices[at]);
    else if (event.key.length === 1 && event.key !== " " && at >= 0 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      this.field.focus(); // whoever goes on typing searches for something else
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
    if (first && !this.hidden) (asText ? this.#insertText(first) : this.#insertLink(first));
  }

  #clicked(button, shift) {
    if (!button) return;
    if (button.matches("[data-close]")) this.close();
    else if (button.dataset.link && !shift) this.#insertLink(button);
    else if (button.dataset.text) this.#insertText(button);
  }

  #insertLink(button) {
    this.#insert(button.dataset.link);
    // So that the search is known to have led somewhere; nobody waits for it.
    fetch(this.#for(button), { keepalive: true }).catch(() => null);
  }

  async #insertText(button) {
    const answer = await fetch(this.#for(button)).catch(() => null);
    if (answer?.ok) this.#insert(await answer.text(), true);
    else this.#say("This article could not be inserted just now.");
  }

  #for(button) {
    return this.#address({ key: new URL(this.getAttribute("src"), location.href).searchParams.get("key") }, button.dataset.text);
  }

  // The old command, because it alone leaves Ctrl+Z working; it is heard as input, so the draft is kept.
  #insert(words, isBlock = false) {
    this.close();
    const { value, selectionStart: start, selectionEnd: end } = this.text;
    const before = value.slice(0, start), after = value.slice(end);
    const lead = isBlock ? (before.trim() ? (/\n\n$/.test(before) ? "" : /\n$/.test(before) ? "\n" : "\n\n") : "") : /[^\s([]$/.test(before) ? " " : "";
    const tail = isBlock ? (after.startsWith("\n\n") ? "" : "\n\n") : /^\w/.test(after) ? " " : "";
    const whole = lead + words + tail;
    if (!document.execCommand("insertText", false, whole)) {
      this.text.setRangeText(whole, start, end, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

customElements.define("article-picker", ArticlePicker);
