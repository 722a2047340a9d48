"""Articles: headings that can be linked to, steps, call-outs, tables, and pictures that are our own files.

What an author wrote passes two gates. The first gives the parsed text its shape and leaves out what does not belong;
the second is the sanitiser at output (shared/markdown/cleaning.py), which would stop the same things without it.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from shared.markdown.addresses import is_own_file, link_address
from shared.markdown.anchors import Anchors
from shared.markdown.cleaning import clean
from shared.templatetags.ui import icon

__all__ = ["Heading", "Rendered", "Words", "article", "is_own_file", "lines_of_code", "text_of", "title_of"]

_PARSER = MarkdownIt("js-default", {"linkify": True, "alerts": True})
# Too many brackets or addresses cost time that grows with their number squared: see messages.py.
_WITHOUT_LINKS = MarkdownIt("js-default", {"alerts": True}).disable(["image", "link"])
_MOST_BRACKETS, _MOST_ADDRESSES = 2000, 600
# "On this page" of more lines than this is no help, and a page of nothing but headings no article.
_MOST_HEADINGS = 200

# GitHub's five kinds of call-out, with the word and the picture of each: colour never says it alone.
_CALLOUTS = {
    "note": ("Note", "info"),
    "tip": ("Tip", "lightbulb"),
    "important": ("Important", "circle-alert"),
    "warning": ("Warning", "triangle-alert"),
    "caution": ("Caution", "octagon-alert"),
}


class Heading(NamedTuple):
    """A heading of an article: 2 to 6, the id that links lead to, its words."""

    level: int
    id: str
    text: str


class Rendered(NamedTuple):
    """An article as safe HTML, and the headings for "On this page"."""

    html: SafeString
    headings: tuple[Heading, ...]


class Words(NamedTuple):
    """What a search looks through: all words on one line, and the headings by themselves."""

    text: str
    headings: tuple[str, ...]


# A page of HTML is some 20 kB, so the cache of one process stays at a few megabytes.
@lru_cache(maxsize=256)
def article(text: str | None) -> Rendered:
    """Return the article as HTML with its headings; the same text gives the same answer, so it is kept.

    Headings begin at level 2, whatever the author began with, and never skip one: the title of the page is level 1.
    """
    tokens = _parsed(text)
    headings = _shape(tokens)
    html = clean(_PARSER.renderer.render(tokens, _PARSER.options, {}))
    for word, picture in _CALLOUTS.values():
        # Only now, because the sanitiser lets no drawing through.
        html = html.replace(
            f'<p class="callout__title">{word}</p>', f'<p class="callout__title">{icon(picture)}{word}</p>'
        )
    return Rendered(mark_safe(html), headings)  # noqa: S308 - the sanitiser has cleaned it, pictures are ours


def text_of(text: str | None) -> Words:
    """Return the words of an article without its marks."""
    words, headings, within = [], [], ""
    for token in _parsed(text):
        # The word above a call-out is ours, so it is left out.
        if token.type == "inline" and within != "alert_title_open":
            found = " ".join(_spoken(token).split())
            words.append(found)
            if within == "heading_open" and found and len(headings) < _MOST_HEADINGS:
                headings.append(found)
        elif token.type in ("fence", "code_block"):
            words.append(" ".join(token.content.split()))
        within = token.type
    return Words(" ".join(filter(None, words)), tuple(headings))


def title_of(text: str) -> tuple[str, str]:
    """Return the words of the first heading, "" if there is none, and the text without it if it began with it."""
    tokens = _parsed(text)
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            words = " ".join(_spoken(tokens[place + 1]).split())
            if place == 0:
                text = "\n".join(text.splitlines()[token.map[1] :]).strip("\n")
            return words, text
    return "", text


def lines_of_code(text: str) -> set[int]:
    """Return which lines of a text, counted from 0, are code: nothing in them is a link."""
    blocks = (token for token in _parsed(text) if token.type in ("fence", "code_block"))
    return {line for block in blocks for line in range(*block.map)}


def _parsed(text: str | None) -> list[Token]:
    text = text or ""
    too_many = text.count("[") > _MOST_BRACKETS or text.count("//") + text.count("www.") > _MOST_ADDRESSES
    return (_WITHOUT_LINKS if too_many else _PARSER).parse(text)


def _spoken(inline: Token) -> str:
    """Return what somebody would read out of a line: words, code, and what stands for a picture."""
    parts = []
    for child in inline.children or []:
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)


# --- the first gate: shape ---------------------------------------------------------------------------


def _shape(tokens: list[Token]) -> tuple[Heading, ...]:
    """Give the parsed text the classes and attributes of our pages; return its headings."""
    headings = tuple(_headings(tokens, Anchors()))
    for place, token in enumerate(tokens):
        if token.type == "inline":
            _shape_line(token)
        elif token.type == "ordered_list_open" and token.level == 0:
            token.attrSet("class", "how-to")
            token.attrSet("role", "list")
        elif token.type == "table_open":
            token.attrs = {}
        elif token.type in ("th_open", "td_open"):
            _align(token)
        elif token.type in ("alert_open", "alert_title_open"):
            _call_out(token)
        elif token.type == "paragraph_open" and _holds_one_picture(tokens, place):
            _make_figure(tokens, place)
    return headings


def _headings(tokens: list[Token], anchors: Anchors) -> Iterator[Heading]:
    above: list[int] = []
    found = 0
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        written = int(token.tag[1])
        while above and above[-1] >= written:
            above.pop()
        level = min(2 + len(above), 6)
        above.append(written)
        words = " ".join(_spoken(tokens[place + 1]).split())
        token.tag = tokens[place + 2].tag = f"h{level}"
        token.attrs = {"id": anchors.add(words)}
        # One within a quotation or a list is a heading of that, not of the page.
        if token.level == 0 and words and found < _MOST_HEADINGS:
            found += 1
            yield Heading(level, str(token.attrs["id"]), words)


def _align(cell: Token) -> None:
    """Say with a class what Markdown says with a style, which the sanitiser does not let through."""
    side = str(cell.attrs.pop("style", "")).removeprefix("text-align:")
    if side in ("center", "right"):
        cell.attrSet("class", f"to-{side}")
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def _call_out(token: Token) -> None:
    if token.type == "alert_open":
        token.attrs = {"class": f"callout callout--{token.info.lower()}", "role": "note"}
    else:
        token.attrs = {"class": "callout__title"}


def _holds_one_picture(tokens: list[Token], place: int) -> bool:
    children = tokens[place + 1].children or []
    return len(children) == 1 and children[0].type == "image" and is_own_file(str(children[0].attrGet("src")))


def _make_figure(tokens: list[Token], place: int) -> None:
    """Make a picture that stands alone a figure; its title becomes the words below it."""
    opening, inline, closing = tokens[place : place + 3]
    opening.tag = closing.tag = "figure"
    opening.hidden = closing.hidden = False
    picture = inline.children[0]
    if caption := picture.attrs.pop("title", ""):
        inline.children += [
            Token("figcaption_open", "figcaption", 1),
            Token("text", "", 0, content=str(caption)),
            Token("figcaption_close", "figcaption", -1),
        ]


def _shape_line(inline: Token) -> None:
    """Leave out links and pictures that lead elsewhere than they may; their words stay."""
    kept, dropped = [], []
    for child in inline.children or []:
        if child.type == "image" and not is_own_file(str(child.attrGet("src"))):
            child = Token("text", "", 0, content=child.content)
        elif child.type == "link_open":
            address = link_address(str(child.attrGet("href")))
            dropped.append(not address)
            if not address:
                continue
            child.attrSet("href", address)
            if address.lower().startswith("http"):
                child.attrSet("target", "_blank")
                child.attrSet("rel", "noopener noreferrer nofollow")
        elif child.type == "link_close" and dropped.pop():
            continue
        kept.append(child)
    inline.children = kept


def _table_open(renderer, tokens, place, options, env) -> str:
    # A box that scrolls needs a stop on the keyboard's way, and a name to be called there.
    return '<div class="table-scroll" role="group" tabindex="0" aria-label="Table"><table>\n'


def _table_close(renderer, tokens, place, options, env) -> str:
    return "</table></div>\n"


_PARSER.add_render_rule("table_open", _table_open)
_PARSER.add_render_rule("table_close", _table_close)
