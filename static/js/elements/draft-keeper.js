// <draft-keeper save-url="…" kind="reply">: keeps what is typed in the form around it, and says when it did: as soon
// as the typing rests, and every few seconds while it does not. One save follows the other, so that the last one counts.
// With the attribute local it keeps it in this tab instead, for people who are not signed in.
const PAUSE = 1500;
const LONGEST = 5000;
const RETRY = 5000;
const PATIENCE = 20000;
const RELOADED = 10000; // how old what a tab brings along may be
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies on a page that is closing

class DraftKeeper extends HTMLElement {
  #timer;
  #typing = () => this.#later(PAUSE);
  #leaving = () => this.#pending && this.#leave();
  #pending = false;
  #since = 0; // when the oldest of what is not kept yet was typed
  #saving = false;

  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    if (this.hasAttribute("local")) this.#restore();
    else this.#catchUp();
    this.form.addEventListener("input", this.#typing);
    this.form.addEventListener("submit", () => this.#sent());
    window.addEventListener("pagehide", this.#leaving);
    // What was sent and refused is a draft again.
    if (this.form.querySelector('[aria-invalid="true"]')) this.#later(PAUSE);
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
    if (!this.#pending) this.#since = Date.now();
    this.#pending = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), Math.max(0, Math.min(wait, this.#since + LONGEST - Date.now())));
  }

  async #save(closing = false) {
    clearTimeout(this.#timer);
    if (this.#saving && !closing) {
      this.#timer = setTimeout(() => this.#save(), PAUSE);
      return;
    }
    this.#pending = false;
    const fields = this.#fields;
    if (this.hasAttribute("local")) sessionStorage.setItem(this.#key, JSON.stringify(fields));
    if (!this.hasAttribute("save-url")) return this.#tell(true);
    const body = new URLSearchParams([["kind", this.getAttribute("kind") ?? ""], ...fields]);
    const token = this.form.elements.csrfmiddlewaretoken?.value ?? "";
    this.#saving = true;
    const answer = await fetch(this.getAttribute("save-url"), {
      method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" },
      keepalive: closing && String(body).length < KEEPALIVE_LIMIT, signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => null);
    this.#saving = false;
    if (!this.isConnected) return; // another form stands in its place, with these words and newer ones
    if (answer?.status === 401) return this.#say("You are signed out. Sign in when you send this: your words are kept.", false);
    this.#tell(answer?.ok);
    if (!answer?.ok && !closing) this.#later(RETRY);
  }

  // A reload may be answered before what was saved on leaving has arrived: the tab brings it along.
  #leave() {
    sessionStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), fields: this.#fields }));
    this.#save(true);
  }

  #catchUp() {
    const left = JSON.parse(sessionStorage.getItem(this.#key));
    sessionStorage.removeItem(this.#key);
    if (!left || Date.now() - left.at > RELOADED) return;
    for (const [name, value] of left.fields) {
      const field = this.form.elements[name];
      if (!field || field.type === "hidden" || field.value === value) continue;
      field.value = value;
      this.#later(PAUSE);
    }
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
