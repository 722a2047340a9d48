"""Finding tickets by what is written in them. Nobody finds, counts or sees marked what they may not read.

    results = search.find("refund twice", reader=request.user)

The newest tickets come first: among thousands that have a word, those are the ones somebody looks for.
"""

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts import roles
from accounts.models import User
from knowledgebase.models import SearchRules
from shared.prepared import Slot, prepared
from tickets import access
from tickets.access import Somebody
from tickets.models import Message, Ticket, TicketText
from tickets.searching import keeping
from tickets.searching.keeping import INTERNAL, PUBLIC, Term
from tickets.searching.marking import Hit, hits

LONGEST = 300
SIZE = 20
# How many of the newest tickets with the words are compared with a filter before all of them are.
_FIRST = 300
_LARGEST = 2**63 - 1
_NUMBER = re.compile(r"\s*#?\s*(\d{1,15})\s*")
# The function tells the tenant apart by itself, as tenant_id and in each word: docs/decisions/0016-ticket-search.md.
_CANDIDATES = "SELECT search_tickets(%s::tsquery, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Results:
    """One page of what a search found; true if it found anything."""

    question: str
    hits: list[Hit] = field(default_factory=list)
    # The number of this page's last ticket, "" if none comes behind it.
    next: str = ""
    # Nothing but words that every ticket has.
    says_nothing: bool = False

    def __bool__(self):
        return bool(self.hits)


class _Query(SearchQuery):
    """A tsquery taken as it is written, without a parser of words."""

    def as_sql(self, compiler, connection, **how):
        return super().as_sql(compiler, connection, template="(%(expressions)s)::tsquery")


def by_number(text: str, *, reader: User) -> Ticket | None:
    """Return the ticket that a text is the number of, #1042 or 1042, if the reader may read it at the desk."""
    match = _NUMBER.fullmatch(text)
    found = _numbered(Somebody(reader), Slot(int(match[1]))) if match else []
    return found[0] if found else None


@prepared
def _numbered(reader, number):
    return access.desk_tickets(reader).filter(number=number)


def own_by_number(text: str, *, requester: User) -> Ticket | None:
    """Return the requester's own ticket that a text is the number of."""
    return _of_number(text, access.own_tickets(requester))


def find(question: str, *, reader: User, narrowed=None, after: str = "") -> Results:
    """Return a page of the tickets with all words of a question that staff may read, the newest first.

    `narrowed` narrows a queryset of tickets further; without a word in the question it decides alone.
    """
    question, asked, language = _asked(question)
    if not asked:
        return Results(question, says_nothing=True)
    readable = access.desk_tickets(reader)
    query, below = keeping.query(asked, PUBLIC + INTERNAL), _below(after, readable)
    if narrowed is None:
        found = _in_all(Somebody(reader), Slot(query), Slot(below))
    else:
        found = list(_newest(narrowed(readable), query, reader, below, most=_FIRST))
        if len(found) <= SIZE:
            found = list(_newest(narrowed(readable), query, reader, below, most=None))
    return _page(question, found, asked, language, Message.objects.all())


def find_own(question: str, *, requester: User, after: str = "") -> Results:
    """Return a page of the requester's own tickets with all words of a question in what they may read."""
    question, asked, language = _asked(question)
    if not asked:
        return Results(question, says_nothing=True)
    # Of one person there are few: found by the person, and then compared.
    own = access.own_tickets(requester)
    own = own.filter(pk__lt=_below(after, own))
    query = _Query(keeping.query(asked, PUBLIC))
    having = TicketText.objects.filter(ticket__in=own, words=query).values("ticket")
    found = list(own.filter(pk__in=having).with_names().order_by("-pk")[: SIZE + 1])
    return _page(question, found, asked, language, Message.objects.public())


def _of_number(text: str, tickets) -> Ticket | None:
    match = _NUMBER.fullmatch(text)
    return tickets.filter(number=int(match[1])).first() if match else None


def _asked(question: str) -> tuple[str, list[Term], str]:
    question = " ".join(question.split())[:LONGEST]
    language = SearchRules.current().language
    return question, keeping.terms(question, language), language


def _below(after: str, tickets) -> int:
    """Return the id below which a page goes on: that of the last ticket of the page before."""
    last = _of_number(after, tickets)
    return last.pk if last else _LARGEST


@prepared
def _in_all(reader, query, below):
    return _newest(access.desk_tickets(reader), query, reader, below, most=SIZE + 1)


def _newest(tickets, query, reader, below, *, most: int | None) -> QuerySet:
    """Return the newest tickets with the words; of a queryset that is narrower than what the reader may read,
    those among the `most` newest with the words, or all (None)."""
    reads_all = roles.may(reader, "tickets.read_all")
    candidates = RawSQL(_CANDIDATES, [query, reads_all, reader.pk, below, most])
    return tickets.filter(pk__in=candidates).with_names().order_by("-pk")[: SIZE + 1]


def _page(question, found: list[Ticket], asked, language, readable) -> Results:
    shown = found[:SIZE]
    messages = readable.filter(ticket__in=shown).only("tenant", "ticket", "kind", "author_name", "body", "written_at")
    return Results(
        question,
        hits(shown, list(messages.order_by("pk")), asked, language) if shown else [],
        next=str(shown[-1].number) if len(found) > SIZE else "",
    )
