"""What of a found ticket is shown: its subject and a few lines, with the words that were found in <mark>."""

import re
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from knowledgebase.searching import highlighting
from knowledgebase.searching.languages import stems_of
from knowledgebase.searching.words import tidy, words
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
    said = {message: set(words(text)) for message, text in plain.items()}
    subjects = (word for ticket in tickets for word in words(ticket.subject))
    forms = _forms({*subjects, *(word for some in said.values() for word in some)}, asked, language)
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


def _forms(said: set[str], asked: list[Term], language: str) -> set[str]:
    """Return which of these words are meant by what was asked."""
    beginnings = tuple(term.word for term in asked if term.is_beginning)
    forms = {word for word in said if word.startswith(beginnings)}
    # The others have the stem; only what begins alike can.
    alike = tuple({term.stem[:2] for term in asked} | {term.word for term in asked})
    others = sorted(word for word in said - forms if word.startswith(alike))
    stems = stems_of(others, language) if others else {}
    meant = {form for term in asked for form in (term.stem, term.word)}
    return forms | {word for word, stem in stems.items() if {word, stem} & meant}
