// <markdown-bar for="id_body"><div role="toolbar" hidden><button data-mark="bold">…: writes Markdown around what is
// selected. One stop for Tab, arrows between the buttons; whatever it writes, Ctrl+Z takes back.
const STARTS = { heading: "## ", list: "- ", steps: "1. ", callout: "> " };
const TABLE = "| Column | Column |\n| --- | --- |\n| Cell | Cell |\n";

class MarkdownBar extends HTMLElement {
  connectedCallback() {
    this.text = document.getElementById(this.getAttribute("for"));
    this.bar = this.querySelector('[role="toolbar"]');
    if (!this.text || !this.bar) return;
    this.bar.hidden = false;
    this.buttons = [...this.bar.querySelectorAll("[data-mark]")];
    this.buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
    this.bar.addEventListener("click", ({ target }) => this.#write(target.closest("[data-mark]")?.dataset.mark));
    this.bar.addEventListener("keydown", (event) => this.#walk(event));
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "b" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      this.#write("bold");
    });
  }

  #walk(event) {
    const here = this.buttons.indexOf(document.activeElement);
    const last = this.buttons.length - 1;
    const to = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here ? here - 1 : last, Home: 0, End: last }[event.key];
    if (here < 0 || to === undefined) return;
    event.preventDefault();
    this.buttons[here].tabIndex = -1;
    this.buttons[to].tabIndex = 0;
    this.buttons[to].focus();
  }

  #write(mark) {
    if (!mark) return;
    const { selectionStart: from, selectionEnd: to, value } = this.text;
    const chosen = value.slice(from, to);
    if (mark === "bold") this.#around("**", chosen || "bold words", "**");
    else if (mark === "link") this.#link(chosen);
    else if (mark === "code" && !chosen.includes("\n")) this.#around("`", chosen || "code", "`");
    else if (mark === "code") this.#block(`\`\`\`\n${chosen.trimEnd()}\n\`\`\`\n`);
    else if (mark === "table") this.#block(TABLE, 2, 6);
    else this.#lines(mark);
  }

  #link(chosen) {
    const isAddress = /^https?:\/\/\S+$/.test(chosen);
    if (isAddress) return this.#around("[", "words", `](${chosen})`);
    this.#put(`[${chosen || "words"}](https://)`);
    const end = this.text.selectionEnd - 1;
    this.text.setSelectionRange(end - "https://".length, end);
  }

  #around(before, words, after) {
    this.#put(before + words + after);
    const end = this.text.selectionEnd - after.length;
    this.text.setSelectionRange(end - words.length, end);
  }

  // Whole lines get their beginning; once more takes it away.
  #lines(mark) {
    const { value } = this.text;
    const from = value.lastIndexOf("\n", this.text.selectionStart - 1) + 1;
    const end = value.indexOf("\n", this.text.selectionEnd);
    const to = end < 0 ? value.length : end;
    const start = STARTS[mark];
    const lines = value.slice(from, to).split("\n");
    const marked = lines.every((line) => line.startsWith(start));
    const written = lines.map((line, place) =>
      marked ? line.slice(start.length) : (mark === "steps" ? `${place + 1}. ` : start) + line);
    if (mark === "callout" && !marked) written.unshift("> [!TIP]");
    this.text.setSelectionRange(from, to);
    this.#put(written.join("\n"));
  }

  // A block stands between empty lines.
  #block(block, select, end) {
    const { selectionStart: from, value } = this.text;
    const gap = !from || value.slice(0, from).endsWith("\n\n") ? "" : value[from - 1] === "\n" ? "\n" : "\n\n";
    this.#put(gap + block);
    if (select) this.text.setSelectionRange(from + gap.length + select, from + gap.length + select + end);
  }

  #put(words) {
    this.text.focus();
    // The old way in, because it is the only one that Ctrl+Z knows.
    if (document.execCommand("insertText", false, words)) return;
    this.text.setRangeText(words, this.text.selectionStart, this.text.selectionEnd, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("markdown-bar", MarkdownBar);
