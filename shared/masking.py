"""Taking out of a text what tells who somebody is, where the rest of the text is worth keeping."""

import re

# Generous on purpose: what merely looks like an address is no loss.
EMAIL = re.compile(r"[^\s<>\"'(),;:\[\]@]{1,80}@[^\s<>\"'(),;:\[\]@.]{1,80}(?:\.[^\s<>\"'(),;:\[\]@.]{1,80}){1,6}")
# Order numbers, telephone numbers, cards: digits that may be grouped by single signs.
LONG_NUMBER = re.compile(r"\+?\d(?:[ ./()-]{0,2}\d){4,}")
GAP = "…"


def mask(text: str) -> str:
    """Return a text without e-mail addresses and numbers of five digits or more."""
    return LONG_NUMBER.sub(GAP, EMAIL.sub(GAP, text))
