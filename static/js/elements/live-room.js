// <live-room src="…"> in the manager's room: the tiles count along with what happens; the lists below stay as they are
// until somebody asks for the new ones, so that no tick box moves away under the pointer.
const PAUSE = 1000;

class LiveRoom extends HTMLElement {
  #timer;
  #heard = () => { this.#timer ??= setTimeout(() => this.#look(), PAUSE); };

  connectedCallback() { document.addEventListener("live", this.#heard); }

  disconnectedCallback() {
    document.removeEventListener("live", this.#heard);
    clearTimeout(this.#timer);
  }

  async #look() {
    this.#timer = undefined;
    const answer = await fetch(this.getAttribute("src")).catch(() => null);
    if (!answer?.ok || answer.redirected || !this.isConnected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [now, then] = [page, document].map((one) => one.getElementById("room-tiles"));
    if (!now || !then) return;
    if (!then.contains(document.activeElement)) then.replaceChildren(...now.childNodes);
    const tickets = (one) => [...one.querySelectorAll("#room-lists [name=ticket]")].map((box) => box.value).join();
    this.querySelector("a").hidden = tickets(page) === tickets(document);
  }
}

customElements.define("live-room", LiveRoom);
