// News is said once, politely, where messages are said. It is no toast: the news itself stays on the page.
export function say(sentence) {
  const status = document.getElementById("status");
  if (!status) return;
  const note = status.querySelector("[data-live]") ?? Object.assign(document.createElement("p"), { className: "visually-hidden" });
  note.dataset.live = "";
  note.textContent = sentence;
  status.append(note);
}
