// Ctrl+Enter or Cmd+Enter in a composer sends it, with its primary button; with Shift, as a suggested solution.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.(".composer form, form[data-send-keys]");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  const button = form.querySelector(event.shiftKey ? '[data-key="send_solution"]' : ".button--primary");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});
