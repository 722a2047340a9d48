// <copy-button value="#1042"><button hidden>…</button></copy-button>: the button appears where copying works.
class CopyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!navigator.clipboard || !button) return;
    button.hidden = false;
    button.addEventListener("click", () => this.#copy(button.querySelector("span") ?? button));
  }

  async #copy(label) {
    await navigator.clipboard.writeText(this.getAttribute("value"));
    const before = this.dataset.label ??= label.textContent;
    label.textContent = "Copied";
    label.setAttribute("role", "status");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { label.textContent = before; }, 2000);
  }
}

customElements.define("copy-button", CopyButton);
