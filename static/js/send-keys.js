// Ctrl+Enter or Cmd+Enter in a composer sends it, with its primary button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.isComposing) return;
  const form = event.target.closest?.(".composer form, form[data-send-keys]");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".button--primary"));
});
