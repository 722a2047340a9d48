// <live-ticket ticket="1042" seen="77" word="message" words="messages">: says above the composer what came in since the page was made.
// Its link shows it in place; where somebody writes, the focus and the words stay.
import { say } from "live-status";
import { tellTitle } from "live-title";

// One's own act comes back as news before the answer to it has replaced this part of the page.
const OWN = 1500;

class LiveTicket extends HTMLElement {
  #messages = 0; #isChanged = false;
  #hears = ({ detail }) => this.#heard(detail);

  connectedCallback() {
    this.link = this.querySelector("[data-show]");
    this.link.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where it is
    document.addEventListener("live", this.#hears);
    this.#tell();
  }

  disconnectedCallback() { document.removeEventListener("live", this.#hears); }

  #heard({ kind, event, data }) {
    if (kind === "reload") return this.#changed();
    if (kind !== "ticket" || data.ticket !== Number(this.getAttribute("ticket"))) return;
    if (event <= Number(this.getAttribute("seen"))) return;
    setTimeout(() => {
      if (!this.isConnected) return;
      if (data.is_message) this.#messages += 1;
      this.#changed();
    }, data.is_mine ? OWN : 0);
  }

  #changed() {
    this.#isChanged = true;
    this.#tell();
    say(`${this.#words}. It can be shown above the place where you write.`);
  }

  get #words() {
    if (this.#messages === 0) return "This ticket changed";
    return `${this.#messages} new ${this.getAttribute(this.#messages === 1 ? "word" : "words")}`;
  }

  #tell() {
    this.link.hidden = !this.#isChanged;
    this.link.querySelector("[data-words]").textContent = this.#words;
    tellTitle("ticket", this.#messages || Number(this.#isChanged));
  }
}

customElements.define("live-ticket", LiveTicket);
