// <saves-itself><form>…<select></form></saves-itself>: a choice made with the pointer is sent at once. With the
// arrow keys somebody only looks through the choices: then Enter sends it, as the button does.
class SavesItself extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    let byKey = false;
    select.addEventListener("pointerdown", () => (byKey = false));
    select.addEventListener("keydown", (event) => {
      byKey = true;
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      select.form.requestSubmit();
    });
    select.addEventListener("change", () => byKey || select.form.requestSubmit());
  }
}

customElements.define("saves-itself", SavesItself);
