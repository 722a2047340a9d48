// <running-time since="…">: how long a timer runs, as hours and minutes; it says nothing aloud.
class RunningTime extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#show();
    this.#timer = setInterval(() => this.#show(), 10_000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(this.getAttribute("since"))) / 60_000));
    this.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }
}

customElements.define("running-time", RunningTime);
