// One line to the server for news: a stream while one can be had, else a question every half minute.
// Whatever ends a stream, the next thing is a question: it brings what was missed and a fresh pass, and then the
// stream is tried again, at once the first time and later with growing pauses.
const PAUSES = [1000, 4000, 15000, 30000];
const SILENCE = 40000; // the server says something every fifteen seconds
const KINDS = ["ticket", "presence", "counts", "reload", "end", "ping", "hello"];

const waited = (pause) => pause * (0.75 + Math.random() / 2); // nobody comes back in step with everybody else

export class Line {
  #source; #timer; #watch; #tries = 0; #stopped = true;

  // heard(letter) is called for each letter, changed(state) with "stream", "polling" or "off".
  constructor({ stream, ask, pass, user, at, heard, changed }) {
    Object.assign(this, { stream, ask, pass, user, at, heard, changed, last: 0 });
  }

  // With a question first, for a page that was not on the line for a while.
  start({ after = 0, asks = false } = {}) {
    this.last = Math.max(this.last, after);
    this.#stopped = false;
    this.#tries = 0;
    if (asks) this.#question();
    else this.#connect();
  }

  stop() {
    this.#stopped = true;
    this.#hangUp();
    clearTimeout(this.#timer);
  }

  // The network is gone: the stream may not notice for long.
  lost() {
    if (this.#source) this.#lost();
  }

  // The network is back: no reason to wait for the next turn.
  now() {
    if (this.#stopped || this.#source) return;
    clearTimeout(this.#timer);
    this.#tries = 0;
    this.#question();
  }

  get #query() { return new URLSearchParams({ pass: this.pass, at: this.at, ...(this.last && { after: this.last }) }); }

  #connect() {
    if (!("EventSource" in window)) return this.#later();
    this.#source = new EventSource(`${this.stream}?${this.#query}`);
    for (const kind of KINDS) this.#source.addEventListener(kind, (event) => this.#said(kind, event));
    this.#source.addEventListener("error", () => this.#lost());
    this.#listen();
  }

  #said(kind, { data }) {
    this.#listen();
    if (kind === "ping") return;
    if (kind === "hello") {
      this.#tries = 0;
      return this.changed("stream");
    }
    if (kind === "end") return this.#lost();
    this.#take(JSON.parse(data));
  }

  #take(letter) {
    this.last = Math.max(this.last, letter.event ?? 0);
    this.heard(letter);
  }

  // A stream that says nothing for so long is held back by something between here and the server.
  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lost(), SILENCE);
  }

  #hangUp() {
    clearTimeout(this.#watch);
    this.#source?.close();
    this.#source = null;
  }

  #lost() {
    this.#hangUp();
    if (!this.#stopped) this.#later();
  }

  #later() {
    if (this.#tries > 0) this.changed("polling");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#question(), waited(PAUSES[Math.min(this.#tries, PAUSES.length - 1)]));
    this.#tries += 1;
  }

  async #question() {
    const query = this.#query;
    query.delete("pass");
    const answer = await fetch(`${this.ask}?${query}`, { redirect: "manual" }).catch(() => null);
    if (this.#stopped) return;
    if (!answer || answer.status >= 500) return this.#later();
    const said = answer.ok ? await answer.json().catch(() => null) : null;
    // Signed out, or somebody else is signed in by now: this page has nothing to be told any more.
    if (said?.user !== this.user) {
      this.stop();
      return this.changed("off");
    }
    this.pass = said.pass;
    for (const letter of said.letters) this.#take(letter);
    this.last = Math.max(this.last, said.last);
    this.#connect();
  }
}
