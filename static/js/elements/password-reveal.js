// <password-reveal><input type="password"></password-reveal> gets a button that shows what is typed.
class PasswordReveal extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? "Hide" : "Show";
      button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
    };
    show(false);
    button.addEventListener("click", () => show(input.type === "password"));
    // A shown password must not be sent as text, or the browser may remember it as an ordinary entry.
    input.form?.addEventListener("submit", () => show(false));
    this.append(button);
    this.toggleAttribute("ready", true);
  }
}

customElements.define("password-reveal", PasswordReveal);
