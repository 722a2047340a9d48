"""One act on many tickets: each by its own verb, as far as it is allowed at that moment, and undone as a whole."""

import pytest

from accounts.models import Membership
from activity.models import Delivery, Event
from tests import make
from tickets import assignment, bulk, conversation, events, merging, progress, undo
from tickets.models import BulkItem, BulkJob, Category, Tag, Ticket
from tickets.statuses import Status
from tickets.undo import TooLateToUndo

Act, Outcome = BulkJob.Act, BulkItem.Outcome


@pytest.fixture
def five(cast):
    """Five tickets of Cleo's that Ana has."""
    return [make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=f"No. {number}") for number in range(5)]


def _manager(user):
    user.is_manager = True
    user.save()
    return user


def begin(act, tickets, by, **how):
    chosen = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])
    return bulk.begin(act, tickets=chosen, how=how.pop("how", how), by=by, form_key=how.pop("form_key", make.key()))


def run(job):
    """Let the workers do all turns; return how many there were."""
    turns = 0
    while True:
        turns += 1
        job = bulk.carry_on(job)
        if (job.finished_at and not job.undone_at) or job.undo_finished_at:
            return turns


def outcomes(job):
    return {item.ticket_id: item.outcome for item in job.items.all()}


def sentences(job):
    return {item.ticket_id: item.sentence for item in job.items.exclude(sentence="")}


def states(tickets):
    return {Ticket.objects.get(pk=ticket.pk).state for ticket in tickets}


class TestActs:
    def test_close(self, cast, five):
        job = begin(Act.CLOSE, five, cast.ana, reason="The outage is over.")
        run(job)
        assert set(outcomes(job).values()) == {Outcome.DONE}
        assert states(five) == {Status.CLOSED}
        assert {ticket.close_reason for ticket in Ticket.objects.all()} == {"The outage is over."}

    def test_assign_and_unassign(self, cast, five):
        run(begin(Act.ASSIGN, five, cast.mia, to=cast.ben.pk))
        assert set(Ticket.objects.values_list("assignee", flat=True)) == {cast.ben.pk}
        run(begin(Act.UNASSIGN, five, cast.mia))
        assert states(five) == {Status.NEW}

    def test_change_the_category(self, cast, five):
        run(begin(Act.RECATEGORISE, five, cast.ana, category=cast.sales.pk))
        assert set(Ticket.objects.values_list("category", flat=True)) == {cast.sales.pk}

    def test_tags(self, cast, five):
        run(begin(Act.TAG, five, cast.ana, tag="outage"))
        assert Tag.objects.get().taggings.count() == 5
        run(begin(Act.UNTAG, five[:2], cast.ana, tag="outage"))
        assert Tag.objects.get().taggings.count() == 3

    def test_merge_into_the_oldest(self, cast, five):
        job = begin(Act.MERGE, five[1:], cast.ana)
        run(job)
        assert {merging.end_of(Ticket.objects.get(pk=ticket.pk)) for ticket in five[1:]} == {five[1]}
        assert len(outcomes(job)) == 3

    def test_what_changes_nothing_is_said_to(self, cast, five):
        job = begin(Act.ASSIGN, five, cast.mia, to=cast.ana.pk)
        run(job)
        assert set(outcomes(job).values()) == {Outcome.UNCHANGED}


class TestRefusals:
    @pytest.mark.parametrize("act", [Act.ASSIGN, Act.UNASSIGN, Act.ESCALATE])
    def test_an_agent_does_not_move_tickets(self, cast, five, act):
        with pytest.raises(bulk.CannotBegin, match="Only a manager"):
            begin(act, five, cast.ana, to=cast.ana.pk)

    def test_none_and_too_many(self, cast, five, monkeypatch):
        with pytest.raises(bulk.CannotBegin, match="at least one"):
            begin(Act.CLOSE, [], cast.ana, reason="x")
        monkeypatch.setattr(bulk, "MOST", 4)
        with pytest.raises(bulk.CannotBegin, match="more than 4"):
            begin(Act.CLOSE, five, cast.ana, reason="x")

    def test_more_at_once_than_anybody_waits_for(self, cast, five, monkeypatch):
        monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
        first, _ = begin(Act.TAG, five, cast.mia, tag="a"), begin(Act.TAG, five, cast.mia, tag="b")
        with pytest.raises(bulk.CannotBegin, match="2 of your acts on many tickets still run"):
            begin(Act.TAG, five, cast.mia, tag="c")
        begin(Act.TAG, five, cast.ana, tag="c")
        run(first)
        begin(Act.TAG, five, cast.mia, tag="c")

    def test_merging_needs_several_of_one_person(self, cast, five):
        with pytest.raises(bulk.CannotBegin, match="at least two"):
            begin(Act.MERGE, five[:1], cast.mia)
        with pytest.raises(bulk.CannotBegin, match="different people"):
            begin(Act.MERGE, [*five, make.ticket(cast.vic)], cast.mia)

    def test_each_ticket_says_why_not_and_the_others_are_done(self, cast, five):
        progress.close(five[0], by=cast.cleo)
        assignment.assign(five[1], to=cast.ben, by=cast.mia)
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        run(job)
        told = sentences(job)
        assert "while this ticket is Closed" in told[five[0].pk]
        assert "assigned to Ben Acme" in told[five[1].pk]
        assert [outcomes(job)[ticket.pk] for ticket in five] == [Outcome.REFUSED] * 2 + [Outcome.DONE] * 3

    def test_rights_are_asked_when_the_turn_comes(self, cast, five):
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        assignment.assign(five[0], to=cast.ben, by=cast.mia)
        Membership.objects.filter(user=cast.ana).delete()
        run(job)
        assert sentences(job)[five[0].pk] == "You can no longer read this ticket."
        assert outcomes(job)[five[1].pk] == Outcome.DONE

    def test_who_is_deactivated_meanwhile_does_nothing_more(self, cast, five):
        job = begin(Act.CLOSE, five, cast.mia, reason="Done")
        cast.mia.is_active = False
        cast.mia.save()
        run(job)
        assert set(outcomes(job).values()) == {Outcome.REFUSED}
        assert states(five) == {Status.ASSIGNED}

    @pytest.mark.parametrize(("act", "how"), [(Act.ASSIGN, {"to": "mia"}), (Act.UNASSIGN, {})])
    def test_what_another_manager_assigned_meanwhile_stays(self, cast, five, act, how):
        how = {key: getattr(cast, name).pk for key, name in how.items()}
        job = begin(act, five, cast.mia, how=how | {"seen": undo.newest()})
        max_ = _manager(cast.max)
        assignment.assign(five[0], to=cast.ben, by=max_)
        run(job)
        assert sentences(job) == {five[0].pk: "Ben Acme was given this ticket meanwhile. Nothing was changed."}
        assert set(Ticket.objects.filter(assignee=cast.ben)) == {five[0]}

    def test_what_is_no_longer_there_is_said(self, cast, five):
        spare = Category.objects.create(name="Spare", priority=cast.site_down.priority)
        job = begin(Act.RECATEGORISE, five, cast.ana, category=spare.pk)
        spare.delete()
        run(job)
        assert set(sentences(job).values()) == {"What this needs is no longer there."}


class TestTurns:
    def test_small_ones_until_all_is_done(self, cast, five, monkeypatch):
        monkeypatch.setattr(bulk, "TURN", 2)
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        assert run(job) == 3
        assert states(five) == {Status.CLOSED}

    def test_a_turn_too_many_does_nothing(self, cast, five):
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        run(job)
        before = Event.objects.count(), outcomes(job)
        bulk.carry_on(job)
        assert (Event.objects.count(), outcomes(job)) == before

    def test_a_second_click_begins_once(self, cast, five):
        form_key = make.key()
        chosen = Ticket.objects.all()
        once, again = (
            bulk.begin(Act.CLOSE, tickets=chosen, how={"reason": "x"}, by=cast.ana, form_key=form_key) for _ in "12"
        )
        assert once == again
        assert Event.objects.filter(name=events.BULK_BEGUN).count() == 1

    def test_what_came_later_is_not_among_them(self, cast, five):
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        late = make.assigned(cast.cleo, cast.ana, by=cast.mia)
        run(job)
        assert states([late]) == {Status.ASSIGNED}

    def test_the_outbox_does_it_all(self, cast, five, post_office, monkeypatch):
        monkeypatch.setattr(bulk, "TURN", 2)
        post_office()
        begin(Act.CLOSE, five, cast.ana, reason="Done")
        letters = post_office()
        assert states(five) == {Status.CLOSED}
        assert [letter.to for letter in letters] == [[cast.cleo.email]] * 5


class TestUndo:
    def test_as_a_whole(self, cast, five):
        before = list(Ticket.objects.order_by("pk").values())
        for act, how in (
            (Act.CLOSE, {"reason": "Done"}),
            (Act.ASSIGN, {"to": cast.ben.pk}),
            (Act.UNASSIGN, {}),
            (Act.RECATEGORISE, {"category": cast.sales.pk}),
            (Act.TAG, {"tag": "outage"}),
            (Act.ESCALATE, {"reason": "The boss asks"}),
            (Act.MERGE, {}),
        ):
            job = begin(act, five, cast.mia, how=how)
            run(job)
            bulk.undo_all(job, by=cast.mia)
            run(job)
            assert set(outcomes(job).values()) == {Outcome.UNDONE}, act
            assert list(Ticket.objects.order_by("pk").values()) == before, act

    def test_nobody_is_told_of_what_was_undone(self, cast, five, post_office):
        post_office()
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        run(job)
        bulk.undo_all(job, by=cast.ana)
        run(job)
        assert post_office() == []

    def test_mails_wait_until_the_job_is_through(self, cast, five, monkeypatch):
        monkeypatch.setattr(bulk, "TURN", 2)
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        job = bulk.carry_on(job)
        mails = Delivery.objects.filter(event__name=events.CLOSED, reaction__startswith="mail.")
        assert all((mail.available_at - job.locked_at).total_seconds() > 60 for mail in mails)
        run(job)
        job.refresh_from_db()
        assert {(mail.available_at - job.finished_at).total_seconds() for mail in mails.all()} == {10}

    def test_in_the_middle_it_stops(self, cast, five, monkeypatch):
        monkeypatch.setattr(bulk, "TURN", 2)
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        bulk.carry_on(job)
        bulk.undo_all(job, by=cast.ana)
        run(job)
        assert sorted(outcomes(job).values()) == [Outcome.SKIPPED] * 3 + [Outcome.UNDONE] * 2
        assert states(five) == {Status.ASSIGNED}

    def test_what_went_on_since_stays_with_its_reason(self, cast, five):
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        run(job)
        conversation.reopen(five[0], body="No!", by=cast.cleo, form_key=make.key())
        bulk.undo_all(job, by=cast.ana)
        run(job)
        assert outcomes(job)[five[0].pk] == Outcome.KEPT
        assert "Cleo Acme reopened this ticket" in sentences(job)[five[0].pk]
        assert states(five[1:]) == {Status.ASSIGNED}

    def test_a_long_job_is_undone_from_its_first_ticket_on(self, cast, five, monkeypatch, clock):
        monkeypatch.setattr(bulk, "TURN", 2)
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        bulk.carry_on(job)
        clock(minutes=2)
        run(job)
        bulk.undo_all(job, by=cast.ana)
        run(job)
        assert set(outcomes(job).values()) == {Outcome.UNDONE}

    def test_too_late_and_not_by_others(self, cast, five, clock):
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        with pytest.raises(TooLateToUndo, match="Only who began"):
            bulk.undo_all(job, by=cast.mia)
        run(job)
        clock(seconds=20)
        with pytest.raises(TooLateToUndo, match="too late"):
            bulk.undo_all(job, by=cast.ana)

    def test_who_is_no_manager_any_more_undoes_nothing(self, cast, five):
        job = begin(Act.UNASSIGN, five, cast.mia)
        run(job)
        cast.mia.is_manager = False
        cast.mia.save()
        bulk.undo_all(job, by=cast.mia)
        run(job)
        assert set(outcomes(job).values()) == {Outcome.KEPT}
        assert not Ticket.objects.exclude(assignee=None).exists()

    def test_twice_undoes_once(self, cast, five):
        job = begin(Act.CLOSE, five, cast.ana, reason="Done")
        run(job)
        for _ in range(2):
            bulk.undo_all(job, by=cast.ana)
        run(job)
        bulk.carry_on(job)
        assert Event.objects.filter(name=events.TAKEN_BACK).count() == 5
