"""An article in somebody's reply: as a link to it, or with its words."""

import re

from markdown_it import MarkdownIt

from knowledgebase.models import Article
from shared.markdown.addresses import is_own_file
from shared.markdown.anchors import anchor

# Headings and code are lines: what stands within a line is not taken apart, which takes long for some lines.
_PARSER = MarkdownIt("js-default").disable("inline")
# A reply is part of a conversation: its headings stand below those of the page.
_LOWERED_BY = 2
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\((\S{1,700}?)(?:\s{1,9}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\)")
_OWN_LINK = re.compile(r"(?<=\]\()(/(?!/)[^\s)]*|#[^\s)]+)")
_CALLOUT = re.compile(r"^(\s*>\s*)\[!(note|tip|important|warning|caution)\]\s*$", re.IGNORECASE)


def short_path(article: Article) -> str:
    """Return the path of the short link, which survives every renaming."""
    return f"/k/{article.number}"


def as_link(article: Article, *, origin: str) -> str:
    """Return a Markdown link to an article; `origin` is the tenant's "https://help.example.com"."""
    title = re.sub(r"([\\\[\]*_`<>])", r"\\\1", article.title)
    return f"[{title}]({origin}{short_path(article)})"


def as_text(article: Article, *, origin: str) -> str:
    """Return the words of an article for a reply: headings lowered, pictures as links, addresses in full."""
    lines = article.body.replace("\r\n", "\n").rstrip().lstrip("\n").split("\n")
    tokens = _PARSER.parse("\n".join(lines))
    code = {line for token in tokens if token.type in ("fence", "code_block") for line in range(*token.map)}
    dropped = set()
    for token in tokens:
        if token.type == "heading_open":
            _lower(lines, token, dropped)
    here = origin + short_path(article)
    kept = []
    for place, line in enumerate(lines):
        if place not in dropped:
            kept.append(line if place in code else _words(line, origin, here))
    return "\n".join(kept)


def _lower(lines, heading, dropped):
    first, end = heading.map
    marks = "#" * min(int(heading.tag[1]) + _LOWERED_BY, 6)
    if heading.markup.startswith("#"):
        lines[first] = re.sub(r"#{1,6}", marks, lines[first], count=1)
    else:  # underlined with === or ---
        lines[first] = f"{marks} {lines[first].lstrip()}"
        dropped.add(end - 1)


def _words(line: str, origin: str, here: str) -> str:
    line = _CALLOUT.sub(lambda found: f"{found[1]}**{found[2].capitalize()}**", line)
    line = _PICTURE.sub(_picture, line)
    return _OWN_LINK.sub(lambda found: _in_full(found[1], origin, here), line)


def _picture(found) -> str:
    words, address = found[1].strip(), found[2]
    return f"[{words or 'Picture'}]({address})" if is_own_file(address) else words


def _in_full(address: str, origin: str, here: str) -> str:
    return f"{here}#{anchor(address[1:])}" if address.startswith("#") else origin + address
