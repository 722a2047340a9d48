"""What of a found ticket is shown: its subject and a few lines, with the words that were found in <mark>."""

import re
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from knowledgebase.searching import highlighting
from knowledgebase.searching.languages import stems_of
from knowledgebase.searching.words import HYPHENS, tidy, tokens
from tickets.models import Message, Ticket
from tickets.searching.keeping import Term

_MOST_READ = 8_000
_MARKS = re.compile(r"\*\*|`+|~~|(?m:^[ \t]*(?:>[> ]*|#{1,6} ))")


@dataclass(frozen=True)
class Hit:
    """A ticket that was found, and the message that says most about why, if one does."""

    ticket: Ticket
    subject: SafeString
    message: Message | None = None
    snippet: SafeString | str = ""

    @property
    def anchor(self) -> str:
        """The place on the ticket's page of what is shown."""
        return f"#message-{self.message.pk}" if self.message else ""

    @property
    def said(self) -> SafeString | str:
        """Who wrote what is shown, and the lines of it."""
        return format_html("{}: {}", self.message.author_name, self.snippet) if self.message else self.snippet

    @property
    def is_internal(self) -> bool:
        """Whether only staff may read what is shown."""
        return self.message is not None and self.message.kind == Message.Kind.INTERNAL_NOTE


def hits(tickets: list[Ticket], messages: list[Message], asked: list[Term], language: str) -> list[Hit]:
    """Return tickets with the found words marked, each with one of these messages: all that the reader may read."""
    plain = {message: tidy(_MARKS.sub("", message.body[:_MOST_READ])) for message in messages}
    alike = _Alike(asked)
    said = {message: alike.words(text) for message, text in plain.items()}
    in_subjects = (word for ticket in tickets for word in alike.words(tidy(ticket.subject)))
    forms = _forms({*in_subjects, *(word for some in said.values() for word in some)}, asked, language)
    by_ticket: dict[int, list[Message]] = {}
    for message in messages:
        by_ticket.setdefault(message.ticket_id, []).append(message)
    found = []
    for ticket in tickets:
        # The newest of those that have most of the words.
        best = max(by_ticket.get(ticket.pk, ()), key=lambda one: (len(said[one] & forms), one.pk), default=None)
        snippet = highlighting.snippet(plain[best], "", forms) if best else ""
        found.append(Hit(ticket, highlighting.marked(ticket.subject, forms), best, snippet))
    return found


class _Alike:
    """Finds the words of a text that begin like one that was asked for: only they can be meant."""

    def __init__(self, asked: list[Term]):
        self._beginnings = tuple({term.stem[:2] for term in asked} | {term.word[:2] for term in asked})
        written = "|".join(f"{beginning[0]}[{HYPHENS}]?{beginning[1:]}" for beginning in sorted(self._beginnings))
        self._pattern = re.compile(rf"(?<![a-z0-9])(?:{written})[a-z0-9]*")

    def words(self, text: str) -> set[str]:
        """Return these words of a tidy text, folded."""
        if not text.isascii():
            return {token.word for token in tokens(text) if token.word.startswith(self._beginnings)}
        # The same without folding each word, in a tenth of the time.
        return {word.replace("-", "") for word in self._pattern.findall(text.lower())}


def _forms(said: set[str], asked: list[Term], language: str) -> set[str]:
    """Return which of these words are meant by what was asked."""
    beginnings = tuple(term.word for term in asked if term.is_beginning)
    forms = {word for word in said if word.startswith(beginnings)}
    others = sorted(said - forms)
    stems = stems_of(others, language) if others else {}
    meant = {form for term in asked for form in (term.stem, term.word)}
    return forms | {word for word, stem in stems.items() if {word, stem} & meant}
