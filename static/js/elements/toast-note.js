// <toast-note>: CSS lets it leave by itself; the script adds a way to close it and clears it away afterwards.
class ToastNote extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("[data-close]")) return;
    const close = document.createElement("button");
    close.type = "button";
    close.dataset.close = "";
    close.textContent = "Close";
    close.addEventListener("click", () => this.remove());
    this.append(close);
    this.addEventListener("animationend", (event) => {
      if (event.animationName === "toast-out") this.remove();
    });
  }
}

customElements.define("toast-note", ToastNote);
