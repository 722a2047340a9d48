"""The line that requesters stand in: where a ticket stands, and what adding to it would cost.

It is the queue of staff, seen from the other end: both follow SERVING_ORDER. What nobody waits for any more, because
it is in progress or the requester's turn, stands before nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery

from shared.pagination import ahead, behind
from shared.prepared import Slot, prepared
from tickets.models import Message, Rules, Ticket
from tickets.models.ticket import NEVER, SERVING_ORDER

# Whoever corrects or completes what they have just written does not pay for it.
GRACE = timedelta(minutes=10)
# Nobody waits differently behind 1,000 and behind 3,000, but counting them costs.
MOST_COUNTED = 1000
_WRITTEN_BY_REQUESTER = (Message.Kind.DESCRIPTION, Message.Kind.MESSAGE)


@dataclass(frozen=True)
class Place:
    """Where a ticket stands, 1 is next: among all that wait and, once somebody has it, among those of its agent."""

    in_line: int
    with_agent: int | None = None

    @property
    def that_counts(self) -> int:
        """The place among those that will be answered before it: its agent's, or everybody's while it has none."""
        return self.in_line if self.with_agent is None else self.with_agent


class Free(StrEnum):
    """Why adding to a ticket costs nothing."""

    KEEPS = "keeps"  # the tenant's rule
    ANSWER = "answer"  # nothing of the requester is unanswered
    GRACE = "grace"
    LAST = "last"  # nobody stands behind it in its priority


@dataclass(frozen=True)
class Price:
    """What adding to a waiting ticket does to its place."""

    place: Place
    after: Place
    free: Free | None = None
    # Until when it is free, in the grace.
    until: datetime | None = None

    @property
    def moves(self) -> bool:
        """Whether the ticket then waits from that moment on, even if nobody passes it."""
        return self.free in (None, Free.LAST)

    @property
    def places(self) -> int:
        """How many others it lets pass."""
        return 0 if self.free else self.after.in_line - self.place.in_line


def place(ticket: Ticket) -> int | None:
    """Return the place that counts for a ticket; None while it does not wait."""
    return places([ticket]).get(ticket.pk)


def places(tickets: Iterable[Ticket]) -> dict[int, int]:
    """Return the places that count of those of the tickets that wait, by id, in one query.

    Before it is assigned a ticket stands among all that wait; then among those of its agent.
    """
    return {pk: found.that_counts for pk, found in both_places(tickets).items()}


def both_places(tickets: Iterable[Ticket]) -> dict[int, Place]:
    """Return where those of the tickets stand that wait, by id, in one query; behind MOST_COUNTED none is counted."""
    return {row.pk: _place(row) for row in standing(tickets)}


def standing(tickets: Iterable[Ticket]) -> QuerySet:
    """Return those of the tickets that wait, each with how many stand before it, in all and with its agent."""
    return _with_those_before(Ticket.objects.waiting().filter(pk__in=[ticket.pk for ticket in tickets]))


def price(ticket: Ticket, *, now: datetime) -> Price | None:
    """Return what it costs to add to a ticket now, with its place, in one query; None while it does not wait."""
    found = _priced(Slot(ticket.pk))
    return _price(found[0], now) if found else None


def _price(row, now) -> Price:
    place = _place(row)
    with_agent = None if place.with_agent is None else place.with_agent + row.behind_with_agent
    after = Place(place.in_line + row.behind, with_agent)
    if row.bump_rule == Rules.Bump.KEEPS:
        return Price(place, after, Free.KEEPS)
    if row.unanswered_since is None:
        return Price(place, after, Free.ANSWER)
    if row.written_at and now < row.written_at + GRACE:
        return Price(place, after, Free.GRACE, until=row.written_at + GRACE)
    return Price(place, after, None if row.behind else Free.LAST)


def _place(row) -> Place:
    return Place(row.before + 1, row.before_with_agent + 1 if row.assignee_id else None)


class CountOf(Subquery):
    """How many rows another query finds, as a number of each row."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def _counted(tickets):
    return CountOf(tickets.order_by().values("pk")[:MOST_COUNTED])


def _with_those_before(tickets):
    before = Ticket.objects.waiting().filter(ahead(SERVING_ORDER, [OuterRef(column) for column in SERVING_ORDER]))
    with_agent = before.filter(assignee=OuterRef("assignee"))
    return tickets.annotate(before=_counted(before), before_with_agent=_counted(with_agent))


@prepared
def _priced(ticket):
    rank, *order = SERVING_ORDER
    same = Ticket.objects.waiting().filter(**{rank: OuterRef(rank)}, queued_at__lt=NEVER)
    after = same.filter(behind(tuple(order), [OuterRef(column) for column in order]))
    return _with_those_before(Ticket.objects.waiting().filter(pk=ticket)).annotate(
        behind=_counted(after),
        behind_with_agent=_counted(after.filter(assignee=OuterRef("assignee"))),
        bump_rule=Subquery(Rules.objects.values("bump")[:1]),
        written_at=Subquery(_last_words().values("written_at")[:1]),
    )


def _last_words():
    """What the requester wrote last in a ticket, or in one that was merged into it."""
    here = Ticket.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk"))))
    own = Message.objects.filter(ticket__in=here.values("pk"), kind__in=_WRITTEN_BY_REQUESTER)
    return own.order_by("-written_at", "-id")
