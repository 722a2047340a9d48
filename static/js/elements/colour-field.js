// <colour-field> holds a colour to type and a colour to pick, and keeps the two the same.
class ColourField extends HTMLElement {
  connectedCallback() {
    const picker = this.querySelector('input[type="color"]');
    const typed = this.querySelector('input:not([type="color"])');
    if (!picker || !typed) return;
    picker.addEventListener("input", () => (typed.value = picker.value));
    typed.addEventListener("input", () => {
      const colour = typed.value.trim().replace(/^#?/, "#");
      if (/^#[0-9a-f]{6}$/i.test(colour)) picker.value = colour;
    });
  }
}

customElements.define("colour-field", ColourField);
