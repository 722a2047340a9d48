"""Mentions: an @ and a colleague's name in an internal note. Who may read the ticket is told of it by mail."""

from dataclasses import dataclass, field

from accounts.models import User
from activity import log
from shared import markdown
from tickets import events
from tickets.models import Mention, Message, Ticket
from tickets.readers import readers

MOST_OFFERED = 8
_MOST_COLLEAGUES = 1000


@dataclass
class Named:
    """Whom a text names: those who may read the ticket, with the words that named them, and those who may not."""

    told: dict[User, str] = field(default_factory=dict)
    cannot_read: list[User] = field(default_factory=list)


def offered(ticket: Ticket, *, typed: str, by: User) -> list[User]:
    """Return the colleagues with the typed words in their names who may read a ticket, with `written`: how a note
    names each. Of several with one name, the address tells who is meant.
    """
    found = [person for person, reads in _colleagues(ticket, by=by, typed=typed) if reads]
    names = [person.name.casefold() for person in found]
    for person in found:
        is_alone = names.count(person.name.casefold()) == 1
        person.written = person.name if is_alone else _with_address(person)
    return found[:MOST_OFFERED]


def named_in(body: str, ticket: Ticket, *, by: User) -> Named:
    """Return whom a text names: @ and the whole name, not in code or quotes. The writer is never meant.

    A name that several have means all of them, unless the address stands behind it.
    """
    named = Named()
    if "@" not in body:
        return named
    meant = {}
    for person, reads in _colleagues(ticket, by=by):
        for words in (person.name, _with_address(person)):
            meant.setdefault(words.casefold(), []).append((person, reads))
    for words in _written(body, meant):
        # A pattern takes letters for one another that a name does not: ı for i.
        for person, reads in meant.get(words.casefold(), ()):
            if reads:
                named.told.setdefault(person, person.name)
            elif person not in named.cannot_read:
                named.cannot_read.append(person)
    return named


def mention(note: Message, *, ticket: Ticket, by: User) -> list[Mention]:
    """Keep whom a note names, and let each of them be told once; who may not read the ticket is left out."""
    told = named_in(note.body, ticket, by=by).told
    mentions = Mention.objects.bulk_create(Mention(message=note, user=user, name=name) for user, name in told.items())
    for one in mentions:
        log.record(events.MENTIONED, subject=one, by=by, at=note.written_at)
    return mentions


def _colleagues(ticket, *, by, typed="") -> list[tuple[User, bool]]:
    """Return the colleagues of somebody by name, each with whether they may read the ticket: two queries."""
    people = User.objects.who_work_tickets().exclude(pk=by.pk).order_by("name_key", "pk")
    for word in typed.split():
        people = people.filter(name__icontains=word)
    people = list(people[:_MOST_COLLEAGUES])
    rules = readers(people)
    return [(person, rules[person.pk].reads(ticket)) for person in people]


def _with_address(person) -> str:
    return f"{person.name} ({person.email})"


def _written(body, names):
    pattern = markdown.naming(names)
    return [name for words in markdown.own_words(body) for name in pattern.findall(words)] if pattern else []
