"""Messages of tickets, comments and mails: words and links, and nothing that loads."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("js-default", {"linkify": True, "breaks": True}).disable(["image"])
# The time that links take grows with their number squared: seconds for a page full of brackets. Nobody writes so
# many by hand, and what was pasted can be read without them.
_WITHOUT_LINKS = MarkdownIt("js-default", {"breaks": True}).disable(["image", "link"])
_MOST_BRACKETS, _MOST_ADDRESSES = 1000, 300
# The same goes for the stars and underscores of emphasis, by the thousand.
_WITHOUT_EMPHASIS = MarkdownIt("js-default", {"breaks": True}).disable(["image", "link", "emphasis"])
_MOST_STARS = 5000
# Escaped characters stay apart from the words around them.
_APART = MarkdownIt("js-default").disable(["image", "text_join"])
_APART_WITHOUT_LINKS = MarkdownIt("js-default").disable(["image", "link", "text_join"])
# A conversation is shown many times while somebody works on it. Longer texts would take the memory of many others.
_SHORT = 4000

# Nothing here loads anything from anywhere: no images, no styles, no frames.
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "mark", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def render(text: str, *, mentioned: Iterable[str] = ()) -> SafeString:
    """Return safe HTML of Markdown text, sanitised here, at output, whatever its way in was.

    Links open in a new tab without a referrer and without weight for search engines. An @ and a name that is
    `mentioned` are marked.
    """
    text, mentioned = text or "", tuple(mentioned)
    rendered = _rendered if len(text) <= _SHORT else _rendered.__wrapped__
    return rendered(text, mentioned)


@lru_cache(maxsize=500)
def _rendered(text: str, mentioned: tuple[str, ...]) -> SafeString:
    html = nh3.clean(
        _parsed(text, naming(mentioned)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",  # "//elsewhere" looks like a page of ours
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return mark_safe(html)  # noqa: S308 - nh3 has just cleaned it


def plain(text: str) -> str:
    """Return the first words of a Markdown text without its marks, on one line."""
    return " ".join(nh3.clean(_parsed(text), tags=set()).split())


def own_words(text: str) -> list[str]:
    """Return what an author says in their own words: the text without code, quotes and escaped characters.

    In pieces, none of which goes on in the next; addresses of links are pieces too.
    """
    parser = _APART_WITHOUT_LINKS if _has_too_many_links(text) else _APART
    pieces, quotes = [], 0
    for token in parser.parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and not quotes:
            pieces += _pieces(token.children)
    return pieces


def _pieces(tokens):
    for token in tokens:
        if token.type == "text":
            yield token.content
        elif token.type == "link_open":
            yield unquote(token.attrs["href"])


def naming(names: Iterable[str]) -> re.Pattern | None:
    """Return the pattern of an @ with one of these names after it, the name as its group; None without names."""
    # The longest first: "Ben" does not stand for "Ben Ray".
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w@])@({either})(?!\w)", re.IGNORECASE) if either else None


def _parsed(text: str, marks: re.Pattern | None = None) -> str:
    text = text or ""
    parser, env = _parser_for(text), {}
    tokens = parser.parse(text, env)
    for token in tokens if marks else ():
        if token.type == "inline":
            token.children = [part for child in token.children for part in _marked(child, marks)]
    return parser.renderer.render(tokens, parser.options, env)


def _marked(token, marks):
    if token.type != "text":
        return [token]
    parts, end = [], 0
    for found in marks.finditer(token.content):
        parts += [_text(token.content[end : found.start()]), Token("mark_open", "mark", 1), _text(found[0])]
        parts.append(Token("mark_close", "mark", -1))
        end = found.end()
    return [*parts, _text(token.content[end:])]


def _text(content):
    return Token("text", "", 0, content=content)


def _parser_for(text):
    if text.count("*") + text.count("_") > _MOST_STARS:
        return _WITHOUT_EMPHASIS
    return _WITHOUT_LINKS if _has_too_many_links(text) else _PARSER


def _has_too_many_links(text: str) -> bool:
    return text.count("[") > _MOST_BRACKETS or text.count("//") + text.count("www.") > _MOST_ADDRESSES
