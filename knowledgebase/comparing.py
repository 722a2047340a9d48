"""What two wordings of an article differ in, in a way that a person can read.

Pure: it knows texts and no database. Lines are matched first, then the words of those that changed. The library's
matching takes a fraction of a second for two texts of 100,000 characters, whatever stands in them.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

SAME, GONE, NEW = "same", "gone", "new"
# Unchanged lines that stay in sight around a change, and the shortest stretch that is worth folding.
_AROUND = 2
_SHORTEST_FOLD = 4
# Words in common that say nothing if everything around them changed: shorter ones join what is around them.
_FEWEST_LETTERS_IN_COMMON = 4
# Less than this in common, and a passage is one wording in place of another.
_LEAST_IN_COMMON = 0.35
# The matching that keeps most in common needs a bit for each pair; beyond this many, one that needs little is enough.
_MOST_PAIRS = 100_000_000
# No article has so many lines or words; whatever this is, it is not worth seconds.
_FAR_TOO_MANY_PAIRS = 2_000_000_000
_WORDS = re.compile(r"\w+|\n+|[^\S\n]+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of a line: the same, gone, or new."""

    kind: str
    text: str


class Line(NamedTuple):
    """A line of the text with what changed in it; level is that of its heading, 0 if it is none."""

    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is gone or new."""
        return any(piece.kind != SAME for piece in self.pieces)


class Passage(NamedTuple):
    """Lines that follow one another; a folded one has not changed and is long."""

    lines: tuple[Line, ...]
    is_folded: bool


class Said(NamedTuple):
    """A change that one sentence says: what, before and after."""

    label: str
    before: str
    after: str


class Comparison(NamedTuple):
    """Everything that differs: facts in words, and the text."""

    facts: tuple[Said, ...]
    texts: tuple[tuple[str, tuple[Passage, ...]], ...]

    def __bool__(self):
        return bool(self.facts or self.texts)


def compare(before: dict, after: dict) -> Comparison:
    """Compare two wordings, given as {label: words}; what has the label "Article" is compared line by line."""
    facts, texts = [], []
    for label, earlier in before.items():
        later = after[label]
        if earlier == later:
            continue
        if label == "Article":
            texts.append((label, passages(earlier, later)))
        else:
            facts.append(Said(label, earlier, later))
    return Comparison(tuple(facts), tuple(texts))


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """Return the whole text as passages: what changed with a little around it, and folded what did not."""
    found = list(lines(_plain(before), _plain(after)))
    near = _near_a_change([line.is_changed for line in found])
    grouped: list[Passage] = []
    for is_near, group in groupby(zip(near, found, strict=True), key=lambda pair: pair[0]):
        stretch = tuple(line for _, line in group)
        is_folded = not is_near and sum(not _is_empty(line) for line in stretch) >= _SHORTEST_FOLD
        if grouped and not is_folded and not grouped[-1].is_folded:
            stretch = grouped.pop().lines + stretch
        grouped.append(Passage(stretch, is_folded))
    return tuple(grouped)


def lines(before: str, after: str) -> Iterator[Line]:
    """Return the text line by line, with what is gone from it and what is new."""
    earlier, later = before.split("\n"), after.split("\n")
    gone: list[str] = []
    new: list[str] = []
    for kind, a, b, c, d in _steps(earlier, later):
        # An empty line in common holds nothing together.
        if kind == "equal" and any(line.strip() for line in earlier[a:b]):
            yield from _changed(gone, new)
            gone, new = [], []
            yield from (_line([Piece(SAME, line)] if line else []) for line in earlier[a:b])
        else:
            gone += earlier[a:b]
            new += later[c:d]
    yield from _changed(gone, new)


def _steps(earlier: list[str], later: list[str]):
    pairs = len(earlier) * len(later)
    if pairs > _FAR_TOO_MANY_PAIRS:
        return [("replace", 0, len(earlier), 0, len(later))]
    matching = Indel if pairs <= _MOST_PAIRS else Levenshtein
    return matching.opcodes(earlier, later)


def _changed(gone: list[str], new: list[str]) -> Iterator[Line]:
    if not gone or not new:
        kind = GONE if gone else NEW
        yield from (_line([Piece(kind, line)] if line else []) for line in gone or new)
        return
    yield from _cut(_parted(_pieces("\n".join(gone), "\n".join(new))))


def _parted(pieces: list[Piece]) -> list[Piece]:
    """Say two wordings that have little in common one after the other, instead of one in the other."""
    common, gone, new = (sum(_letters(text) for kind, text in pieces if kind == one) for one in (SAME, GONE, NEW))
    if not gone or not new or common >= _LEAST_IN_COMMON * (common + max(gone, new)):
        return pieces
    earlier = "".join(text for kind, text in pieces if kind != NEW)
    later = "".join(text for kind, text in pieces if kind != GONE)
    return [Piece(GONE, earlier), Piece(SAME, "\n"), Piece(NEW, later)]


def _pieces(gone: str, new: str) -> list[Piece]:
    earlier, later = _WORDS.findall(gone), _WORDS.findall(new)
    found = []
    for kind, a, b, c, d in _steps(earlier, later):
        if kind == "equal":
            found.append(Piece(SAME, "".join(earlier[a:b])))
        else:
            found += [Piece(GONE, "".join(earlier[a:b])), Piece(NEW, "".join(later[c:d]))]
    return _joined(found)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Let a word or two in common between changes belong to them: whole phrases are read more easily than shreds."""
    joined: list[Piece] = []
    gone = new = ""
    for place, (kind, text) in enumerate(pieces):
        is_between = (gone or new) and place + 1 < len(pieces)
        if kind == SAME and is_between and "\n" not in text and _letters(text) < _FEWEST_LETTERS_IN_COMMON:
            gone, new = gone + text, new + text
        elif kind == SAME:
            joined += [*_both(gone, new), Piece(SAME, text)]
            gone = new = ""
        elif kind == GONE:
            gone += text
        else:
            new += text
    return joined + _both(gone, new)


def _both(gone: str, new: str) -> list[Piece]:
    """Return what is gone and what came for it, without what both begin and end with."""
    start = end = 0
    while start < min(len(gone), len(new)) and gone[start] == new[start] and gone[start].isspace():
        start += 1
    while end < min(len(gone), len(new)) - start and gone[-1 - end] == new[-1 - end] and gone[-1 - end].isspace():
        end += 1
    middle = [Piece(GONE, gone[start : len(gone) - end]), Piece(NEW, new[start : len(new) - end])]
    found = [Piece(SAME, gone[:start]), *middle, Piece(SAME, gone[len(gone) - end :])]
    return [piece for piece in found if piece.text]


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def _cut(pieces: list[Piece]) -> Iterator[Line]:
    """Cut pieces into lines at every line end in them."""
    current: list[Piece] = []
    for kind, text in pieces:
        first, *rest = text.split("\n")
        current += [Piece(kind, first)] if first else []
        for part in rest:
            yield from _ended(current)
            current = [Piece(kind, part)] if part else []
    yield from _ended(current)


def _ended(pieces: list[Piece]) -> Iterator[Line]:
    """Return a line, or two where what is gone and what came for it share too little."""
    parted = _parted(pieces) if len(pieces) > 1 else pieces
    if parted is pieces:
        yield _line(pieces)
    else:
        yield from (_line([piece]) for piece in parted if piece.kind != SAME)


def _line(pieces: list[Piece]) -> Line:
    # A heading is one whether it stays, goes or comes.
    words = "".join(text for _, text in pieces)
    marks = len(words) - len(words.lstrip("#"))
    is_heading = 0 < marks <= 6 and words[marks : marks + 1] == " "
    return Line(tuple(pieces), marks if is_heading else 0)


def _near_a_change(changed: list[bool]) -> list[bool]:
    near = [False] * len(changed)
    for place, is_changed in enumerate(changed):
        if is_changed:
            start, end = max(0, place - _AROUND), min(len(changed), place + _AROUND + 1)
            near[start:end] = [True] * (end - start)
    return near


def _is_empty(line: Line) -> bool:
    return not any(text.strip() for _, text in line.pieces)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
