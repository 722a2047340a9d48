// <live-desk src="/live/desk/">: keeps the numbers of the menu right, and says at the head of a list how many tickets
// came into it. The list itself stays as it is until somebody asks to see them.
import { say } from "live-status";
import { tellTitle } from "live-title";

const SOON = 400;
const NOT_BEFORE = 5000; // between two questions, however much happens
const MOST = 100;

class LiveDesk extends HTMLElement {
  #changed = new Set(); #timer; #askedAt = -NOT_BEFORE; #here = []; #told = 0;
  #hears = ({ detail }) => this.#heard(detail);
  #settled = () => this.#show();

  connectedCallback() {
    document.addEventListener("live", this.#hears);
    document.addEventListener("htmx:afterSettle", this.#settled);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("live", this.#hears);
    document.removeEventListener("htmx:afterSettle", this.#settled);
  }

  get #list() { return document.querySelector("#list[data-list]"); }

  #heard({ kind, data }) {
    if (!["ticket", "counts", "reload"].includes(kind)) return;
    if (kind === "ticket") this.#changed.add(data.ticket);
    if (this.#timer) return;
    const wait = Math.max(SOON, this.#askedAt + NOT_BEFORE - performance.now());
    this.#timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    this.#timer = null;
    this.#askedAt = performance.now();
    const query = new URLSearchParams(this.#list?.dataset.list);
    this.#changed = new Set([...this.#changed].slice(-MOST));
    for (const number of this.#changed) query.append("number", number);
    const answer = await fetch(`${this.getAttribute("src")}?${query}`, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const { counts, here } = await answer.json();
    this.#count(counts);
    this.#here = here;
    this.#show();
  }

  #count(counts) {
    for (const item of document.querySelectorAll(".nav__item[href]")) {
      const count = counts[item.getAttribute("href")];
      if (count === undefined) continue;
      const shown = item.querySelector(".nav__count") ?? item.appendChild(Object.assign(document.createElement("span"), { className: "nav__count" }));
      if (shown.textContent !== String(count)) shown.textContent = count;
    }
  }

  #show() {
    const list = this.#list;
    if (!list) return;
    const shown = new Set([...list.querySelectorAll(".rows a[href]")].map((row) => Number(row.pathname.match(/(\d+)\/$/)?.[1])));
    const count = this.#here.filter((number) => !shown.has(number)).length;
    const link = list.querySelector("[data-show]");
    if (link) {
      link.hidden = count === 0;
      link.querySelector("[data-words]").textContent = `${count} new`;
    }
    tellTitle("list", count);
    if (count > this.#told) say(`${count} new in this list.`);
    this.#told = count;
  }
}

customElements.define("live-desk", LiveDesk);
