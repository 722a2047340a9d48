"""Links between the files of an import become links between articles, and pictures beside them become their files."""

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from knowledgebase.imports.folder import Folder
from knowledgebase.imports.manuscripts import ENDINGS
from shared import markdown
from shared.refusal import Refusal

# What follows "](" of a link or a picture, and "]: " of a reference: <an address> or an address without spaces.
_ADDRESS = r"<[^<>\n]+>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*"
_LINK = re.compile(rf"(\]\([ \t]*)({_ADDRESS})")
_REFERENCE = re.compile(rf"^( {{0,3}}\[[^\[\]\n]+\]:[ \t]*)({_ADDRESS})")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|$", re.IGNORECASE)


class Links:
    """The links of one file; `keep` makes a file of the folder one of the article and returns its address."""

    def __init__(self, name: str, folder: Folder, numbers: dict[str, int | None], *, keep: Callable[[str], str]):
        self._name, self._folder, self._numbers, self._keep = name, folder, numbers, keep
        self._found: dict[str, str] = {}
        self.notes: list[str] = []

    def rewritten(self, body: str) -> str:
        """Return the text with its links as they lead on from here."""
        code = markdown.lines_of_code(body)
        lines = body.split("\n")
        for place, line in enumerate(lines):
            if place not in code and "]" in line:
                line = _LINK.sub(self._one, line)
                lines[place] = _REFERENCE.sub(self._one, line)
        return "\n".join(lines)

    def _one(self, match: re.Match) -> str:
        before, address = match.groups()
        if (wanted := address.strip("<>")) not in self._found:
            self._found[wanted] = self._leads_to(wanted)
        return before + (self._found[wanted] or address)

    def _leads_to(self, address: str) -> str:
        """Return where an address of the file leads here, "" where it is left as it is."""
        if _ELSEWHERE.match(address) or address.startswith("\\"):
            return ""
        page, sharp, heading = address.partition("#")
        path = unquote(page.partition("?")[0])
        is_absolute = path.startswith("/")
        # Many a site writes "/images/…" and means its own folder.
        base = "" if is_absolute else posixpath.dirname(self._name)
        path = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        if (name := self._article(path)) is not None:
            if number := self._numbers[name]:
                return f"/k/{number}{sharp}{heading}"
            self._note(f"It links to {path}, which was not imported.")
            return ""
        if self._folder.path(path):
            try:
                return self._keep(path)
            except Refusal as refusal:
                self._note(refusal.sentence)
                return ""
        if not is_absolute:
            self._note(f"There is no {quote(path, safe='/ ')} to link to or to show.")
        return ""

    def _article(self, path: str) -> str | None:
        """Return the file of the import that a link means: also without its ending, or by its folder."""
        ways = [path, *(path + ending for ending in ENDINGS)]
        stem, ending = posixpath.splitext(path)
        if ending.lower() in ENDINGS:
            ways += [stem + other for other in ENDINGS]
        ways += [posixpath.join(path, index + other) for index in ("index", "README") for other in ENDINGS]
        return next((way for way in ways if way in self._numbers), None)

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes and len(self.notes) < 20:
            self.notes.append(sentence)
