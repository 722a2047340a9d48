"""What a word is: the same for the text of an article and for a question."""

import re
import unicodedata
from typing import NamedTuple

# One letter before a hyphen belongs to the word: e-mail is email, and people type both.
HYPHENS = "-\u2010\u2011"
_WORD = re.compile(rf"(?<![^\W_])[^\W\d_][{HYPHENS}][^\W\d_]+|[^\W_]+")
_WITHOUT_HYPHENS = str.maketrans("", "", HYPHENS)
# Longer ones are no words: keys, file contents.
_LONGEST = 60


class Token(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    word: str
    start: int
    end: int


def tidy(text: str) -> str:
    """Return a text on one line in the form in which words are looked for."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def tokens(text: str) -> list[Token]:
    """Return the words of a tidy text with their places."""
    return [Token(word, match.start(), match.end()) for match in _WORD.finditer(text) if (word := fold(match[0]))]


def words(text: str) -> list[str]:
    """Return the words of any text, folded."""
    return [token.word for token in tokens(tidy(text))]


def fold(word: str) -> str:
    """Fold capitals and accents: Größe and grosse, Café and cafe are one word."""
    word = word.translate(_WITHOUT_HYPHENS)
    if word.isascii():
        return word.lower()[:_LONGEST]
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if letter.isalnum())[:_LONGEST]
