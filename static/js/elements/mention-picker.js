// <mention-picker id="…" src="…" role="listbox" hidden> below the textarea of a note: after an @ it offers colleagues
// who may read the ticket. The caret stays in the text: arrows choose, Enter or Tab writes the name, Escape closes.
const PAUSE = 120;
const BEGUN = /(?:^|[^\p{L}\p{N}_@])@((?:\p{L}[^@\n]{0,40})?)$/u;

class MentionPicker extends HTMLElement {
  #timer;
  #request;
  // Where an @ stands that is done with, and what was typed after it when nobody was found.
  #done = -1;
  #nobody = null;

  connectedCallback() {
    this.text = this.closest("form")?.querySelector("textarea");
    if (!this.text) return;
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.setAttribute("aria-controls", this.id);
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("keydown", (event) => this.#pressed(event));
    this.text.addEventListener("blur", () => this.#close());
    // The text keeps the focus while somebody clicks.
    this.addEventListener("pointerdown", (event) => event.preventDefault());
    this.addEventListener("click", ({ target }) => this.#choose(target.closest("[role=option]")));
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  get #options() { return [...this.querySelectorAll("[role=option]")]; }
  get #active() { return this.querySelector('[aria-selected="true"]'); }

  #begun() {
    const { value, selectionStart, selectionEnd } = this.text;
    const typed = selectionStart === selectionEnd ? BEGUN.exec(value.slice(0, selectionStart))?.[1] : undefined;
    return typed === undefined ? null : { at: selectionStart - typed.length, typed };
  }

  #typed() {
    clearTimeout(this.#timer);
    const begun = this.#begun();
    if (begun?.at !== this.#done) this.#done = -1; // that @ is gone
    if (!begun) this.#nobody = null;
    if (!begun || begun.at === this.#done || this.#isNobody(begun)) return this.#close();
    this.#timer = setTimeout(() => this.#look(begun), PAUSE);
  }

  // Whoever is not found by "Be" is not found by "Ben".
  #isNobody({ at, typed }) { return this.#nobody?.at === at && typed.startsWith(this.#nobody.typed); }

  async #look(begun) {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", begun.typed);
    const answer = await fetch(url, { signal, headers: { "HX-Request": "true" } }).catch(() => null);
    const found = answer?.ok ? await answer.text() : "";
    if (signal.aborted || document.activeElement !== this.text) return;
    this.innerHTML = found;
    this.#nobody = this.#options.length ? null : begun;
    if (!this.#options.length) return this.#close();
    this.hidden = false;
    this.#select(this.#options[0]);
  }

  #select(option) {
    this.#active?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", option.id);
  }

  #pressed(event) {
    if (this.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = this.#options;
    const at = all.indexOf(this.#active);
    if (event.key === "ArrowDown") this.#select(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") this.#select(all[(at || all.length) - 1]);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(all[at]);
    else if (event.key === "Escape") this.#finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The old command, because it alone leaves Ctrl+Z working; it is heard as input, so the draft is kept.
  #choose(option) {
    const begun = this.#begun();
    if (!option || !begun) return;
    this.#finish();
    const { value, selectionEnd: end } = this.text;
    const words = option.dataset.name + (/^\s/.test(value.slice(end)) ? "" : " ");
    this.text.setSelectionRange(begun.at, end);
    if (!document.execCommand("insertText", false, words)) {
      this.text.setRangeText(words, begun.at, end, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  #finish() {
    this.#done = this.#begun()?.at ?? -1;
    this.#close();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }
}

customElements.define("mention-picker", MentionPicker);
