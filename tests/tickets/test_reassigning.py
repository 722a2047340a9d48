"""An agent asks for another one; a manager says yes or no."""

import pytest

from activity.models import Event
from tests import make
from tests.together import committed, together
from tickets import access, assignment, events, progress, reassigning, timeline, undo
from tickets.lifecycle import NotYours
from tickets.models import ReassignRequest
from tickets.reassigning import AlreadyDecided, ReasonMissing, SamePerson

pytestmark = pytest.mark.django_db


def told(ticket, reader):
    return [entry.heading for entry in timeline.entries(ticket, reader=reader, for_staff=reader.is_staff_member)]


@pytest.fixture
def ticket(cast):
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


@pytest.fixture
def request_of_ana(cast, ticket):
    return reassigning.ask(ticket, reason="I know the customer.", by=cast.ana)


def test_the_agent_asks_with_a_reason_that_only_staff_reads(cast, ticket, request_of_ana):
    assert list(ReassignRequest.objects.waiting()) == [request_of_ana]
    assert "You asked for another agent: I know the customer." in told(ticket, cast.ana)
    assert "Ana Acme asked for another agent: I know the customer." in told(ticket, cast.mia)
    assert not [line for line in told(ticket, cast.cleo) if "another agent" in line]
    assert access.desk_ticket(cast.mia, ticket.number).is_asked_away


def test_asking_again_changes_nothing(cast, ticket, request_of_ana):
    assert reassigning.ask(ticket, reason="Again.", by=cast.ana) == request_of_ana
    assert Event.objects.filter(name=events.REASSIGN_ASKED).count() == 1


def test_without_a_reason_nobody_is_asked(cast, ticket):
    with pytest.raises(ReasonMissing):
        reassigning.ask(ticket, reason="  \n", by=cast.ana)


def test_only_the_agent_of_an_open_ticket_asks(cast, ticket):
    assert access.may(cast.ana, ticket).ask_to_reassign
    for person in (cast.ben, cast.mia, cast.cleo, cast.max):
        assert not access.may(person, ticket).ask_to_reassign
        with pytest.raises(NotYours, match="Only Ana Acme can do that"):
            reassigning.ask(ticket, reason="Me too.", by=person)


def test_a_manager_gives_it_to_somebody_else(cast, ticket, request_of_ana):
    decided = reassigning.accept(request_of_ana, to=cast.ben, by=cast.mia)
    assert (decided.outcome, decided.decided_by, decided.ticket.assignee) == ("accepted", cast.mia, cast.ben)
    assert not ReassignRequest.objects.waiting().exists()


def test_not_to_who_asked(cast, ticket, request_of_ana):
    with pytest.raises(SamePerson):
        reassigning.accept(request_of_ana, to=cast.ana, by=cast.mia)


def test_a_manager_declines_with_an_answer_and_the_agent_can_ask_again(cast, ticket, request_of_ana):
    with pytest.raises(ReasonMissing, match="stays with Ana Acme"):
        reassigning.decline(request_of_ana, answer="", by=cast.mia)
    declined = reassigning.decline(request_of_ana, answer="You know it best.", by=cast.mia)
    assert declined.outcome == "declined"
    assert "Mia Acme left it with its agent: You know it best." in told(ticket, cast.ana)
    assert not [line for line in told(ticket, cast.cleo) if "its agent" in line]
    assert reassigning.ask(ticket, reason="Really.", by=cast.ana) != request_of_ana


def test_agents_decide_nothing(cast, ticket, request_of_ana):
    for person in (cast.ana, cast.ben, cast.max):
        with pytest.raises(NotYours):
            reassigning.accept(request_of_ana, to=cast.ben, by=person)
        with pytest.raises(NotYours):
            reassigning.decline(request_of_ana, answer="No.", by=person)


@pytest.mark.parametrize("move", ["assign", "unassign"])
def test_whatever_way_the_ticket_goes_the_request_is_answered(cast, ticket, request_of_ana, move):
    if move == "assign":
        assignment.assign(ticket, to=cast.ben, by=cast.mia)
    else:
        assignment.unassign(ticket, by=cast.mia)
    request_of_ana.refresh_from_db()
    assert (request_of_ana.outcome, request_of_ana.decided_by) == ("accepted", cast.mia)
    with pytest.raises(AlreadyDecided, match="Mia Acme reassigned the ticket before you"):
        reassigning.decline(request_of_ana, answer="No.", by=cast.mia)


def test_a_reassignment_that_is_taken_back_leaves_the_request_open(cast, ticket, request_of_ana):
    reassigning.accept(request_of_ana, to=cast.ben, by=cast.mia)
    undo.take_back(ticket, undo.possible(ticket, by=cast.mia), by=cast.mia)
    assert list(ReassignRequest.objects.waiting()) == [request_of_ana]


def test_a_closed_ticket_needs_no_answer(cast, ticket, request_of_ana):
    progress.close(ticket, by=cast.cleo)
    assert not ReassignRequest.objects.waiting().exists()


@committed
def test_of_two_managers_who_decide_at_once_one_is_told(cast):
    zoe = cast.max
    zoe.is_manager = True
    zoe.save()
    for _ in range(10):
        asked = reassigning.ask(make.assigned(cast.cleo, cast.ana, by=cast.mia), reason="Ill.", by=cast.ana)
        results = together(
            lambda asked=asked: reassigning.accept(asked, to=cast.ben, by=cast.mia),
            lambda asked=asked: reassigning.decline(asked, answer="No.", by=zoe),
        )
        assert sorted(type(result) for result in results if isinstance(result, Exception)) == [AlreadyDecided]
        assert len([result for result in results if isinstance(result, ReassignRequest)]) == 1


@committed
def test_a_double_click_asks_once(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    first, second = together(*[lambda: reassigning.ask(ticket, reason="Ill.", by=cast.ana)] * 2)
    assert first == second
