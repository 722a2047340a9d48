"""In the demo every waiting ticket's place is its index in the lists of staff, whatever the tenant's rules are."""

import pytest
from django.db import transaction

from accounts.models import Assignment, User
from shared import clock
from tenants.scope import tenant_scope
from tests import cast as the_cast
from tests import make
from tickets import balancing, conversation, line, queue
from tickets.models import Rules, Ticket

POLICIES = [
    {"assignment": assignment, "bump": bump, "agents_pick": freely, "agents_answer_others": freely}
    for assignment in (Assignment.MANUAL, Assignment.BALANCED)
    for bump in Rules.Bump
    for freely in (False, True)
]


@pytest.fixture(params=[the_cast.ACME_ID, the_cast.GLOBEX_ID], ids=["acme", "globex"])
def place(request, filled):
    """Each demo tenant in turn, its scope open; what a test does there is undone."""
    with tenant_scope(request.param), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: "-".join(map(str, policy.values())))
def test_the_place_is_the_index_in_the_list(place, policy):
    Rules.objects.update_or_create(defaults=policy)
    _let_things_happen(policy)
    assert Ticket.objects.waiting().count() >= 10
    found = line.both_places(Ticket.objects.waiting())
    everybody = _waiting(next(iter(User.objects.filter(is_manager=True))), queue.ALL_OPEN)
    assert {pk: place.in_line for pk, place in found.items()} == _indexes(everybody)
    with_agents = {}
    for agent in User.objects.filter(pk__in={ticket.assignee_id for ticket in everybody if ticket.assignee_id}):
        with_agents |= _indexes(_waiting(agent, queue.MY_QUEUE))
    assert {pk: place.with_agent for pk, place in found.items() if place.with_agent} == with_agents


def _let_things_happen(policy):
    """Somebody adds to every fifth waiting ticket; where the rule assigns, it does."""
    for ticket in Ticket.objects.waiting().select_related("requester").order_by("id")[::5]:
        told = line.price(ticket, now=clock.now())
        conversation.message(ticket, body="Any news?", by=ticket.requester, form_key=make.key(), told=told.places)
        expected = told.after if told.places else told.place
        assert line.both_places([ticket])[ticket.pk] == expected
    if policy["assignment"] == Assignment.BALANCED:
        for ticket in Ticket.objects.unassigned().order_by("id"):
            balancing.place(ticket)


def _waiting(user, view):
    return [ticket for ticket in queue.tickets(user, view) if ticket.state.is_waiting]


def _indexes(tickets):
    return {ticket.pk: number for number, ticket in enumerate(tickets, start=1)}
