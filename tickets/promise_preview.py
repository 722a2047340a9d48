"""Which promises on open tickets another calendar would move: what admins see before they change the hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from businesshours.hours import Calendar
from shared.clock import DatabaseNow
from tickets import promises
from tickets.models import Ticket

_SHOWN, _MOST_LOOKED_AT = 10, 5000
_PROMISED = {
    "due_at": "answer by",
    "escalatable_at": "escalation from",
    "respond_by": "response target",
    "resolve_by": "resolution target",
}


@dataclass(frozen=True)
class Move:
    """One promise of one ticket: what it is, when, and when it would be."""

    number: int
    what: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Moves:
    """On how many tickets something would move, and what of the first of them."""

    number: int
    first: tuple[Move, ...]
    is_all: bool

    @property
    def left(self) -> int:
        """How many tickets are not among the first."""
        return self.number - len({move.number for move in self.first})

    @property
    def number_in_words(self) -> str:
        """Return "3 open tickets"; of very many only the longest waiting are looked at."""
        tickets = f"{self.number:,} open ticket{'' if self.number == 1 else 's'}"
        return tickets if self.is_all else f"{tickets} of the {_MOST_LOOKED_AT:,} that wait longest"


def moved_by(calendar: Calendar) -> Moves:
    """Return what would be promised otherwise if the hours were those of a calendar; nothing is written."""
    waiting = Ticket.objects.filter(our_turn_since__isnull=False).annotate(locked_at=DatabaseNow())
    tickets = list(waiting.order_by("our_turn_since", "pk")[: _MOST_LOOKED_AT + 1])
    looked_at = tickets[:_MOST_LOOKED_AT]
    terms = promises.terms_of_each({ticket.requester_id for ticket in looked_at}, calendar)
    moves = [found for ticket in looked_at if (found := list(_moves(ticket, terms[ticket.requester_id])))]
    first = tuple(move for found in moves[:_SHOWN] for move in found)
    return Moves(len(moves), first, is_all=len(tickets) == len(looked_at))


def _moves(ticket, terms) -> Iterator[Move]:
    before = {name: getattr(ticket, name) for name in _PROMISED}
    promises.renew(ticket, terms)
    for name, what in _PROMISED.items():
        if before[name] != getattr(ticket, name):
            yield Move(ticket.number, what, before[name], getattr(ticket, name))
