// <saved-reply-picker id="…" src="…" hidden>: finds saved replies and puts the words of one, filled from the ticket,
// at the caret. If a blank is left in them, it is selected: whoever types fills it.
import { findBlank } from "blank-finder";
import { TextPicker } from "text-picker";

class SavedReplyPicker extends TextPicker {
  get failed() { return "The saved replies could not be searched just now."; }

  inserted(from, to) {
    const blank = findBlank(this.text.value, from);
    if (blank && blank.end <= to) this.text.setSelectionRange(blank.start, blank.end);
  }
}

customElements.define("saved-reply-picker", SavedReplyPicker);
