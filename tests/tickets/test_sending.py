"""A reply leaves ten seconds after it was sent: it can be taken back, and what comes in meanwhile stops it."""

import pytest

from activity import outbox
from activity.models import Delivery, Event
from tests import make
from tickets import assignment, conversation, drafts, events, progress, sending, timeline, undo
from tickets.lifecycle import ChangedMeanwhile, NotYours
from tickets.models import Draft, HeldReply, Message
from tickets.statuses import Status
from tickets.undo import TooLateToUndo

Kind = HeldReply.Kind


@pytest.fixture
def ticket(cast, post_office):
    """Cleo's ticket, which Ana has; everybody has been told so."""
    given = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    post_office()
    return given


def hold(ticket, by, *, kind=Kind.REPLY, body="The second charge is gone.", **more):
    return sending.hold(ticket, kind=kind, body=body, by=by, form_key=more.pop("form_key", make.key()), **more)


def words_of(user, ticket):
    draft = drafts.of(user, Draft.Kind.REPLY, ticket=ticket)
    return draft and draft.words["body"]


def sent(ticket):
    return list(Message.objects.filter(ticket=ticket, kind="reply").values_list("body", flat=True))


KINDS = {
    Kind.REPLY: Status.WORK_IN_PROGRESS,
    Kind.QUESTION: Status.NEEDS_MORE_INFO,
    Kind.SOLUTION: Status.SOLUTION_SUGGESTED,
    Kind.LAST_WORD: Status.CLOSED,
}


@pytest.mark.parametrize(("kind", "status"), KINDS.items(), ids=[kind or "reply" for kind in KINDS])
class TestEveryKind:
    def test_is_not_sent_before_its_time_and_once_after_it(self, cast, ticket, kind, status, clock, post_office):
        held = hold(ticket, cast.ana, kind=kind)
        (waiting,) = Delivery.objects.filter(event=held.event, done_at=None).values_list("pk", flat=True)
        clock(seconds=9)
        assert waiting not in outbox.claim()
        assert sent(ticket) == []
        clock(seconds=2)
        assert waiting in outbox.claim()
        letters = post_office()
        assert [(letter.to, "The second charge is gone." in letter.body) for letter in letters] == [
            (["cleo@acme.test"], True)
        ]
        assert sending.send(held.event_id) is None
        assert (sent(ticket), post_office()) == (["The second charge is gone."], [])
        ticket.refresh_from_db()
        assert ticket.state == status
        assert not HeldReply.objects.exists()

    def test_is_taken_back_and_never_sent(self, cast, ticket, kind, status, post_office):
        before = type(ticket).objects.values().get(pk=ticket.pk)
        held = hold(ticket, cast.ana, kind=kind)
        for _ in range(2):
            undo.take_back(ticket, held.event, by=cast.ana)
        assert (post_office(), sent(ticket)) == ([], [])
        assert words_of(cast.ana, ticket) == "The second charge is gone."
        assert type(ticket).objects.values().get(pk=ticket.pk) == before

    def test_is_sent_now(self, cast, ticket, kind, status, post_office):
        held = hold(ticket, cast.ana, kind=kind)
        assert sending.send(held.event_id).body == "The second charge is gone."
        assert len(post_office()) == 1
        with pytest.raises(TooLateToUndo):
            undo.take_back(ticket, held.event, by=cast.ana)

    def test_is_stopped_by_a_message_of_the_requester(self, cast, ticket, kind, status, post_office):
        held = hold(ticket, cast.ana, kind=kind)
        conversation.message(ticket, body="It is back!", by=cast.cleo, form_key=make.key())
        assert sending.send(held.event_id) is None
        assert (sent(ticket), words_of(cast.ana, ticket)) == ([], "The second charge is gone.")
        assert "Cleo Acme added a message" in drafts.of(cast.ana, Draft.Kind.REPLY, ticket=ticket).came_back
        to_ana = [letter for letter in post_office() if "was not sent" in letter.subject]
        assert [letter.to for letter in to_ana] == [["ana@acme.test"]]


OTHERS = {
    "reassigned": lambda cast, ticket: assignment.assign(ticket, to=cast.ben, by=cast.mia),
    "unassigned": lambda cast, ticket: assignment.unassign(ticket, by=cast.mia),
    "closed": lambda cast, ticket: progress.close(ticket, by=cast.cleo),
    "answered by a manager": lambda cast, ticket: conversation.reply(
        ticket, body="I took care of it.", by=cast.mia, form_key=make.key()
    ),
    "noted on": lambda cast, ticket: conversation.internal_note(
        ticket, body="Wait!", by=cast.mia, form_key=make.key()
    ),
    "left without its author": lambda cast, ticket: type(cast.ana).objects.filter(pk=cast.ana.pk).update(
        is_active=False
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", OTHERS.values(), ids=OTHERS)
def test_whatever_somebody_else_does_the_words_are_kept(cast, ticket, act, post_office):
    held = hold(ticket, cast.ana)
    act(cast, ticket)
    post_office()
    assert "The second charge is gone." not in sent(ticket)
    assert words_of(cast.ana, ticket) == "The second charge is gone."
    assert not HeldReply.objects.filter(pk=held.pk).exists()


def test_what_is_written_meanwhile_stays_a_draft(cast, ticket, clock, post_office):
    hold(ticket, cast.ana)
    clock(seconds=3)
    drafts.save(cast.ana, Draft.Kind.REPLY, {"body": "One more thing"}, ticket=ticket)
    post_office()
    assert (sent(ticket), words_of(cast.ana, ticket)) == (["The second charge is gone."], "One more thing")


def test_words_that_come_back_stand_before_those_written_meanwhile(cast, ticket):
    held = hold(ticket, cast.ana)
    drafts.save(cast.ana, Draft.Kind.REPLY, {"body": "One more thing"}, ticket=ticket)
    undo.take_back(ticket, held.event, by=cast.ana)
    assert words_of(cast.ana, ticket) == "The second charge is gone.\n\nOne more thing"


def test_a_second_click_is_held_once(cast, ticket):
    form_key = make.key()
    assert hold(ticket, cast.ana, form_key=form_key) == hold(ticket, cast.ana, form_key=form_key)
    assert Event.objects.filter(name=events.REPLY_HELD).count() == 1


def test_what_was_not_read_is_refused_at_once(cast, ticket):
    seen = timeline.last_event_id(ticket)
    conversation.message(ticket, body="It is back!", by=cast.cleo, form_key=make.key())
    with pytest.raises(ChangedMeanwhile, match="Cleo Acme added a message"):
        hold(ticket, cast.ana, seen=seen)
    with pytest.raises(NotYours):
        hold(ticket, cast.ben)
    assert not HeldReply.objects.exists()


def test_of_two_who_answer_at_once_the_first_is_sent(cast, ticket, post_office):
    hold(ticket, cast.ana, body="From Ana")
    hold(ticket, cast.mia, body="From Mia")
    post_office()
    assert (sent(ticket), words_of(cast.mia, ticket)) == (["From Ana"], "From Mia")


def test_it_can_be_taken_back_for_as_long_as_it_waits(cast, ticket, clock):
    held = hold(ticket, cast.ana)
    clock(minutes=30)  # nobody sends: the workers are down
    undo.take_back(ticket, held.event, by=cast.ana)
    assert words_of(cast.ana, ticket)


def test_nobody_else_takes_it_back(cast, ticket):
    held = hold(ticket, cast.ana)
    with pytest.raises(TooLateToUndo, match="Only who did this"):
        undo.take_back(ticket, held.event, by=cast.mia)


def test_a_manager_reopens_with_a_reply_that_is_held(cast, ticket, post_office):
    progress.close(ticket, by=cast.cleo)
    post_office()
    hold(ticket, cast.mia, kind=Kind.REOPENING, body="We found more.")
    post_office()
    ticket.refresh_from_db()
    assert (ticket.state, sent(ticket)) == (Status.REOPENED, ["We found more."])


def test_the_last_word_closes_and_is_told_in_one_mail(cast, ticket, post_office):
    hold(ticket, cast.ana, kind=Kind.LAST_WORD, body="Refunded. Bye!")
    (letter,) = post_office()
    assert "Refunded. Bye!" in letter.body
    assert "and closed it" in letter.body
    assert letter.from_email.startswith("Ana Acme at ")
    ticket.refresh_from_db()
    assert (ticket.closed_by, ticket.first_answered_at is None) == ("staff", False)
    assert undo.possible(ticket, by=cast.ana) is None, "it has been told"


def test_the_requester_never_learns_that_a_reply_was_held(cast, ticket):
    held = hold(ticket, cast.ana)
    undo.take_back(ticket, held.event, by=cast.ana)
    hold(ticket, cast.ana, body="Better words")
    told = timeline.entries(ticket, reader=cast.cleo, for_staff=False)
    assert [entry.heading for entry in told] == ["Ticket submitted", "Assigned to Ana Acme by Mia Acme"]
