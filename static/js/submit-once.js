// A form that was sent is not sent again until the answer is there. The button says so after a moment and keeps
// its width. It is not disabled: a disabled button would not send its own name and value.
const BUSY_AFTER = 150;

const isSent = (form) => form.dataset.sent === "true";

function sent(form, button) {
  form.dataset.sent = "true";
  const timer = setTimeout(() => showBusy(button), BUSY_AFTER);
  form.addEventListener("submit-once:done", () => clearTimeout(timer), { once: true });
}

function showBusy(button) {
  const label = button?.querySelector(":scope > span");
  if (!label) return;
  button.style.inlineSize = `${button.offsetWidth}px`;
  button.dataset.label = label.textContent;
  label.textContent = button.dataset.busy ?? "Sending…";
  button.setAttribute("aria-busy", "true");
  // Where the words are wider than the button was, the spinner has to do.
  label.classList.toggle("visually-hidden", button.scrollWidth > button.clientWidth);
}

function done(form) {
  delete form.dataset.sent;
  form.dispatchEvent(new Event("submit-once:done"));
  for (const button of form.querySelectorAll('button[aria-busy="true"]')) {
    button.removeAttribute("aria-busy");
    button.style.inlineSize = "";
    const label = button.querySelector(":scope > span");
    label.textContent = button.dataset.label;
    label.classList.remove("visually-hidden");
  }
}

const isGuarded = (form) => form.method === "post" && !form.matches("[data-repeatable]");

// While capturing, so that a second submit is stopped before htmx sees it.
document.addEventListener("submit", (event) => {
  if (!isGuarded(event.target) || !isSent(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// Asked last of all: whoever prevented the submit takes care of it, except htmx, which reports back.
window.addEventListener("submit", ({ target: form, submitter, defaultPrevented }) => {
  if (!isGuarded(form)) return;
  if (!defaultPrevented || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) {
    sent(form, submitter ?? form.querySelector(".button--primary"));
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form) done(form);
});

// htmx knows only the button that was pressed after it had looked at the form; whoever is faster is understood as well.
document.addEventListener("htmx:configRequest", ({ detail: { triggeringEvent, formData } }) => {
  const button = triggeringEvent?.submitter;
  if (button?.name && !formData.has(button.name)) formData.append(button.name, button.value);
});

// Back from the browser's cache the page would still be busy.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(done);
});
