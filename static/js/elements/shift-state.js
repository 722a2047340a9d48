// <shift-state coming='[[3600,"Off shift now, back Mon 04:00 your time",false]]'>: whether somebody is there. It says
// by itself what becomes true while the page is open; seconds and not moments, because clocks of computers are wrong.
const LONGEST = 2 ** 31 - 1;

class ShiftState extends HTMLElement {
  #shownAt = Date.now();
  #timer;

  connectedCallback() {
    this.#tell();
    addEventListener("pageshow", this);
    document.addEventListener("visibilitychange", this);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    removeEventListener("pageshow", this);
    document.removeEventListener("visibilitychange", this);
  }

  handleEvent() {
    this.#tell();
  }

  #tell() {
    const passed = (Date.now() - this.#shownAt) / 1000;
    const coming = JSON.parse(this.getAttribute("coming"));
    const [, words, isOn] = coming.findLast(([after]) => after <= passed) ?? [0, null];
    if (words !== null && words !== this.textContent) {
      this.textContent = words;
      this.toggleAttribute("on", isOn);
    }
    clearTimeout(this.#timer);
    const next = coming.find(([after]) => after > passed);
    if (next) this.#timer = setTimeout(() => this.#tell(), Math.min((next[0] - passed) * 1000 + 50, LONGEST));
  }
}

customElements.define("shift-state", ShiftState);
