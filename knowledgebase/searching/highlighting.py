"""What of an article is shown among results: its title and a few lines, with the words that were found marked."""

import re
from bisect import bisect_left
from functools import lru_cache

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from knowledgebase.searching.words import HYPHENS, Token, fold, tidy, tokens

_LENGTH = 220
# Before the first found word of a snippet, for its beginning to be understood.
_LEAD = 40
_MOST_READ = 8_000
_NOT_PLAIN = re.compile(r"[^\W_a-zA-Z0-9]")


def marked(text: str, forms: set[str]) -> SafeString:
    """Return a text with the words of these forms in <mark>."""
    text = tidy(text)
    return _mark(text, _found(text, forms))


def snippet(plain: str, summary: str, forms: set[str]) -> SafeString:
    """Return the lines of a text that hold the most different words of these forms; without any, the summary."""
    plain = plain[:_MOST_READ]
    found = _found(plain, forms)
    if not found:
        return marked(summary or _ending(plain, 0), forms)
    start, best = 0, 0
    starts = [token.start for token in found]
    for place, token in enumerate(found):
        within = found[place : bisect_left(starts, token.start + _LENGTH - _LEAD)]
        different = len({one.word for one in within})
        score = different * 100 + len(within)
        if score > best:
            start, best = token.start, score
    begin = _beginning(plain, start)
    cut = _ending(plain, begin)
    return marked(cut, forms)


def _beginning(plain: str, start: int) -> int:
    """Return where a snippet begins that shows this place: at a sentence if one begins near, else at a word."""
    if start <= _LEAD * 2:
        return 0
    before = plain[start - _LEAD * 2 : start]
    sentence = max(before.rfind(mark) for mark in (". ", "? ", "! "))
    if sentence >= 0:
        return start - len(before) + sentence + 2
    return plain.find(" ", start - _LEAD) + 1


def _ending(plain: str, begin: int) -> str:
    return _cut(plain, begin, begin + _LENGTH)


def _cut(plain: str, begin: int, end: int) -> str:
    """Return a part of a text, with dots where something is missing and no half words."""
    if end < len(plain):
        end = max(plain.rfind(" ", begin, end + 1), begin + _LENGTH // 2)
    return ("… " if begin else "") + plain[begin:end].strip() + (" …" if end < len(plain) else "")


def _mark(text: str, found) -> SafeString:
    pieces, end = [], 0
    for token in found:
        pieces.append((text[end : token.start], text[token.start : token.end]))
        end = token.end
    return format_html_join("", "{}<mark>{}</mark>", pieces) + escape(text[end:])


def _found(text: str, forms: set[str]) -> list[Token]:
    """Return the words of a text that have one of these forms."""
    if not forms:
        return []
    if _NOT_PLAIN.search(text) or len(lowered := text.lower()) != len(text):
        return [token for token in tokens(text) if token.word in forms]
    # Without accents in it the text need not be folded word by word, which takes ten times as long.
    found = _any_of(frozenset(forms)).finditer(lowered)
    return [Token(fold(match[0]), match.start(), match.end()) for match in found]


# The ten results of a search are marked with the same forms.
@lru_cache(maxsize=64)
def _any_of(forms: frozenset[str]) -> re.Pattern:
    """Return what finds these forms, also with a hyphen behind the first letter; they hold letters and digits alone."""
    written = "|".join(f"{form[0]}[{HYPHENS}]?{form[1:]}" for form in sorted(forms) if form)
    return re.compile(rf"(?<![a-z0-9])(?:{written})(?![a-z0-9])")
