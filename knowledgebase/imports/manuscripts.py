"""One file of an import: its front matter, its title, and its text as Markdown. No database and no clock here."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import nh3
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from knowledgebase.models import Status, Visibility
from shared import markdown
from shared.refusal import Refusal

MARKDOWN, HTML = (".md", ".markdown"), (".html", ".htm")
ENDINGS = MARKDOWN + HTML
LARGEST = 2 * 1024 * 1024
LONGEST_BODY = 100_000  # as long as the editor lets one be
# A page of HTML may be much longer than its words, but what reads it takes longer than that for some pages.
_LONGEST_HTML = 300_000
_LONGEST_FACTS = 20_000
_LONGEST_NUMBER = 30
_LONGEST = {"title": 150, "summary": 300, "keywords": 300}
_KEYS = {
    "number", "title", "category", "summary", "keywords", "visibility", "status", "author", "published", "modified",
    "review",
}  # fmt: skip
_VISIBILITIES = {"public": Visibility.PUBLIC, "signed-in": Visibility.SIGNED_IN, "staff": Visibility.STAFF}
_STATUSES = {status.name.lower(): status for status in Status}
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_WITH_HTML = MarkdownIt("commonmark")


class Unreadable(Refusal):
    """A file that no article can be made of; the sentence says why."""


class _Facts(yaml.SafeLoader):
    """Front matter: without aliases, because a few lines of them can stand for more than a machine holds."""

    def compose_node(self, parent, index):
        """Return the next part of what is written."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read here", self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_yaml_int(self, node):
        """Return a number that can be written in decimals, too."""
        if len(node.value) > _LONGEST_NUMBER:
            raise yaml.constructor.ConstructorError(None, None, "this number is too long", node.start_mark)
        return super().construct_yaml_int(node)


_Facts.add_constructor("tag:yaml.org,2002:int", _Facts.construct_yaml_int)


@dataclass(frozen=True)
class Manuscript:
    """What a file says. None and "" mean that it says nothing of that."""

    title: str
    body: str
    summary: str = ""
    keywords: str = ""
    category: str = ""
    visibility: Visibility | None = None
    status: Status | None = None
    author: str = ""
    number: int | None = None
    published: datetime | None = None
    modified: datetime | None = None
    review: date | None = None
    notes: tuple[str, ...] = field(default=())


def facts_of(content: bytes) -> tuple[dict, str]:
    """Return the front matter and the text below it. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(f"It is larger than {LARGEST // 1024 // 1024} MB.")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable("It is not UTF-8 text. Save it as UTF-8 and import it again.") from error
    if "\0" in text:
        raise Unreadable("It is not text.")
    if not (found := _FRONT.match(text)):
        return {}, text
    if len(found[1]) > _LONGEST_FACTS:
        raise Unreadable("Its front matter is too long.")
    try:
        facts = yaml.load(found[1], _Facts)  # noqa: S506 - a safe loader that reads less than that
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise Unreadable(f"Line {line} of its front matter is no YAML: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable("Its front matter is no YAML.") from error
    if facts is None:
        return {}, text[found.end() :]
    if not isinstance(facts, dict):
        raise Unreadable("Its front matter is no list of “key: value”.")
    return {str(key).strip().lower(): value for key, value in facts.items()}, text[found.end() :]


def number_of(facts: dict) -> int | None:
    """Return the number that a file asks for. Raises Unreadable."""
    number = facts.get("number")
    if number is None:
        return None
    if isinstance(number, bool) or not str(number).isascii() or not re.fullmatch(r"[1-9]\d{0,8}", str(number)):
        raise Unreadable("number: write a whole number such as 318.")
    return int(number)


def read(name: str, content: bytes, *, zone: ZoneInfo) -> Manuscript:
    """Return what a file says; days without a time are those of the zone. Raises Unreadable."""
    facts, text = facts_of(content)
    notes = []
    if name.lower().endswith(HTML):
        facts, text = _out_of_html(facts, text)
    elif len(text) > LONGEST_BODY + _LONGEST["title"]:
        raise _too_long(text)
    elif _has_html(text):
        notes.append("It holds HTML, which readers see as it is written.")
    if unknown := sorted(set(facts) - _KEYS):
        notes.append(f"Left out: {', '.join(unknown)[:200]}.")
    words, rest = markdown.title_of(text)
    title = _words(facts, "title") or words
    # The page shows the title; once more above the text it would stand there twice.
    body = rest if title == words else text
    title = title or PurePosixPath(name).stem.replace("-", " ").replace("_", " ").strip().capitalize()
    if len(title) > _LONGEST["title"]:
        raise Unreadable(f"Its title is longer than {_LONGEST['title']} characters.")
    if len(body) > LONGEST_BODY:
        raise _too_long(body)
    return Manuscript(
        title=_text(title),
        body=_text(body.strip()),
        summary=_words(facts, "summary"),
        keywords=_words(facts, "keywords"),
        category=_words(facts, "category"),
        visibility=_one_of(facts, "visibility", _VISIBILITIES),
        status=_one_of(facts, "status", _STATUSES),
        author=_words(facts, "author"),
        number=number_of(facts),
        published=_moment(facts, "published", zone),
        modified=_moment(facts, "modified", zone),
        review=_day(facts, "review"),
        notes=tuple(notes),
    )


def _too_long(body: str) -> Unreadable:
    return Unreadable(f"Its text has {len(body):,} characters; an article can have {LONGEST_BODY:,}.")


def _text(words: str) -> str:
    """Return words as they are; raise Unreadable for what an escape made of them and no database keeps."""
    if "\0" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise Unreadable("It holds characters that are none.")
    return words


# --- one key at a time -----------------------------------------------------------------------------------


def _words(facts: dict, key: str) -> str:
    value = facts.get(key)
    if isinstance(value, list) and key == "keywords":
        value = ", ".join(str(one) for one in value[:100] if not isinstance(one, dict | list))
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise Unreadable(f"{key}: write words on one line.")
    words = _text(" ".join(str(value).split()))
    if len(words) > _LONGEST.get(key, 300):
        raise Unreadable(f"{key}: it is longer than {_LONGEST.get(key, 300)} characters.")
    return words


def _one_of(facts: dict, key: str, choices: dict):
    words = _words(facts, key).lower().replace(" ", "-").replace("_", "-")
    if words and words not in choices:
        raise Unreadable(f"{key}: write {', '.join(list(choices)[:-1])} or {list(choices)[-1]}.")
    return choices.get(words)


def _moment(facts: dict, key: str, zone: ZoneInfo) -> datetime | None:
    value = facts.get(key)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = 0
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(9))
    if not isinstance(value, datetime) or not 1970 <= value.year <= 2200:
        raise Unreadable(f"{key}: write a day such as 2026-05-31, or a day and a time.")
    # In one zone, because a moment may name one that is further away than any.
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _day(facts: dict, key: str) -> date | None:
    value = _moment(facts, key, ZoneInfo("UTC"))
    return value.date() if value else None


# --- HTML ----------------------------------------------------------------------------------------------------


# Others are no links in an article either.
_SCHEMES = {"http", "https", "mailto"}


class _Converter(MarkdownConverter):
    """HTML as the Markdown that articles are written in."""

    class Options:
        """Headings with signs in front, lists with hyphens."""

        heading_style = "atx"
        bullets = "-"
        escape_misc = False
        newline_style = "backslash"
        table_infer_header = True


_LEFT_OUT = {"script", "style", "nav", "template", "noscript", "iframe", "object", "form", "svg"}
_HTML = {
    "a", "abbr", "address", "article", "aside", "b", "blockquote", "br", "caption", "center", "code", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "meta", "ol", "p", "picture", "pre", "q",
    "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "meta": {"name", "content"},
    "ol": {"start"},
    "pre": {"class"},
    "td": {"colspan"},
    "th": {"colspan"},
}


def _out_of_html(facts: dict, text: str) -> tuple[dict, str]:
    """Return the front matter, completed by what the page's head says, and the page's own words as Markdown."""
    if len(text) > _LONGEST_HTML:
        raise Unreadable(f"Its HTML has {len(text):,} characters; it can have {_LONGEST_HTML:,}.")
    # Well formed from here on: what takes it apart takes hours for half-written tags.
    text = nh3.clean(
        text, tags=_HTML, clean_content_tags=_LEFT_OUT, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES
    )
    try:
        page = BeautifulSoup(text, "html.parser")
        title = page.title.get_text(" ", strip=True) if page.title else ""
        said = {tag.get("name", "").lower(): tag.get("content", "") for tag in page("meta")}
        words = page.find("article") or page.find("main") or page.body or page
        for element in words(["title", "meta", "link", "head"]):
            element.decompose()
        body = _Converter().convert_soup(words)
    except RecursionError as error:
        raise Unreadable("Its elements are nested too deeply.") from error
    found = {"summary": said.get("description"), "keywords": said.get("keywords")}
    if not markdown.title_of(body)[0]:
        found["title"] = title
    return {key: value[: _LONGEST[key]] for key, value in found.items() if value} | facts, body


def _has_html(text: str) -> bool:
    tokens = _WITH_HTML.parse(text)
    inline = (child for token in tokens for child in token.children or ())
    return any(
        token.type in ("html_block", "html_inline") and not token.content.lstrip().startswith("<!--")
        for token in (*tokens, *inline)
    )
