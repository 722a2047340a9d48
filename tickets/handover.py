"""Handing over an agent's open tickets, because they are ill or leave: to one person, or evenly to those on shift.

Tickets keep their place: only who has them changes.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from accounts import roles
from accounts.models import User
from activity.models import Event
from shared import clock
from shared.clock import DatabaseNow
from shared.refusal import Refusal
from tickets import assignment, events, loads, undo
from tickets.assignment import CannotTakeTickets
from tickets.lifecycle import NotYours
from tickets.loads import Crew
from tickets.models import Ticket

BATCH = 50
# As many as one click moves.
MOST = 500


class NothingChosen(Refusal):
    """No open ticket of the agent was chosen."""


@dataclass
class HandedOver:
    """How many tickets each receiver gets, and which find nobody."""

    to: Counter = field(default_factory=Counter)
    stay: list[Ticket] = field(default_factory=list)
    moved: list[Ticket] = field(default_factory=list)
    # The first event of it, from which take_back() finds the others.
    since: int = 0

    @property
    def receivers(self) -> list[tuple[User, int]]:
        """The receivers with their numbers of tickets, by name."""
        return sorted(self.to.items(), key=lambda pair: (pair[0].name, pair[0].pk))


def open_tickets(agent: User):
    """Return what somebody has to hand over, in serving order."""
    return Ticket.objects.open().filter(assignee=agent).in_serving_order()


def preview(agent: User, crew: Crew, *, to: User | None, numbers: Iterable[int] | None = None) -> HandedOver:
    """Return what hand_over() would do now; the loads of the crew are counted on."""
    outcome, crew = HandedOver(), crew.without(agent)
    for ticket in _chosen(agent, numbers)[:MOST]:
        _count(outcome, ticket, to or _next(crew, ticket))
    return outcome


def hand_over(agent: User, *, to: User | None, numbers: Iterable[int] | None = None, by: User) -> HandedOver:
    """Give open tickets of an agent, all or those with the given numbers, to one person or (None) evenly to the others.

    Evenly means: to whoever of the ticket's team is on shift and has the least open work, within the limits; what
    finds nobody stays. At most MOST tickets, in transactions of a batch each; a second click finds nothing left to
    move. Raises NotYours, CannotTakeTickets, NothingChosen.
    """
    if not roles.may(by, "tickets.assign"):
        raise NotYours("Only a manager can do that.")
    if to and (to.pk == agent.pk or not roles.may(to, "tickets.work_own")):
        raise CannotTakeTickets(f"{to.name} cannot take these tickets. Choose another person.", field="to")
    # In the order of their ids, so that two who lock many never wait for each other.
    chosen = sorted(_chosen(agent, numbers).values_list("pk", flat=True)[:MOST])
    if not chosen:
        raise NothingChosen(f"{agent.name} has none of these tickets any more.", field="numbers")
    outcome = HandedOver()
    for start in range(0, len(chosen), BATCH):
        _batch(agent, chosen[start : start + BATCH], to, by, outcome)
    if outcome.moved:
        first = Event.objects.filter(subject_kind="ticket", subject_id=outcome.moved[0].pk, name=events.ASSIGNED)
        outcome.since = first.order_by("-id").values_list("id", flat=True).first()
    return outcome


def take_back(agent: User, *, since: int, by: User) -> tuple[int, int]:
    """Undo one's own handing over that began with an event; return how many tickets are back and how many are not.

    Not back are those to which something else happened, and all of them when the time to undo is over.
    """
    done = Event.objects.filter(pk__gte=since, name=events.ASSIGNED, actor_id=by.pk, data__previously=agent.pk)
    by_ticket = {event.subject_id: event for event in done.order_by("pk")[:MOST]}
    undone = 0
    for ticket in Ticket.objects.filter(pk__in=by_ticket).order_by("pk"):
        with contextlib.suppress(Refusal):
            undo.take_back(ticket, by_ticket[ticket.pk], by=by)
            undone += 1
    return undone, len(by_ticket) - undone


@transaction.atomic
def _batch(agent, chosen, to, by, outcome):
    loads.take_turns()
    crew = None if to else loads.crew(clock.now()).without(agent)
    rows = Ticket.objects.select_for_update(no_key=True).annotate(locked_at=DatabaseNow())
    for ticket in rows.open().filter(pk__in=chosen, assignee=agent).order_by("pk"):
        receiver = to or _next(crew, ticket)
        _count(outcome, ticket, receiver)
        if receiver:
            outcome.moved.append(assignment.give(ticket, to=receiver, by=by))


def _chosen(agent, numbers):
    tickets = open_tickets(agent)
    return tickets if numbers is None else tickets.filter(number__in=list(numbers))


def _next(crew: Crew, ticket: Ticket) -> User | None:
    if load := crew.least_loaded(ticket.team_id):
        load.open_tickets += 1
        return load.agent
    return None


def _count(outcome, ticket, receiver):
    if receiver:
        outcome.to[receiver] += 1
    else:
        outcome.stay.append(ticket)
