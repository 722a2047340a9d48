// <article-suggestions src="…" solved="…">: the articles that may answer what is being typed into the form around it.
// It never takes the focus, never moves what is being read, and shows nothing rather than an error.
const FEWEST = 4;
const PAUSE = 300;
const QUIET = 1000; // after which the number of articles is read out
const PATIENCE = 4000;
const BEGINNING = 300;

class ArticleSuggestions extends HTMLElement {
  #asked = "";
  #timer;
  #teller;
  #request;

  connectedCallback() {
    this.form = this.closest("form");
    this.status = this.form?.querySelector("[data-suggestions]");
    if (!this.form) return;
    this.form.addEventListener("input", ({ target }) => {
      if (target.name === "subject" || target.name === "description") this.#typed();
    });
    this.addEventListener("toggle", ({ target }) => this.#toggled(target), true);
    this.addEventListener("focusout", ({ relatedTarget }) => this.contains(relatedTarget) || setTimeout(() => this.#ask()));
    this.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")));
    this.addEventListener("keydown", (event) => {
      const open = event.key === "Escape" && event.target.closest("details[open]");
      if (open) this.#close(open);
    });
    setTimeout(() => this.#ask()); // a draft, or a link that brought its subject along; draft-keeper goes first
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    clearTimeout(this.#teller);
    this.#request?.abort();
  }

  get #question() {
    const { subject, description } = this.form.elements;
    const letters = subject.value.replace(/[^\p{L}\p{N}]/gu, "");
    if (letters.length < FEWEST) return "";
    const about = (description?.value ?? "").slice(0, BEGINNING);
    return String(new URLSearchParams({ q: subject.value, about, key: this.form.elements.form_key.value }));
  }

  // What is being read, or has the focus, stays where it is.
  get #isInUse() {
    return this.contains(document.activeElement) || Boolean(this.querySelector("details[open]"));
  }

  #typed() {
    clearTimeout(this.#timer);
    clearTimeout(this.#teller);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
    this.#teller = setTimeout(() => this.#tell(), QUIET);
  }

  async #ask() {
    const question = this.#question;
    if (question === this.#asked || this.#isInUse) return;
    this.#asked = question;
    this.#request?.abort();
    if (!question) return this.replaceChildren();
    const request = (this.#request = new AbortController());
    const late = setTimeout(() => request.abort(), PATIENCE);
    const found = await this.#fetch(`${this.getAttribute("src")}?${question}`, request.signal);
    clearTimeout(late);
    if (request !== this.#request) return;
    if (this.#isInUse) return void (this.#asked = null); // asked again when it is left
    this.innerHTML = found ?? "";
    this.hidden = !this.querySelector("li");
  }

  async #fetch(address, signal) {
    const answer = await fetch(address, { signal, headers: { "HX-Request": "true" } }).catch(() => null);
    return answer?.ok ? answer.text().catch(() => null) : null;
  }

  #tell() {
    const count = this.querySelectorAll("li").length;
    this.status.textContent = count ? `${count} ${count === 1 ? "article" : "articles"} may help, after the subject` : "";
  }

  async #toggled(article) {
    if (!article.open) return this.#ask();
    if (article.dataset.state) return;
    article.dataset.state = "loading";
    const body = article.querySelector(".suggestion__body");
    const text = await this.#fetch(article.dataset.src);
    article.dataset.state = text === null ? "" : "there";
    if (text !== null) {
      body.innerHTML = text;
      // What leads elsewhere does so beside the form, not in its place.
      for (const link of body.querySelectorAll('a[href]:not([target], [href^="#"])')) link.target = "_blank";
    } else body.firstElementChild.textContent = "This article cannot be opened just now. Close it, then try again.";
  }

  #clicked(button) {
    if (button?.dataset.solved) this.#solve(button.dataset.solved);
    else if (button?.matches("[data-close]")) this.#close(button.closest("details"));
  }

  #close(article) {
    article.open = false;
    article.querySelector("summary").focus();
  }

  // The whole form goes along, so that undo has every word of it. The button is the last of the form and there for a
  // moment only: one that stood before "Submit ticket" would be what the Enter key presses.
  #solve(number) {
    const button = Object.assign(document.createElement("button"), {
      name: "article", value: number, formAction: this.getAttribute("solved"), hidden: true,
    });
    this.form.append(button);
    this.form.requestSubmit(button);
    button.remove();
  }
}

customElements.define("article-suggestions", ArticleSuggestions);
