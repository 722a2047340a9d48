"""What requesters tell the managers, and what the managers do about it."""

from datetime import timedelta

import pytest

from accounts.models import User
from activity import outbox
from activity.models import Delivery, Event
from shared import clock as the_clock
from shared.refusal import Refusal
from sla import complaints, managers
from sla.models import Complaint, ComplaintEntry
from tenants.scope import person_scope
from tests import make
from tests.sla.test_seal import manager
from tickets import assignment, conversation, guest_accounts, lifecycle, merging, progress, undo
from tickets.models import Ticket
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


def complain(ticket, by, happened="He was rude.", **more):
    """Write to the managers about a ticket."""
    return complaints.complain(ticket, happened=happened, by=by, **{"form_key": make.key()} | more)


def as_read_by(user, complaint):
    """Return the complaint with its texts as somebody reads it."""
    with person_scope(user):
        found = Complaint.objects.select_related("agent", "writer", "ticket", "taken_by").get(pk=complaint.pk)
        found.said = [(entry.kind, entry.body) for entry in found.entries.order_by("id")]
        return found


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, which Ben has."""
    return make.assigned(cast.cleo, cast.ben, by=cast.mia)


class TestWriting:
    def test_it_names_the_ticket_and_its_agent_and_changes_neither(self, cast, ticket):
        before = Ticket.objects.filter(pk=ticket.pk).values().get()
        written = complain(ticket, cast.cleo, wish="Somebody else.")
        found = as_read_by(cast.mia, written)
        assert (found.writer, found.ticket, found.agent) == (cast.cleo, ticket, cast.ben)
        assert (found.state, found.outcome, found.said) == ("new", "", [("message", "He was rude.")])
        assert Ticket.objects.filter(pk=ticket.pk).values().get() == before

    def test_a_second_one_about_the_same_ticket_is_added_to_the_first(self, cast, ticket):
        first = complain(ticket, cast.cleo)
        assert complain(ticket, cast.cleo, "And again.") == first
        assert len(as_read_by(cast.mia, first).said) == 2

    def test_one_about_the_next_agent_of_the_ticket_is_another_one(self, cast, ticket):
        """Who read the first one may be the agent by now."""
        ines = manager("Ines", is_agent=True)
        first = complain(ticket, cast.cleo)
        ticket = assignment.assign(ticket, to=ines, by=cast.mia)
        second = complain(ticket, cast.cleo, "Ines too.")
        assert first != second
        assert as_read_by(ines, first).agent == cast.ben
        with person_scope(ines):
            assert list(Complaint.objects.all()) == [first]

    def test_one_and_the_same_form_is_sent_once(self, cast, ticket):
        key = make.key()
        first = complain(ticket, cast.cleo, form_key=key)
        assert complain(ticket, cast.cleo, form_key=key) == first
        told = [complaints.tell(addressee=None, body="x", by=cast.cleo, form_key=key, agent=None) for _ in range(2)]
        assert told == [first, first]
        assert len(as_read_by(cast.mia, first).said) == 1
        assert Event.objects.filter(name="complaint.written").count() == 1

    def test_before_a_ticket_has_an_agent_it_is_about_nobody(self, cast):
        assert as_read_by(cast.mia, complain(make.ticket(cast.cleo), cast.cleo)).agent is None

    def test_after_it_was_taken_back_it_is_about_who_last_answered(self, cast, ticket):
        conversation.reply(ticket, body="Hm.", by=cast.ben, form_key=make.key())
        assignment.unassign(ticket, by=cast.mia)
        ticket.refresh_from_db()
        assert as_read_by(cast.mia, complain(ticket, cast.cleo)).agent == cast.ben

    def test_a_different_agent_is_asked_for_beside_a_complaint(self, cast, ticket):
        asked = complaints.ask_for_another_agent(ticket, reason="No.", by=cast.cleo, form_key=make.key())
        assert asked.is_request
        assert complain(ticket, cast.cleo) != asked

    def test_there_is_no_different_agent_where_there_is_none(self, cast, ticket):
        unassigned = make.ticket(cast.cleo)
        progress.close(ticket, by=cast.cleo)
        ticket.refresh_from_db()
        for one in (unassigned, ticket):
            with pytest.raises(complaints.NoOtherAgent):
                complaints.ask_for_another_agent(one, reason="No.", by=cast.cleo, form_key=make.key())

    def test_what_could_not_be_kept_from_the_agent_is_not_taken(self, cast):
        User.objects.filter(pk=cast.max.pk).update(is_active=False)
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        with pytest.raises(complaints.NobodyReads) as refusal:
            complain(ticket, cast.cleo)
        assert cast.mia.name in refusal.value.sentence
        with person_scope(cast.cleo):
            assert not Complaint.objects.exists()


class TestAnswering:
    def test_a_reply_settles_it_and_its_writer_reads_it(self, cast, ticket):
        written = complain(ticket, cast.cleo)
        complaints.note(written, body="Between us.", by=cast.mia, form_key=make.key())
        complaints.answer(written, body="Sorry.", outcome="answered", by=cast.mia, form_key=make.key())
        found = as_read_by(cast.cleo, written)
        assert (found.state, found.outcome, found.taken_by) == ("answered", "answered", cast.mia)
        assert found.said == [("message", "He was rude."), ("reply", "Sorry.")]
        assert len(as_read_by(cast.mia, written).said) == 3

    @pytest.mark.parametrize("act", ["in hand", "note", "reply"])
    def test_who_begins_has_it_in_hand(self, cast, ticket, act):
        written, words = complain(ticket, cast.cleo), {"body": "Hm.", "by": cast.mia, "form_key": make.key()}
        if act == "in hand":
            complaints.take_in_hand(written, by=cast.mia)
        else:
            {"note": complaints.note, "reply": complaints.answer}[act](written, **words)
        found = as_read_by(cast.mia, written)
        assert (found.state, found.taken_by) == ("in-hand", cast.mia)
        assert found.waiting_since

    def test_who_has_it_in_hand_keeps_it(self, cast, ticket):
        written, ines = complain(ticket, cast.cleo), manager("Ines")
        complaints.take_in_hand(written, by=ines)
        complaints.take_in_hand(written, by=cast.mia)
        complaints.answer(written, body="x", outcome="no-change", by=cast.mia, form_key=make.key())
        assert as_read_by(cast.mia, written).taken_by == ines

    def test_what_its_writer_adds_to_an_answered_one_waits_again(self, cast, ticket, clock):
        written = complain(ticket, cast.cleo)
        complaints.answer(written, body="No.", outcome="no-change", by=cast.mia, form_key=make.key())
        clock(days=3)
        complaints.add(written, body="But why?", by=cast.cleo, form_key=make.key())
        found = as_read_by(cast.mia, written)
        assert (found.state, found.taken_by, found.answered_at) == ("new", None, None)
        assert found.waiting_since > found.written_at
        assert found.waiting_since <= the_clock.now()

    def test_who_answers_past_something_new_is_stopped(self, cast, ticket):
        written, ines = complain(ticket, cast.cleo), manager("Ines")
        complaints.answer(written, body="Sorry.", outcome="answered", by=ines, form_key=make.key(), seen=1)
        words = {"body": "Sorry!", "outcome": "answered", "by": cast.mia, "form_key": make.key()}
        with pytest.raises(complaints.ChangedMeanwhile, match="Ines wrote"):
            complaints.answer(written, **words, seen=1)
        complaints.answer(written, **words, seen=2)

    def test_one_and_the_same_reply_is_sent_once(self, cast, ticket):
        written, key = complain(ticket, cast.cleo), make.key()
        for _ in range(2):
            complaints.answer(written, body="Sorry.", outcome="answered", by=cast.mia, form_key=key, seen=1)
        assert len(as_read_by(cast.mia, written).said) == 2
        assert Event.objects.filter(name="complaint.answered").count() == 1

    @pytest.mark.parametrize("outcome", ["reassigned", "never"])
    def test_an_outcome_that_words_alone_are_not(self, cast, ticket, outcome):
        with pytest.raises(Refusal):
            complaints.answer(complain(ticket, cast.cleo), body="x", outcome=outcome, by=cast.mia, form_key=make.key())

    @pytest.mark.parametrize("who", ["ben", "ana", "max"])
    def test_nobody_does_anything_to_one_that_they_do_not_read(self, cast, ticket, who):
        written, user = complain(ticket, cast.cleo), getattr(cast, who)
        words = {"by": user, "form_key": make.key()}
        for act in (
            lambda: complaints.take_in_hand(written, by=user),
            lambda: complaints.answer(written, body="x", **words),
            lambda: complaints.note(written, body="x", **words),
            lambda: complaints.reassign(written, to=cast.ana, **words),
        ):
            with pytest.raises(Complaint.DoesNotExist):
                act()
        assert as_read_by(cast.mia, written).state == "new"


class TestWhomItIsAbout:
    def test_who_answered_what_was_merged_is_whom_it_is_about_while_nobody_has_the_rest(self, cast):
        """Ben may be a manager: he would read what is about him."""
        cast.ben.is_manager = True
        cast.ben.save()
        first, second, third = (make.assigned(cast.cleo, cast.ben, by=cast.mia) for _ in range(3))
        conversation.reply(first, body="No.", by=cast.ben, form_key=make.key())
        merging.merge(first, into=second, by=cast.mia)
        merging.merge(second, into=third, by=cast.mia)
        third = assignment.unassign(Ticket.objects.get(pk=third.pk), by=cast.mia)
        written = complain(third, cast.cleo)
        assert as_read_by(cast.mia, written).agent == cast.ben
        with pytest.raises(Complaint.DoesNotExist):
            as_read_by(cast.ben, written)


class TestReassigning:
    def test_the_ticket_goes_to_somebody_else_and_keeps_its_place(self, cast, ticket):
        waiting_since = ticket.waiting_since
        written = complain(ticket, cast.cleo)
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        ticket.refresh_from_db()
        assert (ticket.assignee, ticket.waiting_since) == (cast.ana, waiting_since)
        found = as_read_by(cast.cleo, written)
        assert (found.outcome, found.agent) == ("reassigned", cast.ben)
        assert cast.ana.name in found.said[-1][1]

    def test_a_merged_ticket_is_reassigned_where_it_goes_on(self, cast, ticket):
        written = complain(ticket, cast.cleo)
        other = make.assigned(cast.cleo, cast.ben, by=cast.mia)
        merging.merge(ticket, into=other, by=cast.mia)
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        other.refresh_from_db()
        assert other.assignee == cast.ana

    def test_undone_it_waits_again_as_before_and_its_writer_is_told_nothing(self, cast, ticket, clock, post_office):
        written = complain(ticket, cast.cleo)
        waited_since = as_read_by(cast.mia, written).waiting_since
        clock(hours=1)
        post_office()
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        undo.take_back(ticket, undo.possible(ticket, by=cast.mia), by=cast.mia)
        ticket.refresh_from_db()
        assert ticket.assignee == cast.ben
        found = as_read_by(cast.mia, written)
        assert (found.outcome, found.answered_at, found.taken_by) == ("", None, cast.mia)
        assert abs(found.waiting_since - waited_since) < timedelta(seconds=5)
        assert found.said == [("message", "He was rude.")]
        assert not post_office()
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        assert as_read_by(cast.mia, written).outcome == "reassigned"

    def test_undone_a_second_time_round_it_waits_since_the_word_that_was_not_answered(self, cast, ticket, clock):
        written = complain(ticket, cast.cleo)
        complaints.answer(written, body="Sorry.", outcome="answered", by=cast.mia, form_key=make.key())
        clock(hours=1)
        again = the_clock.now()
        complaints.add(written, body="Again!", by=cast.cleo, form_key=make.key())
        clock(hours=1)
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        undo.take_back(ticket, undo.possible(ticket, by=cast.mia), by=cast.mia)
        assert abs(as_read_by(cast.mia, written).waiting_since - again) < timedelta(seconds=5)

    def test_undone_where_it_was_merged_the_complaint_waits_again(self, cast, ticket):
        written = complain(ticket, cast.cleo)
        other = make.assigned(cast.cleo, cast.ben, by=cast.mia)
        merging.merge(ticket, into=other, by=cast.mia)
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        undo.take_back(other, undo.possible(other, by=cast.mia), by=cast.mia)
        assert as_read_by(cast.mia, written).outcome == ""

    def test_it_is_not_undone_once_its_writer_was_told_or_wrote_again(self, cast, ticket, clock):
        written = complain(ticket, cast.cleo)
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        done = undo.possible(ticket, by=cast.mia)
        complaints.add(written, body="Thank you!", by=cast.cleo, form_key=make.key())
        with pytest.raises(undo.SomethingElseHappened):
            undo.take_back(ticket, done, by=cast.mia)
        complaints.reassign(written, to=cast.mia, by=cast.mia, form_key=make.key())
        done = undo.possible(ticket, by=cast.mia)
        for delivery in Delivery.objects.filter(event__name="complaint.answered", done_at=None):
            outbox.deliver(delivery.pk)
        with pytest.raises(undo.TooLateToUndo):
            undo.take_back(ticket, done, by=cast.mia)
        ticket.refresh_from_db()
        assert (ticket.assignee, as_read_by(cast.mia, written).outcome) == (cast.mia, "reassigned")

    def test_the_undo_of_another_assignment_changes_nothing_of_it(self, cast, ticket):
        written = complain(ticket, cast.cleo)
        complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        assignment.assign(ticket, to=cast.ben, by=cast.mia)
        undo.take_back(ticket, undo.possible(ticket, by=cast.mia), by=cast.mia)
        assert as_read_by(cast.mia, written).outcome == "reassigned"

    def test_not_to_whom_it_is_about(self, cast, ticket):
        written = complain(ticket, cast.cleo)
        with pytest.raises(complaints.CannotReassign):
            complaints.reassign(written, to=cast.ben, by=cast.mia, form_key=make.key())
        about_nothing = complaints.tell(addressee=None, body="x", by=cast.cleo, form_key=make.key(), agent=None)
        with pytest.raises(complaints.CannotReassign):
            complaints.reassign(about_nothing, to=cast.ana, by=cast.mia, form_key=make.key())

    def test_a_closed_ticket_stays_and_the_complaint_waits(self, cast, ticket):
        written = complain(ticket, cast.cleo)
        progress.close(ticket, by=cast.cleo)
        with pytest.raises(lifecycle.NotPossible):
            complaints.reassign(written, to=cast.ana, by=cast.mia, form_key=make.key())
        assert as_read_by(cast.mia, written).outcome == ""

    def test_an_admin_who_stands_in_for_the_managers_answers_but_does_not_reassign(self, cast):
        ticket = make.assigned(cast.cleo, cast.mia, by=cast.mia)
        written = complain(ticket, cast.cleo)
        with pytest.raises(lifecycle.NotYours):
            complaints.reassign(written, to=cast.ana, by=cast.max, form_key=make.key())
        complaints.answer(written, body="Sorry.", outcome="answered", by=cast.max, form_key=make.key())
        assert as_read_by(cast.cleo, written).state == "answered"


def test_a_guests_complaint_goes_along_to_the_account_that_is_theirs(cast, post_office):
    ticket = make.assigned(cast.gus, cast.ben, by=cast.mia)
    written = complain(ticket, cast.gus)
    guest_accounts.join(cast.gus, email=cast.cleo.email, by=cast.mia)
    post_office()
    assert as_read_by(cast.cleo, written).writer == cast.cleo


def test_the_log_knows_no_person_ticket_or_word(cast, ticket, post_office):
    written = complain(ticket, cast.cleo, happened="Kieselstein")
    complaints.note(written, body="Kieselstein", by=cast.mia, form_key=make.key())
    complaints.answer(written, body="Kieselstein", outcome="answered", by=cast.mia, form_key=make.key())
    post_office()
    events = list(Event.objects.filter(name__startswith="complaint.").values())
    assert {event["subject_id"] for event in events} == {written.pk}
    assert {event["actor_id"] for event in events} == {None}
    told = [event["data"] for event in events]
    staff = set(User.objects.filter(is_manager=True).values_list("pk", flat=True)) | {cast.max.pk}
    assert sorted(data["to"] for data in told if "to" in data) == sorted(staff)
    assert [data for data in told if "to" not in data] == [{"is_new": True}, {}]
    assert "Kieselstein" not in str(events)


@pytest.mark.parametrize("agent", ["ben", "mia", None])
def test_who_reads_it_is_said_as_the_database_decides_it(cast, agent):
    otto = manager("Otto", is_manager=False, is_admin=True)
    manager("Ines", is_active=False)
    about = getattr(cast, agent) if agent else None
    ticket = make.assigned(cast.cleo, about, by=cast.mia) if about else make.ticket(cast.cleo)
    written = complain(ticket, cast.cleo)
    for user in User.objects.exclude(pk=cast.cleo.pk):
        with person_scope(user):
            reads = Complaint.objects.filter(pk=written.pk).exists()
        assert reads == (user in managers.readers(about)), user
    assert (otto in managers.readers(about)) == (agent == "mia")


def test_status_is_untouched_by_all_of_it(cast):
    people = {"requester": cast.cleo, "agent": cast.ben, "manager": cast.mia}
    for status in Status:
        ticket = make.in_status(status, **people)
        written = complain(ticket, cast.cleo)
        complaints.answer(written, body="x", outcome="answered", by=cast.mia, form_key=make.key())
        assert Ticket.objects.get(pk=ticket.pk).state == status
        with person_scope(cast.mia):
            assert ComplaintEntry.objects.filter(complaint=written).count() == 2
