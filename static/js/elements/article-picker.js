// <article-picker id="…" src="…" hidden>: finds articles for a reply. Alt+K opens it on the first one found for the
// ticket, Enter inserts a link to it, Shift+Enter its text.
import { TextPicker } from "text-picker";

class ArticlePicker extends TextPicker {
  get failed() { return "The articles could not be searched just now."; }

  // So that the search is known to have led somewhere; nobody waits for it.
  linked(button) { fetch(this.textAddress(button.dataset.text), { keepalive: true }).catch(() => null); }

  textAddress(address) {
    const url = super.textAddress(address);
    url.searchParams.set("key", new URL(this.getAttribute("src"), location.href).searchParams.get("key"));
    return url;
  }
}

customElements.define("article-picker", ArticlePicker);
