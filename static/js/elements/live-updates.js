// <live-updates pass="…" user="7" at="…" stream="/events" ask="/live/">: what happens while a page is open.
// The tabs of a browser share one line: one of them holds it and passes on what it hears; when it closes, the next
// one takes over. Every letter becomes an event "live" of the document: { kind, event, data }.
// The attribute state says how it is: "stream", "polling", "off" (signed out), or "shared" where another tab listens.
import { Line } from "live-line";

const REMEMBERED = 60000; // what a tab that has just opened may have missed

class LiveUpdates extends HTMLElement {
  #line; #channel; #release; #known = new Set(); #recent = [];
  #leaving = () => this.#stop();
  #returning = ({ persisted }) => persisted && this.#start({ asks: true });
  #online = () => this.#line?.now();
  #offline = () => this.#line?.lost();

  connectedCallback() {
    if (!this.getAttribute("pass")) return;
    this.last = 0;
    window.addEventListener("pagehide", this.#leaving);
    window.addEventListener("pageshow", this.#returning);
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#offline);
    this.#start();
  }

  disconnectedCallback() {
    window.removeEventListener("pagehide", this.#leaving);
    window.removeEventListener("pageshow", this.#returning);
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#offline);
    this.#stop();
  }

  // Without locks or channels every tab has a line of its own; the server allows a dozen.
  #start({ asks = false } = {}) {
    const name = `live:${this.getAttribute("user")}`;
    if (!("BroadcastChannel" in window) || !navigator.locks) return this.#lead(asks);
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#passedOn(data);
    this.#channel.postMessage({ joined: true });
    this.setAttribute("state", "shared");
    const stop = new AbortController();
    this.#release = () => stop.abort();
    navigator.locks.request(name, { signal: stop.signal }, () => new Promise((done) => {
      this.#release = done;
      this.#lead(asks || this.last > 0);
    })).catch(() => {}); // given up before it was this tab's turn
  }

  #stop() {
    this.#line?.stop();
    this.#line = null;
    this.#release?.();
    this.#channel?.close();
    this.#channel = null;
  }

  #lead(asks) {
    this.#line = new Line({
      stream: this.getAttribute("stream"), ask: this.getAttribute("ask"), pass: this.getAttribute("pass"),
      user: Number(this.getAttribute("user")), at: this.getAttribute("at"),
      heard: (letter) => this.#heard(letter), changed: (state) => this.setAttribute("state", state),
    });
    this.#line.start({ after: this.last, asks });
  }

  #heard(letter) {
    this.#channel?.postMessage({ letter });
    const now = Date.now();
    this.#recent = [...this.#recent.filter(({ at }) => now - at < REMEMBERED), { letter, at: now }];
    this.#take(letter);
  }

  #passedOn({ letter, joined }) {
    if (letter) this.#take(letter);
    if (joined && this.#line) for (const { letter } of this.#recent) this.#channel.postMessage({ letter });
  }

  #take(letter) {
    if (letter.event) {
      if (this.#known.has(letter.event)) return;
      this.#known.add(letter.event);
      this.last = Math.max(this.last, letter.event);
    }
    document.dispatchEvent(new CustomEvent("live", { detail: letter }));
  }
}

customElements.define("live-updates", LiveUpdates);
