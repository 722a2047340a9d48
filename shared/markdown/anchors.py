"""The ids of headings: made of their words, so that a link to one survives a change elsewhere on the page."""

from django.utils.text import slugify

# The page around the article has ids of its own, and nothing that an author writes may take one of them.
PREFIX = "s-"
_LONGEST = 60


def anchor(words: str) -> str:
    """Return the id for a heading of these words, or of what a link calls it."""
    return PREFIX + (slugify(words.removeprefix(PREFIX), allow_unicode=True)[:_LONGEST].strip("-_") or "section")


class Anchors:
    """The ids of one article; a second heading of the same words gets a number."""

    def __init__(self):
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def add(self, words: str) -> str:
        """Return a new id."""
        wanted = made = anchor(words)
        while made in self._taken:
            self._last[wanted] = self._last.get(wanted, 1) + 1
            made = f"{wanted}-{self._last[wanted]}"
        self._taken.add(made)
        return made
