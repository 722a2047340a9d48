"""Help articles and questions that people outside of this project wrote, from Debian's packages of user help.

The packages are downloaded and unpacked into a folder of the caller's; nothing of them is kept here. What the authors
wrote so that their pages are found (index entries, keywords, one-line descriptions) becomes the questions, and
is taken out of the articles.
"""

import html
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

PACKAGES = ("gnome-user-docs", "evolution-common", "gimp-help-en", "libreoffice-help-en-us")
# A page with twenty index entries would count twenty times otherwise.
_MOST_QUESTIONS_OF_A_PAGE = 2
_MALLARD = "{http://projectmallard.org/1.0/}"
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "pre", "div", "tr", "table", "ul", "ol", "dl", "br", "hr", "body"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_VOID = {"meta", "link", "br", "hr", "img", "input", "col", "area", "base"}
# Markdown's own marks, where they are the text's.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~()&=:$^])")


@dataclass
class Page:
    """An article: its place in its package, its title, and its paragraphs, each marked as heading or not."""

    key: str
    title: str
    parts: list[tuple[bool, str]]

    @property
    def text(self) -> str:
        """The words below the title."""
        return "\n".join(words for _, words in self.parts)

    @property
    def markdown(self) -> str:
        """The same as the body of an article."""
        return "\n\n".join(
            ("## " if is_heading else "") + _MARKS.sub(r"\\\1", words) for is_heading, words in self.parts
        )


@dataclass
class Question:
    """What somebody might look for, and the pages whose author thought of it."""

    text: str
    kind: str
    keys: set[str] = field(default_factory=set)

    @property
    def is_for_tuning(self) -> bool:
        """Whether it belongs to the half that may be looked at while the search is changed."""
        return sha256(self.text.encode()).digest()[0] % 2 == 0


def load(folder: Path) -> tuple[list[Page], list[Question]]:
    """Return the articles and the questions; what is not in the folder yet is fetched with apt-get."""
    for package in PACKAGES:
        _unpack(package, folder)
    pages, asked = [], []
    for package, pattern in (("gnome-user-docs", "gnome-help/*.page"), ("evolution-common", "evolution/*.page")):
        _mallard(folder / package / "usr/share/help/C", pattern, pages, asked)
    _gimp(folder / "gimp-help-en/usr/share/gimp/2.0/help/en", pages, asked)
    _libreoffice(folder / "libreoffice-help-en-us/usr/share/libreoffice/help/en-US/text", pages, asked)
    return pages, _questions(asked, {page.key: page for page in pages})


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def _unpack(package: str, folder: Path) -> None:
    there = folder / package
    if there.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(("apt-get", "download", "-qq", package), cwd=folder, check=True)
    (archive,) = folder.glob(f"{package}_*.deb")
    subprocess.run(("dpkg-deb", "-x", archive, there), check=True)
    archive.unlink()


def _questions(asked, pages) -> list[Question]:
    """Merge what was asked in the same words; leave out what merely repeats a title."""
    found: dict[str, Question] = {}
    per_page: dict[str, list[str]] = defaultdict(list)
    for key, kind, text in asked:
        text = " ".join(re.sub(r"[,;]|--", " ", text).split())
        if not words(text):
            continue
        question = found.setdefault(text.lower(), Question(text, kind))
        question.keys.add(key)
        per_page[key].append(text.lower())
    chosen = set()
    for texts in per_page.values():
        chosen.update(sorted(texts, key=lambda text: sha256(text.encode()).digest())[:_MOST_QUESTIONS_OF_A_PAGE])
    return [
        question
        for text, question in sorted(found.items())
        if text in chosen and all(words(text) != words(pages[key].title) for key in question.keys)
    ]


# --- GNOME: Mallard ------------------------------------------------------------------------------------


def _mallard(folder: Path, pattern: str, pages, asked) -> None:
    for path in sorted(folder.glob(pattern)):
        root = ElementTree.parse(path).getroot()
        title = root.find(f"{_MALLARD}title")
        parts = list(_mallard_parts(root, title))
        if title is None or not parts:
            continue
        page = Page(f"{path.parent.name}/{path.name}", _line("".join(title.itertext())), parts)
        pages.append(page)
        description = root.find(f"{_MALLARD}info/{_MALLARD}desc")
        if description is not None:
            asked.append((page.key, "description", _line("".join(description.itertext()))))


def _mallard_parts(node, title):
    for child in node:
        name = child.tag.removeprefix(_MALLARD) if isinstance(child.tag, str) else ""
        if name in ("info", "comment", "media", "links", "") or child is title:
            continue
        if name in ("p", "code", "screen", "title"):
            if text := _line("".join(child.itertext())):
                yield name == "title", text
        else:
            yield from _mallard_parts(child, title)


# --- GIMP and LibreOffice: HTML ------------------------------------------------------------------------


def _gimp(folder: Path, pages, asked) -> None:
    for path in sorted(folder.glob("*.html")):
        if path.name in ("index.html", "gimp-help-index.html", "glossary.html", "bibliography.html"):
            continue
        page = _html_page(path, f"gimp/{path.name}", skip={"navheader", "navfooter", "toc"})
        page.title = _without_number(page.title)
        page.parts = [(is_heading, _without_number(text) if is_heading else text) for is_heading, text in page.parts]
        if page.parts[:1] == [(True, page.title)]:
            del page.parts[0]
        if page.parts:
            pages.append(page)
    known = {page.key for page in pages}
    index = (folder / "gimp-help-index.html").read_text()
    above, last = [], ""
    for line in re.finditer(r"<dd>|</dd>|<dt[^>]*>(.*?)</dt>", index, re.DOTALL):
        if line[0] == "<dd>":
            above.append(last)
        elif line[0] == "</dd>":
            above.pop()
        else:
            last = _line(html.unescape(re.sub(r"<[^>]*>", "", line[1].partition(", <a ")[0])))
            for name in re.findall(r'href="([^"#]+)', line[1]):
                if (key := f"gimp/{unquote(name)}") in known:
                    asked.append((key, "index entry", " ".join([*above, last])))


def _libreoffice(folder: Path, pages, asked) -> None:
    for path in sorted(folder.rglob("*.html")):
        key = f"libreoffice/{path.relative_to(folder)}"
        page = _html_page(path, key, within="DisplayArea")
        if page.parts[:1] == [(True, page.title)]:
            del page.parts[0]
        if not page.parts or not page.title:
            continue
        pages.append(page)
        for text in re.findall(r'itemprop="keywords" content="([^"]*)"', path.read_text()):
            asked.append((key, "index entry", html.unescape(text)))


def _html_page(path: Path, key: str, **how) -> Page:
    reader = _Reader(**how)
    reader.feed(path.read_text())
    reader.close()
    reader.end_block()
    return Page(key, _line(reader.title), reader.parts)


class _Reader(HTMLParser):
    """Collects the paragraphs and headings of a page."""

    def __init__(self, within: str = "", skip: frozenset[str] = frozenset()):
        super().__init__()
        self.title, self.parts = "", []
        self._within, self._skip = within, skip
        self._open: list[tuple[str, bool, bool]] = []  # name, whether it is read, whether it is a heading
        self._words: list[str] = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        _, is_read, is_heading = self._open[-1] if self._open else ("", not self._within, False)
        if self._within and attrs.get("id") == self._within:
            is_read = True
        if tag in ("head", "script", "style") or attrs.get("class") in self._skip or attrs.get("id") == "SearchFrame":
            is_read = False
        if tag in _BLOCKS | _HEADINGS:
            self.end_block()
        if tag not in _VOID:
            self._open.append((tag, is_read, is_heading or tag in _HEADINGS))

    def handle_endtag(self, tag):
        if tag in _BLOCKS | _HEADINGS:
            self.end_block()
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                break

    def handle_data(self, data):
        name, is_read, _ = self._open[-1] if self._open else ("", False, False)
        if name == "title":
            self.title += data
        elif is_read:
            self._words.append(data)

    def end_block(self):
        """Keep what was read since the last block as a paragraph of its own."""
        text, self._words = _line("".join(self._words)), []
        if text:
            self.parts.append((bool(self._open) and self._open[-1][2], text))


def _line(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


def _without_number(text: str) -> str:
    return re.sub(r"^(Chapter\s+\d+\.|(\d+\.)+)\s*", "", text)
