// <draft-keeper save-url="…" kind="reply">: keeps what is typed in the form around it, and says when it did.
// With the attribute local it keeps it in this tab instead, for people who are not signed in.
const PAUSE = 1500;
const RETRY = 5000;
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies on a page that is closing

class DraftKeeper extends HTMLElement {
  #timer;
  #typing = () => this.#later(PAUSE);
  #leaving = () => this.#pending && this.#save(true);
  #pending = false;

  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    if (this.hasAttribute("local")) this.#restore();
    this.form.addEventListener("input", this.#typing);
    this.form.addEventListener("submit", () => this.#sent());
    window.addEventListener("pagehide", this.#leaving);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    window.removeEventListener("pagehide", this.#leaving);
  }

  get #key() { return `draft:${location.pathname}:${this.getAttribute("kind") ?? ""}`; }

  // Never files or passwords, and never the token.
  get #fields() {
    return [...new FormData(this.form)].filter(([name, value]) =>
      typeof value === "string" && name !== "csrfmiddlewaretoken" && this.form.elements[name]?.type !== "password");
  }

  #later(wait) {
    this.#pending = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  async #save(closing = false) {
    clearTimeout(this.#timer);
    this.#pending = false;
    const fields = this.#fields;
    if (this.hasAttribute("local")) sessionStorage.setItem(this.#key, JSON.stringify(fields));
    if (!this.hasAttribute("save-url")) return this.#tell(true);
    const body = new URLSearchParams([["kind", this.getAttribute("kind") ?? ""], ...fields]);
    const token = this.form.elements.csrfmiddlewaretoken?.value ?? "";
    const answer = await fetch(this.getAttribute("save-url"), {
      method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" },
      keepalive: closing && String(body).length < KEEPALIVE_LIMIT,
    }).catch(() => null);
    if (answer?.status === 401) return this.#say("You are signed out. Sign in when you send this: your words are kept.", false);
    this.#tell(answer?.ok);
    if (!answer?.ok && !closing) this.#later(RETRY);
  }

  #tell(kept) {
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.#say(kept ? `Draft saved ${time}` : "Not saved. Retrying…", kept);
  }

  #say(sentence, kept) {
    this.textContent = sentence;
    this.classList.toggle("draft-state--failed", !kept);
  }

  #restore() {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(this.#key) ?? "[]")) {
      const field = this.form.elements[name];
      if (field && field.type !== "hidden" && !field.value) field.value = value;
    }
  }

  #sent() {
    clearTimeout(this.#timer);
    this.#pending = false;
    if (this.hasAttribute("local")) sessionStorage.removeItem(this.#key);
  }
}

customElements.define("draft-keeper", DraftKeeper);
