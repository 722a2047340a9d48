"""Two people act on one ticket at the same instant: never do both win, and nobody's words are lost."""

from functools import partial

from activity.models import Event
from shared.refusal import Refusal
from tests import make
from tests.together import committed, together
from tickets import assignment, conversation, events, progress, timeline
from tickets.lifecycle import ChangedMeanwhile, NotPossible, NotYours
from tickets.models import Message, Ticket
from tickets.statuses import Status

ROUNDS = 15

pytestmark = committed


def seen_by_both(cast, **more):
    """A ticket of Cleo's that Ana has, and what its page has shown."""
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia, **more)
    return ticket, timeline.last_event_id(ticket)


def sort(results):
    """The refusals among the results, by name; anything else that was raised is an error."""
    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, Refusal) for error in refused), refused
    return [type(error) for error in refused]


def test_a_reply_against_a_reassignment(cast):
    for _ in range(ROUNDS):
        ticket, seen = seen_by_both(cast)
        results = together(
            partial(conversation.reply, ticket, body="Mine.", by=cast.ana, form_key=make.key(), seen=seen),
            partial(assignment.assign, ticket, to=cast.ben, by=cast.mia, seen=seen),
        )
        ticket.refresh_from_db()
        replied = ticket.messages.filter(body="Mine.").count()
        (refusal,) = sort(results)
        if replied:
            assert (refusal, ticket.assignee, ticket.state) == (ChangedMeanwhile, cast.ana, Status.WORK_IN_PROGRESS)
        else:
            # It is Ben's now; Ana reads whose, and her draft is hers.
            assert (refusal, ticket.assignee, ticket.state) == (NotYours, cast.ben, Status.ASSIGNED)


def test_two_managers_assign(cast):
    zoe = cast.ben
    zoe.is_manager = True
    zoe.save()
    for _ in range(ROUNDS):
        ticket, seen = seen_by_both(cast)
        results = together(
            partial(assignment.assign, ticket, to=cast.mia, by=cast.mia, seen=seen),
            partial(assignment.assign, ticket, to=zoe, by=zoe, seen=seen),
        )
        assert sort(results) == [ChangedMeanwhile]
        (won,) = [result for result in results if isinstance(result, Ticket)]
        ticket.refresh_from_db()
        assert ticket.assignee == won.assignee
        assert Event.objects.filter(subject_id=ticket.pk, name=events.ASSIGNED).count() == 2


def test_a_double_click_on_reply(cast):
    for _ in range(ROUNDS):
        ticket, seen = seen_by_both(cast)
        form_key = make.key()

        def click(ticket=ticket, form_key=form_key, seen=seen):
            return conversation.reply(ticket, body="Once.", by=cast.ana, form_key=form_key, seen=seen)

        first, second = together(click, click)
        assert isinstance(first, Message), first
        assert first == second
        assert ticket.messages.filter(body="Once.").count() == 1
        assert Event.objects.filter(subject_id=ticket.pk, name=events.REPLIED).count() == 1


def test_a_message_always_lands_and_an_answer_that_did_not_know_it_is_held_back(cast):
    for _ in range(ROUNDS):
        ticket, seen = seen_by_both(cast)
        message, answer = together(
            partial(conversation.message, ticket, body="Wait!", by=cast.cleo, form_key=make.key()),
            partial(conversation.suggest_solution, ticket, body="Done.", by=cast.ana, form_key=make.key(), seen=seen),
        )
        assert isinstance(message, Message), message
        ticket.refresh_from_db()
        if isinstance(answer, Message):
            assert ticket.state == Status.NEEDS_REPLY, "the message came after the solution"
        else:
            assert type(answer) is ChangedMeanwhile
            assert ticket.state == Status.ASSIGNED


def test_requester_and_staff_close(cast):
    for _ in range(ROUNDS):
        ticket, seen = seen_by_both(cast)
        results = together(
            partial(progress.close, ticket, by=cast.cleo),
            partial(progress.close, ticket, by=cast.ana, reason="Duplicate", seen=seen),
        )
        (refusal,) = sort(results)
        assert refusal in (NotPossible, ChangedMeanwhile)
        assert Event.objects.filter(subject_id=ticket.pk, name=events.CLOSED).count() == 1


def test_two_people_reopen(cast):
    for _ in range(ROUNDS):
        ticket = make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
        requester, manager = together(
            partial(conversation.reopen, ticket, body="Again.", by=cast.cleo, form_key=make.key()),
            partial(conversation.reopen, ticket, body="We look again.", by=cast.mia, form_key=make.key()),
        )
        assert isinstance(requester, Message), "the requester's words always land"
        assert isinstance(manager, Message | NotPossible)
        ticket.refresh_from_db()
        assert ticket.state == Status.REOPENED
        assert Event.objects.filter(subject_id=ticket.pk, name=events.REOPENED).count() == 1


def test_a_manager_and_the_agent_start_work(cast):
    for _ in range(ROUNDS):
        ticket, _ = seen_by_both(cast)
        results = together(
            partial(progress.start_work, ticket, by=cast.ana), partial(progress.start_work, ticket, by=cast.mia)
        )
        assert sort(results) == [NotPossible]
        assert Event.objects.filter(subject_id=ticket.pk, name=events.WORK_STARTED).count() == 1
