"""Two tickets of one person become one, words land where it goes on, and all of it can be undone."""

from datetime import timedelta

import pytest

from activity.models import Delivery, Event
from shared.clock import now
from tests import make
from tickets import access, assignment, conversation, drafts, escalation, events, merging, progress, timeline
from tickets.lifecycle import Merged, NotYours, TooLateToReopen
from tickets.models import Draft, Message, Relation, Ticket
from tickets.statuses import Status


@pytest.fixture
def two(cast, clock):
    """Two open tickets of Cleo's that Ana has, the first filed an hour before the second."""
    first = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Charged twice", description="First words.")
    clock(hours=1)
    second = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Charged again", description="Second words.")
    clock(minutes=1)
    return first, second


def write(ticket, cast, body="And?", **more):
    return conversation.message(ticket, body=body, by=cast.cleo, form_key=more.get("form_key", make.key()))


def facts(ticket):
    """Everything that the life of a ticket writes into it, and its place."""
    fresh = Ticket.objects.values().get(pk=ticket.pk)
    place = list(Ticket.objects.waiting().in_serving_order().values_list("pk", flat=True))
    return fresh, place


def bodies(ticket, reader, *, for_staff=True):
    entries = timeline.entries(ticket, reader=reader, for_staff=for_staff)
    return [(entry.message.body, entry.whence) for entry in entries if entry.message]


class TestMerge:
    def test_the_source_closes_and_leads_to_the_target(self, cast, two):
        first, second = two
        merging.merge(second, into=first, by=cast.ana)
        second.refresh_from_db()
        assert (second.state, second.merged_into, second.closed_by) == (Status.CLOSED, first, "merge")
        assert merging.end_of(second) == first

    def test_its_messages_are_read_in_the_target_in_order_of_time(self, cast, two, clock):
        first, second = two
        write(first, cast, "Third words.")
        clock(minutes=1)
        conversation.internal_note(second, body="Only we know.", by=cast.ana, form_key=make.key())
        merging.merge(second, into=first, by=cast.ana)
        clock(minutes=1)
        write(first, cast, "Fifth words.")
        second_one = f"from #{second.number}"
        assert bodies(first, cast.ana) == [
            ("First words.", ""),
            ("Second words.", second_one),
            ("Third words.", ""),
            ("Only we know.", second_one),
            ("Fifth words.", ""),
        ]
        assert ("Only we know.", second_one) not in bodies(first, cast.cleo, for_staff=False)
        assert len(bodies(first, cast.cleo, for_staff=False)) == 4

    def test_both_tell_of_it(self, cast, two):
        first, second = two
        merging.merge(second, into=first, by=cast.mia)
        last = [timeline.entries(ticket, reader=cast.ana, for_staff=True)[-1].heading for ticket in (first, second)]
        assert last == [
            f"#{second.number} merged into this ticket by Mia Acme",
            f"Merged into #{first.number} by Mia Acme",
        ]

    def test_twice_merges_once(self, cast, two):
        first, second = two
        once, again = (merging.merge(second, into=first, by=cast.ana) for _ in range(2))
        assert once == again
        assert Event.objects.filter(name=events.MERGED).count() == 1

    @pytest.mark.parametrize(
        ("source", "target", "becomes"),
        [
            (Status.NEEDS_REPLY, Status.NEEDS_MORE_INFO, Status.NEEDS_REPLY),
            (Status.NEEDS_REPLY, Status.SOLUTION_SUGGESTED, Status.NEEDS_REPLY),
            (Status.NEEDS_REPLY, Status.WORK_IN_PROGRESS, Status.NEEDS_REPLY),
            (Status.NEEDS_REPLY, Status.REOPENED, Status.REOPENED),
            (Status.NEW, Status.NEW, Status.NEW),
            (Status.WORK_IN_PROGRESS, Status.SOLUTION_SUGGESTED, Status.WORK_IN_PROGRESS),
            (Status.WORK_IN_PROGRESS, Status.ASSIGNED, Status.ASSIGNED),
            (Status.NEEDS_MORE_INFO, Status.WORK_IN_PROGRESS, Status.WORK_IN_PROGRESS),
            (Status.SOLUTION_SUGGESTED, Status.SOLUTION_SUGGESTED, Status.SOLUTION_SUGGESTED),
        ],
    )
    def test_what_is_more_pressing_goes_on(self, cast, source, target, becomes):
        people = {"requester": cast.cleo, "agent": cast.ana, "manager": cast.mia}
        target, source = make.in_status(target, **people), make.in_status(source, **people)
        made = merging.merge(source, into=target, by=cast.mia)
        target.refresh_from_db()
        assert target.state == becomes
        assert bool(target.closes_at) == (becomes == Status.SOLUTION_SUGGESTED)
        merging.undo(made, by=cast.mia)

    def test_an_escalation_goes_along_and_comes_back(self, cast, two):
        first, second = two
        escalation.escalate(second, reason="The boss asks", by=cast.mia)
        before = facts(first), facts(second)
        made = merging.merge(second, into=first, by=cast.mia)
        first.refresh_from_db()
        assert (bool(first.escalated_at), first.rank) == (True, first.effective_rank)
        merging.undo(made, by=cast.mia)
        assert (facts(first), facts(second)) == before

    def test_the_target_waits_since_the_earlier_moment(self, cast, two):
        first, second = two
        since = Ticket.objects.get(pk=first.pk).waiting_since
        merging.merge(first, into=second, by=cast.ana)
        second.refresh_from_db()
        assert (second.waiting_since, second.unanswered_since) == (since, since)

    def test_unsent_words_come_along_unless_there_are_others(self, cast, two):
        first, second = two
        drafts.save(cast.ana, Draft.Kind.REPLY, {"body": "Dear Cleo"}, ticket=second)
        drafts.save(cast.ana, Draft.Kind.INTERNAL_NOTE, {"body": "Ask Ben"}, ticket=second)
        drafts.save(cast.ana, Draft.Kind.INTERNAL_NOTE, {"body": "Mine"}, ticket=first)
        drafts.save(cast.ben, Draft.Kind.REPLY, {"body": "Once it was mine"}, ticket=second)
        merging.merge(second, into=first, by=cast.ana)
        kept = {(d.user.name, d.kind, d.ticket_id): d.words["body"] for d in Draft.objects.select_related("user")}
        assert kept == {
            ("Ana Acme", "reply", first.pk): "Dear Cleo",
            ("Ana Acme", "note", second.pk): "Ask Ben",
            ("Ana Acme", "note", first.pk): "Mine",
            ("Ben Acme", "reply", second.pk): "Once it was mine",
        }


class TestRefusals:
    def refused(self, source, into, by, error=merging.CannotMerge):
        before = list(Ticket.objects.order_by("pk").values())
        with pytest.raises(error) as refusal:
            merging.merge(source, into=into, by=by)
        assert list(Ticket.objects.order_by("pk").values()) == before
        return refusal.value.sentence

    def test_itself(self, cast, two):
        assert "into itself" in self.refused(two[0], two[0], cast.mia)

    def test_of_another_requester(self, cast, two):
        vics = make.ticket(cast.vic)
        assert "Link the two" in self.refused(two[0], vics, cast.mia, merging.DifferentRequesters)

    def test_into_a_closed_one_and_from_one(self, cast, two):
        first, second = two
        progress.close(second, by=cast.cleo)
        assert f"#{second.number} is closed" in self.refused(first, second, cast.mia)
        assert f"#{second.number} is closed" in self.refused(second, first, cast.mia)

    def test_one_that_was_merged(self, cast, two):
        first, second = two
        third = make.ticket(cast.cleo)
        merging.merge(second, into=first, by=cast.mia)
        assert "merged itself" in self.refused(third, second, cast.mia)
        assert "merged already" in self.refused(second, third, cast.mia)
        assert "merged itself" in self.refused(first, second, cast.mia), "and never in a circle"

    def test_who_does_not_work_both(self, cast, two):
        first, second = two
        unassigned = make.ticket(cast.cleo)
        assert "nobody's yet" in self.refused(first, unassigned, cast.ana, NotYours)
        bens = make.assigned(cast.cleo, cast.ben, by=cast.mia)
        assert "Ben Acme's" in self.refused(first, bens, cast.ana, NotYours)
        for stranger in (cast.ben, cast.max, cast.cleo):
            self.refused(first, second, stranger, NotYours)


class TestLaterWords:
    def test_the_requesters_message_lands_in_the_target(self, cast, two):
        first, second = two
        merging.merge(second, into=first, by=cast.ana)
        for write_to in (conversation.message, conversation.reopen):
            written = write_to(second, body="More", by=cast.cleo, form_key=make.key())
            assert written.ticket == first
        second.refresh_from_db()
        assert second.state == Status.CLOSED

    def test_a_click_before_and_one_after_the_merge_write_once(self, cast, two):
        first, second = two
        form_key = make.key()
        before = write(second, cast, "Once", form_key=form_key)
        merging.merge(second, into=first, by=cast.ana)
        assert write(second, cast, "Once", form_key=form_key) == before
        assert Message.objects.filter(body="Once").count() == 1

    def test_it_reopens_a_target_that_closed_since(self, cast, two):
        first, second = two
        merging.merge(second, into=first, by=cast.ana)
        progress.close(first, by=cast.ana, reason="Done")
        assert write(second, cast).ticket == first
        first.refresh_from_db()
        assert first.state == Status.REOPENED

    def test_unless_that_is_too_long_ago(self, cast, two, clock):
        first, second = two
        merging.merge(second, into=first, by=cast.ana)
        progress.close(first, by=cast.ana, reason="Done")
        clock(days=8)
        with pytest.raises(TooLateToReopen):
            write(second, cast)

    def test_nothing_else_can_be_done_with_a_merged_ticket(self, cast, two):
        first, second = two
        merging.merge(second, into=first, by=cast.ana)
        second.refresh_from_db()
        for person in (cast.cleo, cast.ana, cast.mia):
            assert not any(value for name, value in vars(access.may(person, second)).items() if name != "link")
        for act in (conversation.reply, conversation.internal_note, conversation.suggest_solution):
            with pytest.raises(Merged, match="Go on there"):
                act(second, body="Late", by=cast.ana, form_key=make.key())
        with pytest.raises(Merged):
            conversation.reopen(second, body="Late", by=cast.mia, form_key=make.key())

    def test_late_words_of_an_agent_wait_as_a_draft_where_it_goes_on(self, cast, two):
        first, second = two
        merging.merge(second, into=first, by=cast.ana)
        second.refresh_from_db()
        assert merging.hand_on(second, Draft.Kind.REPLY, "Late", by=cast.ana) == first
        assert drafts.of(cast.ana, Draft.Kind.REPLY, ticket=first).words == {"body": "Late"}
        assert merging.hand_on(second, Draft.Kind.REPLY, "Later", by=cast.ana) is None, "nothing is overwritten"
        assert merging.hand_on(second, Draft.Kind.REPLY, "Late", by=cast.ben) is None


class TestChains:
    def test_words_and_readers_are_led_to_the_last_one(self, cast, two):
        first, second = two
        third = make.assigned(cast.cleo, cast.ana, by=cast.mia, description="Third words.")
        merging.merge(second, into=first, by=cast.ana)
        merging.merge(first, into=third, by=cast.ana)
        second.refresh_from_db()
        assert merging.end_of(second) == third
        assert write(second, cast).ticket == third
        assert {whence for _, whence in bodies(third, cast.ana)} == {
            "", f"from #{first.number}", f"from #{second.number}",
        }  # fmt: skip

    def test_undone_in_the_middle_the_rest_stays_together(self, cast, two):
        first, second = two
        third = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        merging.merge(second, into=first, by=cast.ana)
        made = merging.merge(first, into=third, by=cast.ana)
        merging.undo(made, by=cast.ana)
        second.refresh_from_db()
        assert merging.end_of(second) == first
        assert len(bodies(first, cast.ana)) == 2
        assert len(bodies(third, cast.ana)) == 1


class TestUndo:
    def test_both_are_what_they_were_and_where_they_were(self, cast, two):
        first, second = two
        conversation.suggest_solution(first, body="Try this.", by=cast.ana, form_key=make.key())
        make.ticket(cast.vic)
        before = facts(first), facts(second)
        made = merging.merge(second, into=first, by=cast.ana)
        assert (facts(first), facts(second)) != before
        merging.undo(made, by=cast.ana)
        assert (facts(first), facts(second)) == before

    def test_twice_undoes_once(self, cast, two):
        made = merging.merge(two[1], into=two[0], by=cast.ana)
        for _ in range(2):
            merging.undo(made, by=cast.ana)
        assert Event.objects.filter(name=events.UNMERGED).count() == 1

    def test_what_was_written_since_stays_with_the_target(self, cast, two):
        first, second = two
        made = merging.merge(second, into=first, by=cast.ana)
        write(second, cast, "Since then.")
        conversation.reply(first, body="Answered.", by=cast.ana, form_key=make.key())
        merging.undo(made, by=cast.ana)
        first.refresh_from_db()
        assert first.state == Status.WORK_IN_PROGRESS, "the answer counts"
        assert [body for body, _ in bodies(first, cast.ana)] == ["First words.", "Since then.", "Answered."]
        assert bodies(second, cast.ana) == [("Second words.", "")]

    def test_a_target_that_closed_since_stays_closed(self, cast, two):
        first, second = two
        made = merging.merge(second, into=first, by=cast.ana)
        progress.close(first, by=cast.ana, reason="Done")
        merging.undo(made, by=cast.ana)
        assert Ticket.objects.get(pk=first.pk).state == Status.CLOSED
        assert Ticket.objects.get(pk=second.pk).is_open

    def test_a_close_that_became_due_meanwhile_gets_its_time_anew(self, cast, two, clock):
        first, second = two
        conversation.suggest_solution(second, body="Try this.", by=cast.ana, form_key=make.key())
        made = merging.merge(second, into=first, by=cast.ana)
        clock(days=20)
        merging.undo(made, by=cast.ana)
        second.refresh_from_db()
        assert second.state == Status.SOLUTION_SUGGESTED
        assert now() + timedelta(days=6) < second.closes_at

    def test_who_has_left_does_not_get_it_back(self, cast, two):
        first, second = two
        made = merging.merge(second, into=first, by=cast.mia)
        cast.ana.is_active = False
        cast.ana.save()
        merging.undo(made, by=cast.mia)
        second.refresh_from_db()
        assert (second.state, second.assignee) == (Status.NEW, None)

    def test_for_thirty_days(self, cast, two, clock):
        made = merging.merge(two[1], into=two[0], by=cast.ana)
        clock(days=30, minutes=1)
        with pytest.raises(merging.CannotUndo, match="30 days"):
            merging.undo(made, by=cast.ana)

    def test_only_for_who_works_both(self, cast, two):
        made = merging.merge(two[1], into=two[0], by=cast.mia)
        assignment.assign(two[0], to=cast.ben, by=cast.mia)
        for person in (cast.ana, cast.ben, cast.max, cast.cleo):
            with pytest.raises(NotYours):
                merging.undo(made, by=person)
        merging.undo(made, by=cast.mia)

    def test_it_can_be_merged_again(self, cast, two):
        first, second = two
        for _ in range(2):
            merging.undo(merging.merge(second, into=first, by=cast.ana), by=cast.ana)
        merging.merge(second, into=first, by=cast.ana)
        assert Relation.objects.standing().count() == 1
        assert Relation.objects.count() == 3


class TestMails:
    def test_they_wait_for_an_undo(self, cast, two):
        merging.merge(two[1], into=two[0], by=cast.mia)
        waiting = Delivery.objects.filter(event__name__in=[events.MERGED, events.TOOK_IN], reaction__startswith="mail.")
        assert waiting.count() == 3
        assert all(one.available_at - one.event.at == merging.HOLD for one in waiting.select_related("event"))

    def test_undone_in_time_nobody_is_told_anything(self, cast, two, post_office):
        post_office()
        merging.undo(merging.merge(two[1], into=two[0], by=cast.mia), by=cast.mia)
        assert post_office() == []

    def test_the_requester_and_the_agent_are_told_once(self, cast, two, post_office):
        first, second = two
        post_office()
        made = merging.merge(second, into=first, by=cast.mia)
        told = [(letter.to, letter.subject) for letter in post_office()]
        assert told == [
            ([cast.cleo.email], f"[#{second.number}] Re: Charged again"),
            ([cast.ana.email], f"[#{first.number}] Another ticket merged into it: Charged twice"),
        ]
        merging.undo(made, by=cast.mia)
        assert [letter.to for letter in post_office()] == [[cast.cleo.email], [cast.ana.email]]
