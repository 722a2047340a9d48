// <for-a-while seconds="10">: what it holds can be done for so long. Then it goes; who stood on it stands on the
// nearest heading. Without the script it stays, and the server says that it is too late.
class ForAWhile extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#timer = setTimeout(() => this.#leave(), Number(this.getAttribute("seconds")) * 1000);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #leave() {
    const heading = this.contains(document.activeElement) ? document.querySelector("h1") : null;
    this.remove();
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
}

customElements.define("for-a-while", ForAWhile);
