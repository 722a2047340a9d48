"""One slip of the finger in one word, the same in every run."""

import random
import re
import string
from hashlib import sha256

_WORD = re.compile(r"[^\W\d_]{4,}")
_EDITS = {
    "insert": lambda word, at, letter: word[:at] + letter + word[at:],
    "delete": lambda word, at, letter: word[:at] + word[at + 1 :],
    "substitute": lambda word, at, letter: word[:at] + letter + word[at + 1 :],
    "transpose": lambda word, at, letter: word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
}


def slip(text: str) -> str:
    """Return a text with one letter too many, too few, wrong, or two swapped, in a random word of at least four.

    A text without such a word comes back as it is.
    """
    rng = random.Random(sha256(text.encode()).hexdigest())
    words = list(_WORD.finditer(text))
    if not words:
        return text
    match = rng.choice(words)
    word = changed = match[0]
    while changed.lower() == word.lower():
        edit = rng.choice(list(_EDITS.values()))
        changed = edit(word, rng.randrange(len(word)), rng.choice(string.ascii_lowercase))
    return text[: match.start()] + changed + text[match.end() :]
