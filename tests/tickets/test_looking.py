"""A place that got worse is explained, and of others nothing is said beyond what kind of thing happened."""

from datetime import timedelta

import pytest

from shared import clock as the_clock
from tests import make
from tickets import assignment, conversation, escalation, line, looking, progress
from tickets.models import Look, Priority

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Why = Look.Why


def filed(requester, *, ago=timedelta(), **more):
    with the_clock.stopped_at(the_clock.now() - ago):
        return make.ticket(requester, **more)


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, which Ana has; one of hers and one of nobody's stand behind it."""
    first = filed(cast.cleo, ago=4 * HOUR)
    for ago in (3 * HOUR, 2 * HOUR):
        other = filed(cast.gus, ago=ago)
        first = assignment.assign(first, to=cast.ana, by=cast.mia)
    assignment.assign(other, to=cast.ana, by=cast.mia)
    return first


@pytest.fixture
def look(ticket, clock):
    """Look at the ticket as its requester does; a minute passes each time."""

    def at_it():
        clock(minutes=1)
        ticket.refresh_from_db()
        now = the_clock.now()
        return looking.look(ticket, line.both_places([ticket])[ticket.pk], now=now)

    return at_it


def test_the_first_look_explains_nothing_and_neither_does_one_that_sees_nothing_new(look):
    assert (look(), look()) == ("", "")


def test_a_more_urgent_ticket_came_in(cast, look):
    look()
    filed(cast.gus, category=cast.site_down)
    assert (look(), look()) == (Why.FILED, Why.FILED)


def test_a_ticket_behind_it_was_escalated(cast, look):
    look()
    escalation.escalate(filed(cast.gus, ago=HOUR), reason="Promised", by=cast.mia)
    assert look() == Why.ESCALATED


def test_a_more_urgent_ticket_waits_again(cast, look, clock):
    urgent = filed(cast.gus, category=cast.site_down)
    assignment.assign(urgent, to=cast.ben, by=cast.mia)
    conversation.ask_for_information(urgent, body="Which?", by=cast.ben, form_key=make.key())
    look()
    clock(minutes=1)
    conversation.message(urgent, body="This one.", by=cast.gus, form_key=make.key())
    assert look() == Why.BACK


def test_its_own_message_moved_it(cast, ticket, look):
    look()
    conversation.message(ticket, body="Hello?", by=cast.cleo, form_key=make.key())
    assert look() == Why.OWN_MESSAGE


def test_its_own_priority_changed(cast, ticket, look):
    ticket = progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
    filed(cast.gus, category=cast.site_down, ago=5 * HOUR)
    look()
    filed(cast.gus, category=cast.refund, ago=6 * HOUR)
    progress.recategorise(ticket, category=cast.refund, by=cast.mia)
    assert look() == Why.OWN_PRIORITY


def test_an_escalation_that_is_taken_back_changes_its_priority(cast, ticket, look):
    filed(cast.gus, category=cast.site_down)
    escalation.escalate(ticket, reason="Promised", by=cast.mia)
    look()
    escalation.take_back(ticket, reason="Solved by phone", by=cast.mia)
    assert look() == Why.OWN_PRIORITY


def test_another_agent_has_more_before_it(cast, ticket, look):
    for _ in range(2):
        assignment.assign(filed(cast.gus, ago=5 * HOUR), to=cast.ben, by=cast.mia)
    look()
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    assert look() == Why.OWN_AGENT


def test_its_agent_was_given_tickets_that_go_first(cast, look):
    older = filed(cast.gus, ago=5 * HOUR)
    look()
    assignment.assign(older, to=cast.ana, by=cast.mia)
    assert look() == Why.AGENT


def test_what_cannot_be_named_is_that_another_one_goes_first(cast, look):
    older = filed(cast.gus, ago=5 * HOUR)
    older = assignment.assign(older, to=cast.ben, by=cast.mia)
    conversation.ask_for_information(older, body="Which?", by=cast.ben, form_key=make.key())
    later = filed(cast.gus, ago=HOUR)
    look()
    priority = Priority.objects.get(name="Urgent")
    later.priority, later.rank = priority, priority.rank
    later.save()
    assert look() == Why.ORDER


def test_a_better_place_needs_no_words_and_ends_them(cast, ticket, look):
    first = assignment.assign(filed(cast.gus, ago=5 * HOUR), to=cast.ana, by=cast.mia)
    look()
    urgent = filed(cast.gus, category=cast.site_down)
    assert look() == Why.FILED
    progress.close(first, by=cast.gus)
    assert look() == ""
    progress.close(urgent, by=cast.gus)
    assert look() == ""


def test_an_explanation_stands_for_an_hour(cast, look, clock):
    look()
    filed(cast.gus, category=cast.site_down)
    assert look() == Why.FILED
    clock(minutes=50)
    assert look() == Why.FILED
    clock(minutes=10)
    assert look() == ""


def test_a_new_wait_is_not_compared_with_the_one_before(cast, ticket, look, clock):
    look()
    conversation.reply(ticket, body="Done?", by=cast.ana, form_key=make.key())
    clock(hours=1)
    conversation.message(ticket, body="No.", by=cast.cleo, form_key=make.key())
    assert look() == ""
