// <held-reply seconds="8" hx-trigger="over">: counts a held reply down in [data-countdown] and then asks for the page
// again, which shows it as sent or says why it was not. It waits while somebody is at a question of the ticket, and
// asks once more where sending takes longer. Without the script both buttons work all the same.
const ON_ITS_WAY = 1500; // what the sender usually needs

class HeldReply extends HTMLElement {
  #timer;

  connectedCallback() {
    this.words = this.querySelector("[data-countdown]");
    this.end = Date.now() + Number(this.getAttribute("seconds")) * 1000;
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #tick() {
    const seconds = Math.ceil((this.end - Date.now()) / 1000);
    this.words.textContent = seconds > 0 ? `Sending in ${seconds} s` : "Sending…";
    this.#timer = setTimeout(() => (seconds > 0 ? this.#tick() : this.#over()), seconds > 0 ? 500 : ON_ITS_WAY);
  }

  #over() {
    const ticket = this.closest("#ticket");
    const busy = ticket?.querySelector("details.panel[open]") || ticket?.querySelector(":is(input, select):focus");
    if (!busy) this.dispatchEvent(new Event("over"));
    this.#timer = setTimeout(() => this.#over(), ON_ITS_WAY);
  }
}

customElements.define("held-reply", HeldReply);
