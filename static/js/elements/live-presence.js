// <live-presence ticket="1042" user="7" src="/live/tickets/1042/">: says who else looks at a ticket or writes in it,
// and lets them know of this reader. Only pages that are seen say that somebody is there.
import { say } from "live-status";

const AGAIN = 20000;
const STILL_WRITING = 8000; // after the last key
const DOINGS = { looking: "is looking", reply: "is writing a reply", note: "is writing a note" };
// A swap replaces the element, not the people: ticket → who was there.
const known = new Map();

class LivePresence extends HTMLElement {
  #again; #pause; #doing = "looking"; #writers = new Set();
  #hears = ({ detail }) => detail.kind === "presence" && this.#show(detail.data);
  #seen = () => (document.visibilityState === "visible" ? this.#stay() : clearTimeout(this.#again));
  #leaves = () => this.#post("", true);
  #types = ({ target }) => this.#typed(target);

  connectedCallback() {
    this.#show({ ticket: this.#ticket, people: known.get(this.#ticket) ?? [] });
    document.addEventListener("live", this.#hears);
    document.addEventListener("visibilitychange", this.#seen);
    document.addEventListener("input", this.#types);
    window.addEventListener("pagehide", this.#leaves);
    this.#seen();
  }

  disconnectedCallback() {
    clearTimeout(this.#again);
    clearTimeout(this.#pause);
    document.removeEventListener("live", this.#hears);
    document.removeEventListener("visibilitychange", this.#seen);
    document.removeEventListener("input", this.#types);
    window.removeEventListener("pagehide", this.#leaves);
  }

  get #ticket() { return Number(this.getAttribute("ticket")); }

  #typed(field) {
    const form = field.closest?.(".composer form");
    if (!form || field.name !== "body") return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#does("looking"), STILL_WRITING);
    this.#does(form.action.includes("/notes/") ? "note" : "reply");
  }

  #does(doing) {
    if (doing === this.#doing) return;
    this.#doing = doing;
    this.#stay();
  }

  async #stay() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#seen(), AGAIN);
    const answer = await this.#post(this.#doing);
    if (answer?.ok && this.isConnected) this.#show((await answer.json()).data);
  }

  #post(doing, keepalive = false) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const body = new URLSearchParams({ doing });
    return fetch(this.getAttribute("src"), { method: "POST", body, headers, keepalive, redirect: "manual" }).catch(() => null);
  }

  #show({ ticket, people }) {
    if (ticket !== this.#ticket) return;
    known.set(ticket, people);
    const others = people.filter(({ id }) => id !== Number(this.getAttribute("user")));
    const told = Object.entries(DOINGS).flatMap(([doing, words]) => sentence(others.filter((one) => one.doing === doing), words));
    this.hidden = told.length === 0;
    if (this.textContent !== told.join(" · ")) this.textContent = told.join(" · ");
    this.#announce(others.filter(({ doing }) => doing !== "looking"));
  }

  // Who begins to write is worth a word, once; who only looks is not.
  #announce(writers) {
    for (const { id, name, doing } of writers) if (!this.#writers.has(id)) say(`${name} ${DOINGS[doing]}.`);
    this.#writers = new Set(writers.map(({ id }) => id));
  }
}

function sentence(people, words) {
  if (people.length === 0) return [];
  const [first, second] = people.map(({ name }) => name.split(" ")[0]);
  const plural = words.replace(/^is/, "are");
  if (people.length === 1) return [`${first} ${words}`];
  return [people.length === 2 ? `${first} and ${second} ${plural}` : `${first} and ${people.length - 1} others ${plural}`];
}

customElements.define("live-presence", LivePresence);
