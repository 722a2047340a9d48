// Ctrl+Enter or Cmd+Enter in a composer sends it, with its primary button; with Shift, as a suggested solution.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.(".composer form, form[data-send-keys]");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  const solution = form.querySelector('[name="then"] [value="solution"]');
  if (event.shiftKey && !solution) return;
  if (event.shiftKey) solution.selected = true;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".button--primary"));
});
