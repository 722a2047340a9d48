// <words-keeper for="article-form">: what is typed and not saved survives a reload, a lost session and a wrong turn, in
// this tab. What comes back brings along which version it was typed on, so that nobody else's save is written over
// unseen. With the attribute typed the page shows what was just sent, and nothing is put in its place.
// Ctrl+S saves, and afterwards the caret and the page are where they were.
const PAUSE = 600;
const PLACE_LASTS = 20000;
// Of one save alone; not part of what an article says.
const PASSING = new Set(["csrfmiddlewaretoken", "compose-mode", "seen", "cared", "note", "is_major", "publish_day", "publish_time"]);

const plain = (value) => value.replaceAll("\r\n", "\n").trim();

class WordsKeeper extends HTMLElement {
  #timer;
  #watch = new AbortController();

  connectedCallback() {
    this.form = document.getElementById(this.getAttribute("for"));
    if (!this.form) return;
    const { signal } = this.#watch;
    this.#comeBack();
    // Controls of the form may stand anywhere on the page.
    document.addEventListener("input", ({ target }) => target.form === this.form && !PASSING.has(target.name) && this.#later(), { signal });
    document.addEventListener("keydown", (event) => this.#saveKey(event), { signal });
    window.addEventListener("submit", ({ target, defaultPrevented }) => {
      if (target === this.form && !defaultPrevented) this.#keep(this.#place());
    }, { signal });
    window.addEventListener("pagehide", () => this.#timer && this.#keep(), { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#watch.abort();
  }

  get #key() { return `words:${location.pathname}`; }

  get #fields() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  }

  #comeBack() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(this.#key)); } catch { /* nothing that can be read */ }
    if (!kept || this.hasAttribute("typed")) return;
    const there = new Map(this.#fields);
    const words = kept.fields.filter(([name]) => !PASSING.has(name));
    if (words.every(([name, value]) => plain(value) === plain(there.get(name) ?? ""))) {
      sessionStorage.removeItem(this.#key);
      if (kept.place && Date.now() - kept.place.at < PLACE_LASTS) this.#goTo(kept.place);
      return;
    }
    for (const [name, value] of kept.fields) {
      const control = this.form.elements[name];
      if (control && control.type !== "checkbox" && name !== "compose-mode") control.value = value;
    }
    this.#say(`Unsaved changes of ${kept.time} are back.`, true);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #keep(place) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ fields: this.#fields, time, place }));
    } catch {
      return this.#say("Not saved yet", false);
    }
    if (!place) this.#say("Not saved yet, kept in this tab", false);
  }

  #say(sentence, discards) {
    if (this.firstChild?.textContent === sentence) return;
    this.replaceChildren(sentence);
    if (!discards) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--link";
    button.textContent = "Discard them";
    button.addEventListener("click", () => {
      sessionStorage.removeItem(this.#key);
      location.assign(location.pathname);
    });
    this.append(" ", button);
  }

  #saveKey(event) {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.form.requestSubmit(document.querySelector(`[form="${this.form.id}"][data-main]`));
  }

  #place() {
    const { id, selectionStart, selectionEnd, scrollTop } = document.activeElement;
    const text = id && selectionStart !== undefined ? { id, selectionStart, selectionEnd, scrollTop } : null;
    return { at: Date.now(), text, page: scrollY, detail: document.getElementById("detail")?.scrollTop };
  }

  #goTo({ text, page, detail }) {
    const control = text && document.getElementById(text.id);
    if (control) {
      control.focus({ preventScroll: true });
      control.setSelectionRange?.(text.selectionStart, text.selectionEnd);
      control.scrollTop = text.scrollTop;
    }
    scrollTo(0, page);
    document.getElementById("detail")?.scrollTo(0, detail ?? 0);
  }
}

customElements.define("words-keeper", WordsKeeper);
