"""Where the tenant allows it, agents take unassigned tickets and answer those of their colleagues."""

import pytest

from accounts.models import User
from activity.models import Event
from tests import make
from tests.together import committed, together
from tickets import access, assignment, catalogue, conversation, events, progress, timeline
from tickets.assignment import AtTheLimit
from tickets.lifecycle import ChangedMeanwhile, NotYours
from tickets.models import Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def dan(cast):
    """A colleague of Ana's."""
    make.member(cast.ben, cast.billing)
    return cast.ben


@pytest.fixture
def pick(cast):
    catalogue.change_rules(agents_pick=True, by=cast.max)


@pytest.fixture
def answer_others(cast):
    catalogue.change_rules(agents_answer_others=True, by=cast.max)


def test_an_agent_takes_what_is_nobodys(cast, pick, post_office):
    ticket = make.ticket(cast.cleo)
    assert access.may(cast.ana, ticket).take
    taken = assignment.take(ticket, by=cast.ana)
    taken.refresh_from_db()
    assert (taken.assignee, taken.state) == (cast.ana, Status.ASSIGNED)
    assert taken.waiting_since == ticket.waiting_since
    assert timeline.entries(taken, reader=cast.ana, for_staff=True)[-1].heading == "Taken by you"
    assert not [mail for mail in post_office() if mail.to == ["ana@acme.test"]]
    assert conversation.reply(taken, body="Hello.", by=cast.ana, form_key=make.key())


def test_taking_it_twice_is_taking_it_once(cast, pick):
    ticket = make.ticket(cast.cleo)
    assignment.take(ticket, by=cast.ana)
    assignment.take(ticket, by=cast.ana)
    assert Event.objects.filter(name=events.ASSIGNED).count() == 1


def test_without_the_rule_nobody_takes_and_is_told_who_assigns(cast):
    ticket = make.ticket(cast.cleo)
    assert not access.may(cast.ana, ticket).take
    with pytest.raises(NotYours, match="Here a manager assigns tickets"):
        assignment.take(ticket, by=cast.ana)


def test_what_somebody_has_is_not_taken(cast, pick, dan):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    with pytest.raises(NotYours, match="Ana Acme has this ticket already"):
        assignment.take(ticket, by=dan)


def test_an_agent_of_another_team_takes_nothing(cast, pick):
    with pytest.raises(NotYours):
        assignment.take(make.ticket(cast.cleo), by=cast.ben)
    assignment.take(make.ticket(cast.cleo, category=cast.sales), by=cast.ben)


def test_customers_and_admins_take_nothing(cast, pick):
    ticket = make.ticket(cast.cleo, category=cast.sales)
    for person in (cast.cleo, cast.gus, cast.max):
        with pytest.raises(NotYours):
            assignment.take(ticket, by=person)


def test_nobody_takes_more_than_the_limit(cast, pick):
    User.objects.filter(pk=cast.ana.pk).update(ticket_limit=1)
    make.assigned(cast.cleo, cast.ana, by=cast.mia)
    with pytest.raises(AtTheLimit, match="You have 1 open ticket, and your limit is 1"):
        assignment.take(make.ticket(cast.cleo), by=cast.ana)


def test_who_has_not_seen_the_news_is_told(cast, pick):
    ticket = make.ticket(cast.cleo)
    seen = timeline.last_event_id(ticket)
    conversation.message(ticket, body="More.", by=cast.cleo, form_key=make.key())
    with pytest.raises(ChangedMeanwhile):
        assignment.take(ticket, by=cast.ana, seen=seen)


def test_a_colleague_answers_where_the_tenant_allows_it(cast, dan, answer_others):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    may = access.may(dan, ticket)
    assert (may.reply, may.ask, may.suggest, may.note) == (True,) * 4
    assert (may.close, may.recategorise, may.assign, may.take, may.ask_to_reassign) == (False,) * 5
    conversation.reply(ticket, body="Ana is out. The refund is on its way.", by=dan, form_key=make.key())
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (cast.ana, Status.WORK_IN_PROGRESS), "it stays Ana's"


def test_but_not_in_another_team_and_not_what_is_nobodys(cast, answer_others):
    with pytest.raises(NotYours):
        conversation.reply(
            make.assigned(cast.cleo, cast.ana, by=cast.mia), body="Me!", by=cast.ben, form_key=make.key()
        )
    with pytest.raises(NotYours):
        conversation.reply(make.ticket(cast.cleo), body="Me!", by=cast.ana, form_key=make.key())


def test_without_the_rule_colleagues_read_along(cast, dan):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    with pytest.raises(NotYours, match="Only Ana Acme or a manager can do that"):
        conversation.reply(ticket, body="Me!", by=dan, form_key=make.key())


def test_closing_stays_with_the_agent_and_the_managers(cast, dan, answer_others):
    with pytest.raises(NotYours):
        progress.close(make.assigned(cast.cleo, cast.ana, by=cast.mia), by=dan, reason="Done")


@committed
def test_of_two_who_take_at_once_one_has_it_and_the_other_is_told(cast):
    catalogue.change_rules(agents_pick=True, by=cast.max)
    make.member(cast.ben, cast.billing)
    for _ in range(10):
        ticket = make.ticket(cast.cleo)
        results = together(
            *(lambda who=who, ticket=ticket: assignment.take(ticket, by=who) for who in (cast.ana, cast.ben))
        )
        (won,) = [result for result in results if isinstance(result, Ticket)]
        (lost,) = [result for result in results if isinstance(result, NotYours)]
        assert lost.sentence.startswith(f"{won.assignee.name} has this ticket already.")


@committed
def test_of_two_clicks_at_the_limit_one_counts(cast):
    catalogue.change_rules(agents_pick=True, ticket_limit=1, by=cast.max)
    tickets = [make.ticket(cast.cleo) for _ in range(2)]
    results = together(*(lambda ticket=ticket: assignment.take(ticket, by=cast.ana) for ticket in tickets))
    assert sorted(type(result).__name__ for result in results) == ["AtTheLimit", "Ticket"]
