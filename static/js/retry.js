// A request of htmx that failed is told where it was made, with a way to try again. Nothing typed is touched.
const WORDS = {
  "htmx:responseError": "That did not work. Nothing you typed is lost.",
  "htmx:sendError": "No connection. Nothing you typed is lost.",
  "htmx:timeout": "That took too long. Nothing you typed is lost.",
};

function tell(event) {
  const source = event.detail.elt;
  if (source.matches("[data-quiet]")) return; // it asks again by itself, and nobody asked it to
  const place = source.closest("form") ?? source;
  if (event.detail.xhr?.status === 401 && place.tagName === "FORM") return signIn(place, event.detail.requestConfig);
  forget(place);
  const pressed = event.detail.requestConfig?.triggeringEvent?.submitter;
  const note = document.createElement("p");
  note.className = "retry";
  note.setAttribute("role", "alert");
  note.append(WORDS[event.type]);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button button--small";
  again.textContent = "Try again";
  again.addEventListener("click", () => {
    note.remove();
    // With the button that was pressed: it may say what kind of answer this is.
    pressed?.focus();
    if (place.tagName === "FORM") place.requestSubmit(pressed?.form === place ? pressed : undefined);
    else window.htmx.trigger(source, source.tagName === "A" || source.tagName === "BUTTON" ? "click" : "change");
  });
  note.append(again);
  // Inside a form it stands at its end; beside anything else, after it.
  if (place.tagName === "FORM") place.append(note);
  else place.after(note);
}

// The session ended meanwhile. Sent again the plain way, the form is answered with the sign-in page, which carries
// the words along.
function signIn(form, request) {
  const button = request?.triggeringEvent?.submitter;
  if (button?.name) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  HTMLFormElement.prototype.submit.call(form);
}

function forget(place) {
  const old = place.tagName === "FORM" ? place.querySelector(":scope > .retry") : place.nextElementSibling;
  if (old?.matches(".retry")) old.remove();
}

for (const type of Object.keys(WORDS)) document.addEventListener(type, tell);
document.addEventListener("htmx:beforeRequest", (event) => forget(event.detail.elt.closest("form") ?? event.detail.elt));
