// <markdown-bar for="id_body"><div role="toolbar" hidden><button data-mark="bold">… writes Markdown around what is
// selected; without for into the text beside it. One stop for Tab, arrows between the buttons; whatever it writes,
// Ctrl+Z takes back. With src="…" and its two buttons it shows the words as they will be read, and goes back to
// writing with the caret where it was.
const LINES = {
  heading: [/^## /, () => "## "],
  list: [/^- /, () => "- "],
  steps: [/^\d+\. /, (place) => `${place + 1}. `],
  quote: [/^> /, () => "> "],
  callout: [/^> /, () => "> "],
};
const AROUND = { bold: "**", italic: "*" };
const KEYS = { b: "bold", i: "italic", k: "link" };
const TABLE = "| Column | Column |\n| --- | --- |\n| Cell | Cell |\n";
const NO_PREVIEW = "The preview did not load. Nothing you typed is lost.";

class MarkdownBar extends HTMLElement {
  #place = null; // caret and scrolling of the text, while the preview stands in its place

  connectedCallback() {
    const id = this.getAttribute("for");
    this.text = id ? document.getElementById(id) : this.parentNode.querySelector("textarea");
    this.bar = this.querySelector('[role="toolbar"]');
    if (!this.text || !this.bar) return;
    this.shown = this.querySelector("[data-shown]");
    this.bar.hidden = false;
    this.#rove();
    this.bar.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
    this.bar.addEventListener("keydown", (event) => this.#walk(event));
    this.addEventListener("keydown", (event) => this.#leave(event));
    this.text.addEventListener("keydown", (event) => this.#typed(event));
  }

  get #buttons() { return [...this.bar.querySelectorAll("button:not([hidden])")]; }

  #press(button) {
    if (!button) return;
    if (button.dataset.mark) this.#write(button.dataset.mark);
    else if ("preview" in button.dataset) this.#preview();
    else this.#back();
  }

  #typed(event) {
    const mark = KEYS[event.key.toLowerCase()];
    if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    // Where there is a palette, Ctrl+K opens it.
    if (mark === "link" && document.querySelector("command-palette")) return;
    event.preventDefault();
    this.#write(mark);
  }

  #rove(to = this.#buttons[0]) {
    for (const button of this.bar.querySelectorAll("button")) button.tabIndex = button === to ? 0 : -1;
  }

  #walk(event) {
    const all = this.#buttons;
    const here = all.indexOf(document.activeElement);
    const last = all.length - 1;
    const to = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here ? here - 1 : last, Home: 0, End: last }[event.key];
    if (here < 0 || to === undefined) return;
    event.preventDefault();
    this.#rove(all[to]);
    all[to].focus();
  }

  async #preview() {
    const { selectionStart, selectionEnd, scrollTop, offsetHeight } = this.text;
    this.#place = { selectionStart, selectionEnd, scrollTop };
    this.shown.style.minBlockSize = `${offsetHeight}px`; // nothing moves
    this.shown.replaceChildren();
    this.#show(true);
    this.bar.querySelector("[data-write]").focus();
    const answer = await fetch(this.getAttribute("src"), {
      method: "POST", body: new URLSearchParams({ body: this.text.value }),
      headers: JSON.parse(document.body.getAttribute("hx-headers")),
    }).catch(() => null);
    if (!this.#place) return; // back to writing meanwhile
    if (answer?.ok) this.shown.innerHTML = await answer.text();
    else this.shown.textContent = NO_PREVIEW;
  }

  #back() {
    const { selectionStart, selectionEnd, scrollTop } = this.#place;
    this.#place = null;
    this.#show(false);
    this.text.focus();
    this.text.setSelectionRange(selectionStart, selectionEnd);
    this.text.scrollTop = scrollTop;
  }

  #show(isPreview) {
    this.shown.hidden = !isPreview;
    this.text.hidden = isPreview;
    for (const button of this.bar.querySelectorAll("button")) button.hidden = isPreview !== ("write" in button.dataset);
    this.#rove();
  }

  #leave(event) {
    if (event.key !== "Escape" || !this.#place || event.isComposing) return;
    event.preventDefault();
    this.#back();
  }

  #write(mark) {
    const { selectionStart: from, selectionEnd: to, value } = this.text;
    const chosen = value.slice(from, to);
    if (AROUND[mark]) this.#emphasise(AROUND[mark], `${mark} words`);
    else if (mark === "link") this.#link(chosen);
    else if (mark === "code" && !chosen.includes("\n")) this.#around("`", chosen || "code", "`");
    else if (mark === "code") this.#block(`\`\`\`\n${chosen.trimEnd()}\n\`\`\`\n`);
    else if (mark === "table") this.#block(TABLE, 2, 6);
    else this.#lines(mark);
  }

  // Around the words and not the spaces at their ends, where marks mean nothing; once more takes the marks away.
  #emphasise(marks, placeholder) {
    let { selectionStart: from, selectionEnd: to } = this.text;
    const { value } = this.text;
    while (from < to && /\s/.test(value[from])) from += 1;
    while (from < to && /\s/.test(value[to - 1])) to -= 1;
    const words = value.slice(from, to);
    const before = value.slice(0, from).match(/\**$/)[0].length;
    const after = value.slice(to).match(/^\**/)[0].length;
    const stars = Math.min(before, after);
    const isMarked = words && (marks.length === 2 ? stars >= 2 : stars % 2 === 1);
    const edge = isMarked ? marks.length : 0;
    this.text.setSelectionRange(from - edge, to + edge);
    if (isMarked) this.#around("", words, "");
    else this.#around(marks, words || placeholder, marks);
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
    const [beginning, begin] = LINES[mark];
    const lines = value.slice(from, to).split("\n");
    const isMarked = lines.every((line) => beginning.test(line));
    const written = lines.map((line, place) => (isMarked ? line.replace(beginning, "") : begin(place) + line));
    if (mark === "callout" && !isMarked) written.unshift("> [!TIP]");
    this.text.setSelectionRange(from, to);
    this.#put(written.join("\n"));
    if (lines.length > 1) this.text.setSelectionRange(from, this.text.selectionEnd);
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
    if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
    this.text.setRangeText(words, this.text.selectionStart, this.text.selectionEnd, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("markdown-bar", MarkdownBar);
