// <file-drop for="id_body"><form enctype="multipart/form-data">…: adds files one after the other while somebody goes on
// writing. Chosen, dropped here or on the text, or pasted into the text; each with its progress and a way to stop it.
// What was added is written into the text where the caret is. Without a script the form does it.
const LATER = 4000;

const carriesFiles = (transfer) => transfer && [...transfer.types].includes("Files");

class FileDrop extends HTMLElement {
  #queue = [];
  #running = null;
  #watch = new AbortController();

  connectedCallback() {
    this.form = this.querySelector("form[enctype]");
    this.text = document.getElementById(this.getAttribute("for"));
    this.uploads = this.querySelector("[data-uploads]");
    this.said = this.querySelector("[data-said]");
    if (!this.form || !this.text) return;
    const { signal } = this.#watch;
    const input = this.form.elements.file;
    input.addEventListener("change", () => {
      this.#add(input.files);
      input.value = "";
    }, { signal });
    this.form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    for (const place of [this, this.text]) this.#takeDrops(place, signal);
    this.text.addEventListener("paste", (event) => this.#paste(event), { signal });
    this.addEventListener("click", ({ target }) => this.#clicked(target), { signal });
    // A file dropped beside the box would take the browser, and what was written, to that file.
    for (const name of ["dragover", "drop"]) {
      window.addEventListener(name, (event) => carriesFiles(event.dataTransfer) && event.preventDefault(), { signal });
    }
    window.addEventListener("beforeunload", (event) => this.#running && event.preventDefault(), { signal });
  }

  disconnectedCallback() {
    this.#watch.abort();
    this.#running?.abort();
  }

  #takeDrops(place, signal) {
    const over = (is) => this.classList.toggle("file-drop--over", is);
    place.addEventListener("dragover", (event) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      over(true);
    }, { signal });
    place.addEventListener("dragleave", () => over(false), { signal });
    place.addEventListener("drop", (event) => {
      over(false);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      this.#add(event.dataTransfer.files);
    }, { signal });
  }

  // A table out of a spreadsheet comes as words and as a picture of them: the words are meant.
  #paste(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    const now = new Date().toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");
    this.#add([...files].map((file) => file.name === "image.png" ? new File([file], `picture-${now}.png`, { type: file.type }) : file));
  }

  #add(files) {
    for (const file of files) {
      const row = this.#row(file);
      const largest = Number(this.dataset.largest);
      if (file.size > largest) this.#failed(row, `${file.name} is larger than ${Math.round(largest / 1048576)} MB. Make it smaller and add it again.`);
      else this.#queue.push(row);
    }
    this.#next();
  }

  // Built of elements and texts: the name of a file is anybody's.
  #row(file) {
    const row = document.createElement("li");
    row.className = "file-drop__upload";
    const name = document.createElement("span");
    name.className = "file-drop__name";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `Adding ${file.name}`);
    const share = document.createElement("span");
    share.className = "file-drop__share";
    share.textContent = "Waiting";
    const stop = this.#button("Cancel", file.name, () => this.#cancel(row));
    row.append(name, bar, share, stop);
    Object.assign(row, { file, bar, share });
    this.uploads.append(row);
    return row;
  }

  #button(label, name, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small button--quiet";
    button.textContent = label;
    button.setAttribute("aria-label", `${label} ${name}`);
    button.addEventListener("click", act);
    return button;
  }

  #next() {
    const row = !this.#running && this.#queue.shift();
    if (!row) return;
    const request = this.#running = new XMLHttpRequest(); // fetch does not tell how far a file has got
    row.request = request;
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return;
      row.bar.value = Math.floor(loaded / total * 100);
      row.share.textContent = loaded < total ? `${row.bar.value} %` : "Checking…";
    });
    request.addEventListener("loadend", () => {
      this.#running = null;
      if (!row.stopped) this.#answered(row, request);
      this.#next();
    });
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.append("file", row.file, row.file.name);
    row.share.textContent = "0 %";
    request.send(body);
  }

  #answered(row, request) {
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { /* a page, or nothing */ }
    const [added] = answer?.files ?? [];
    if (added) return this.#added(row, added);
    const { name } = row.file;
    const why = answer?.errors?.[0]
      ?? ([401, 403].includes(request.status) ? `${name} was not added: you are signed out. Sign in in another tab, then try again.`
        : request.status === 413 ? `${name} was not added: it is too large.`
        : request.status ? `${name} was not added: something went wrong here.` : `${name} was not added: the connection broke.`);
    this.#failed(row, why, !answer);
  }

  #added(row, added) {
    row.remove();
    this.#write(added.markdown);
    this.said.textContent = `${added.name} added.`;
    window.htmx?.ajax("GET", this.form.action, { target: "#file-list", swap: "outerHTML" });
  }

  #failed(row, why, again = false) {
    const words = document.createElement("span");
    words.className = "file-drop__error";
    words.setAttribute("role", "alert");
    const { file } = row;
    row.replaceChildren(words, this.#button("Dismiss", file.name, () => row.remove()));
    words.textContent = why;
    if (again) words.after(this.#button("Try again", file.name, () => { row.remove(); this.#add([file]); }));
  }

  #cancel(row) {
    row.stopped = true;
    this.#queue = this.#queue.filter((other) => other !== row);
    if (row.request === this.#running) this.#running?.abort();
    const { name } = row.file;
    row.replaceChildren(`${name} cancelled.`);
    this.said.textContent = `${name} cancelled.`;
    this.form.elements.file.focus();
    setTimeout(() => row.remove(), LATER);
  }

  #clicked(target) {
    const words = target.closest("[data-insert]")?.dataset.insert;
    if (words) this.#write(words);
  }

  #write(words) {
    const { selectionStart: at, value } = this.text;
    // Two in a row stand on lines of their own.
    const gap = at && value.slice(0, at).endsWith(")") ? "\n" : "";
    const isElsewhere = document.activeElement !== this.text && !this.contains(document.activeElement) && document.activeElement !== document.body;
    if (!isElsewhere) this.text.focus({ preventScroll: true });
    // The old way in, because it is the only one that Ctrl+Z knows; it writes where the focus is.
    if (document.activeElement === this.text && document.execCommand("insertText", false, gap + words)) return;
    this.text.setRangeText(gap + words, at, this.text.selectionEnd, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("file-drop", FileDrop);
