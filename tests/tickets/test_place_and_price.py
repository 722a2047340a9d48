"""Whatever a line looks like: the place is the index in the sorted list, and the price is the index after the move."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import clock as the_clock
from tests import make
from tickets import line
from tickets.line import Place
from tickets.models import Ticket
from tickets.statuses import Status, Turn

pytestmark = pytest.mark.django_db
MOST = 14
# In progress, or the requester's turn: it stands in the lists, and before nobody.
STATUSES = (Status.ASSIGNED, Status.NEEDS_REPLY, Status.REOPENED, Status.WORK_IN_PROGRESS, Status.NEEDS_MORE_INFO)


_ANSWERED = dict.fromkeys(("unanswered_since", "our_turn_since", "due_at", "at_risk_at", "escalatable_at"))


@dataclass(frozen=True)
class Standing:
    """One ticket: few values each, so that many of them are equal."""

    status: Status
    rank: int
    minutes: int
    agent: int


LINES = st.lists(
    st.builds(Standing, st.sampled_from(STATUSES), st.integers(0, 2), st.integers(20, 25), st.sampled_from([0, 1, 2])),
    min_size=1,
    max_size=MOST,
)


@pytest.fixture
def tickets(cast):
    """Enough tickets of Cleo's, all filed long ago."""
    with the_clock.stopped_at(the_clock.now() - timedelta(days=1)):
        return [make.ticket(cast.cleo) for _ in range(MOST)]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_place_and_price(cast, tickets, lines):
    now, agents = the_clock.now(), [None, cast.ana, cast.ben]
    placed = [(standing, ticket.pk) for standing, ticket in zip(lines, tickets, strict=False)]
    _stand(tickets, placed, agents, now)
    found = line.both_places(tickets)
    for standing, pk in placed:
        if not standing.status.is_waiting:
            assert pk not in found
            continue
        assert found[pk] == _index(placed, pk)
        moved = [(replace(one, minutes=0) if other == pk else one, other) for one, other in placed]
        price = line.price(Ticket(pk=pk), now=now)
        assert (price.place, price.after) == (found[pk], _index(moved, pk))
        assert price.places == price.after.in_line - price.place.in_line


def _stand(tickets, placed, agents, now):
    nowhere = {"waiting_since": None, "unanswered_since": F("filed_at"), "our_turn_since": F("filed_at")}
    Ticket.objects.update(**nowhere, status=Status.WORK_IN_PROGRESS, escalated_at=None, rank=1, assignee=None)
    for standing, pk in placed:
        Ticket.objects.filter(pk=pk).update(
            status=standing.status,
            waiting_since=now - timedelta(minutes=standing.minutes) if standing.status.is_waiting else None,
            **({} if standing.status.turn == Turn.OURS else _ANSWERED),
            rank=standing.rank,
            escalated_at=None if standing.rank else now,
            assignee=agents[standing.agent],
        )


def _index(placed, pk) -> Place:
    """What somebody finds who sorts the line by hand."""
    waiting = [(one.rank, -one.minutes, key, one.agent) for one, key in placed if one.status.is_waiting]
    (agent,) = (agent for _, _, key, agent in waiting if key == pk)
    keys = [key for _, _, key, _ in sorted(waiting)]
    of_agent = [key for _, _, key, who in sorted(waiting) if who == agent]
    return Place(keys.index(pk) + 1, of_agent.index(pk) + 1 if agent else None)
