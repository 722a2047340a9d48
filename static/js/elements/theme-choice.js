// <theme-choice><form>…</form></theme-choice>: the page changes at once; without a script the form reloads it.
class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button) return;
      event.preventDefault();
      this.#choose(event.target, button);
    });
  }

  async #choose(form, button) {
    document.documentElement.dataset.theme = button.value;
    for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    const body = new FormData(form, button);
    const kept = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    // Sent the plain way the browser shows what went wrong.
    if (!kept?.ok) HTMLFormElement.prototype.submit.call(form);
  }
}

customElements.define("theme-choice", ThemeChoice);
