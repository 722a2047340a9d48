"""A requester escalates when the plan's wait is over: on the day that the page names, once, and until staff answers."""

from datetime import timedelta

import pytest

from activity.models import Event
from shared import clock as the_clock
from tests import make
from tests.calendar_days import FRIDAY, MONDAY, NEXT_MONDAY, NEXT_TUESDAY, THURSDAY, WEDNESDAY, go_to
from tests.together import committed
from tickets import conversation, escalation, events, housekeeping, lifecycle, merging, progress, rights, timeline, undo
from tickets.acts import Act
from tickets.models import Escalation, Ticket
from tickets.rights import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Of Cleo, filed on a Monday at 9:12, with Ana."""
    go_to(MONDAY)
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def escalate(ticket, by, reason="No answer since Monday"):
    return escalation.escalate(ticket, reason=reason, by=by)


def answer(ticket, by):
    conversation.reply(ticket, body="We look into it.", by=by, form_key=make.key())
    return fresh(ticket)


def offered(ticket):
    return {right.kind: right for right in rights.rights(fresh(ticket), the_clock.now())}


class TestTheDay:
    """Before it the act is refused with the date, from it on it is accepted; page and act never differ."""

    def test_day_four_is_too_early(self, cast, ticket):
        go_to(FRIDAY)
        with pytest.raises(lifecycle.TooEarly, match=r"from Monday 13 May, 09:12 \(UTC\)"):
            escalate(ticket, cast.cleo)
        assert not offered(ticket)[Kind.ESCALATE].is_open
        assert fresh(ticket).escalated_at is None

    def test_day_five_is_not(self, cast, ticket):
        go_to(NEXT_MONDAY + timedelta(minutes=1))
        assert offered(ticket)[Kind.ESCALATE].is_open
        assert escalate(ticket, cast.cleo).rank == 0

    def test_a_vip_waits_three(self, cast, ticket):
        vics = make.assigned(cast.vic, cast.ana, by=cast.mia)
        go_to(WEDNESDAY)
        with pytest.raises(lifecycle.TooEarly, match="Thursday 9 May"):
            escalate(vics, cast.vic)
        go_to(THURSDAY + timedelta(minutes=1))
        assert escalate(vics, cast.vic).escalated_at
        with pytest.raises(lifecycle.TooEarly):
            escalate(ticket, cast.cleo)

    def test_a_bump_does_not_begin_it_anew(self, cast, ticket):
        go_to(FRIDAY)
        conversation.message(ticket, body="Hello?", by=cast.cleo, form_key=make.key())
        go_to(NEXT_MONDAY + timedelta(minutes=1))
        assert escalate(ticket, cast.cleo).escalated_at

    def test_the_list_of_acts_says_the_same(self, cast, ticket):
        go_to(FRIDAY)
        assert Act.ESCALATE not in lifecycle.possible(fresh(ticket), cast.cleo, now=the_clock.now())
        go_to(NEXT_TUESDAY)
        assert Act.ESCALATE in lifecycle.possible(fresh(ticket), cast.cleo, now=the_clock.now())

    def test_nothing_is_due_while_it_is_the_customers_turn(self, cast, ticket):
        answer(ticket, cast.ana)
        go_to(NEXT_TUESDAY)
        assert Kind.ESCALATE not in offered(ticket)
        with pytest.raises(lifecycle.NotPossible, match="none is due here"):
            escalate(ticket, cast.cleo)

    @pytest.mark.parametrize("part", ["vic", "ana", "ben", "max", "gus"])
    def test_nobody_else_has_it(self, cast, ticket, part):
        go_to(NEXT_TUESDAY)
        with pytest.raises(lifecycle.NotYours):
            escalate(ticket, getattr(cast, part))

    def test_a_manager_needs_no_wait(self, cast, ticket):
        assert escalate(ticket, cast.mia).escalation.party == Escalation.Party.MANAGER


class TestOnce:
    """Once per wait, and the wait ends with staff's answer."""

    @pytest.fixture
    def escalated(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        return escalate(ticket, cast.cleo)

    def test_the_place_is_kept(self, cast, ticket, escalated):
        assert (escalated.waiting_since, escalated.state) == (ticket.waiting_since, ticket.state)

    def test_the_answer_ends_it(self, cast, ticket, escalated):
        answered = answer(ticket, cast.ana)
        assert (answered.escalated_at, answered.escalation, answered.rank) == (None, None, ticket.priority.rank)

    def test_a_managers_own_stays(self, cast, ticket):
        escalate(ticket, cast.mia)
        assert answer(ticket, cast.ana).escalated_at

    def test_closing_ends_it_and_the_undo_of_that_brings_it_back(self, cast, ticket, escalated):
        closed = progress.close(ticket, by=cast.cleo)
        assert closed.escalated_at is None
        undo.take_back(closed, undo.possible(closed, by=cast.cleo), by=cast.cleo)
        again = fresh(ticket)
        assert (again.escalated_at, again.escalation, again.rank) == (
            escalated.escalated_at, escalated.escalation, 0,
        )  # fmt: skip

    def test_not_twice(self, cast, ticket, escalated):
        with pytest.raises(lifecycle.NotPossible, match="escalated already"):
            escalate(ticket, cast.cleo)

    def test_not_again_after_a_manager_took_it_back(self, cast, ticket, escalated):
        escalation.take_back(ticket, reason="Settled", by=cast.mia)
        with pytest.raises(lifecycle.NotPossible, match="once per wait"):
            escalate(ticket, cast.cleo)
        assert Kind.ESCALATE not in offered(ticket)

    def test_again_in_the_next_wait(self, cast, ticket, escalated):
        answer(ticket, cast.ana)
        conversation.message(ticket, body="No.", by=cast.cleo, form_key=make.key())
        with pytest.raises(lifecycle.TooEarly):
            escalate(ticket, cast.cleo)
        go_to(NEXT_TUESDAY + timedelta(days=8))
        assert escalate(ticket, cast.cleo).escalated_at

    def test_undone_at_once_it_can_be_done_again(self, cast, ticket, escalated):
        undo.take_back(ticket, undo.possible(ticket, by=cast.cleo), by=cast.cleo)
        assert fresh(ticket).escalated_at is None
        assert escalate(ticket, cast.cleo).escalated_at

    def test_not_without_a_reason(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        with pytest.raises(escalation.ReasonMissing):
            escalate(ticket, cast.cleo, reason=" \n ")

    def test_merged_it_goes_on_in_the_other_ticket_and_is_used_there(self, cast, ticket, escalated):
        other = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Again")
        relation = merging.merge(ticket, into=other, by=cast.ana)
        assert (fresh(other).escalation, fresh(other).rank) == (escalated.escalation, 0)
        escalation.take_back(other, reason="Settled", by=cast.mia)
        with pytest.raises(lifecycle.NotPossible, match="once per wait"):
            escalate(other, cast.cleo)
        assert relation

    def test_merged_and_separated_each_has_its_own_again(self, cast, ticket, escalated):
        other = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Again")
        merging.undo(merging.merge(ticket, into=other, by=cast.ana), by=cast.ana)
        assert (fresh(ticket).escalation, fresh(other).escalation) == (escalated.escalation, None)

    def test_of_two_that_are_merged_a_managers_stands(self, cast, ticket, escalated):
        other = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Again")
        escalate(other, cast.mia)
        merging.merge(ticket, into=other, by=cast.ana)
        assert answer(other, cast.ana).escalated_at == escalated.escalated_at


class TestTold:
    """The requester when the right begins, the managers and the agent when it is used."""

    def test_a_mail_when_it_begins_and_only_one(self, cast, ticket, post_office):
        post_office()
        go_to(FRIDAY)
        assert escalation.open_rights() == 0
        go_to(NEXT_TUESDAY)
        assert (escalation.open_rights(), escalation.open_rights()) == (1, 0)
        (letter,) = post_office()
        assert letter.to == [cast.cleo.email]
        assert "From now on you can escalate it" in letter.body

    @committed
    def test_the_clock_looks_in_all_tenants(self, cast):
        go_to(MONDAY)
        make.ticket(cast.cleo)
        assert escalation.tenants_with_opened_rights() == []
        go_to(NEXT_TUESDAY)
        assert escalation.tenants_with_opened_rights() == [cast.cleo.tenant_id]

    def test_not_when_it_was_answered_before(self, cast, ticket):
        answer(ticket, cast.ana)
        go_to(NEXT_TUESDAY)
        assert escalation.open_rights() == 0

    def test_not_when_it_is_escalated_already_nor_after_that(self, cast, ticket):
        escalate(ticket, cast.mia)
        go_to(NEXT_TUESDAY)
        assert escalation.open_rights() == 0

    def test_once_more_in_the_next_wait(self, cast, ticket, post_office):
        go_to(NEXT_TUESDAY)
        escalation.open_rights()
        answer(ticket, cast.ana)
        conversation.message(ticket, body="No.", by=cast.cleo, form_key=make.key())
        go_to(NEXT_TUESDAY + timedelta(days=8))
        assert escalation.open_rights() == 1

    def test_managers_and_the_agent_get_one_mail_each(self, cast, ticket, post_office):
        post_office()
        go_to(NEXT_TUESDAY)
        escalate(ticket, cast.cleo, reason="Third week")
        letters = post_office()
        assert sorted(letter.to[0] for letter in letters) == sorted([cast.ana.email, cast.mia.email])
        assert all("Cleo Acme escalated" in letter.body and "Third week" in letter.body for letter in letters)

    def test_of_a_managers_own_nobody(self, cast, ticket, post_office):
        post_office()
        escalate(ticket, cast.mia)
        assert post_office() == []

    def test_of_what_is_undone_nobody(self, cast, ticket, post_office):
        post_office()
        go_to(NEXT_TUESDAY)
        escalate(ticket, cast.cleo)
        undo.take_back(ticket, undo.possible(ticket, by=cast.cleo), by=cast.cleo)
        assert post_office() == []

    def test_who_escalated_reads_that_a_manager_has_seen_it(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        escalate(ticket, cast.cleo)
        escalation.see(ticket, by=cast.mia)
        escalation.see(ticket, by=cast.mia)
        headings = [entry.heading for entry in timeline.entries(fresh(ticket), reader=cast.cleo, for_staff=False)]
        assert headings.count("Escalation seen by a manager") == 1
        assert "Escalated by you: it goes before other tickets" in headings
        assert fresh(ticket).escalation.seen_by == cast.mia

    def test_only_a_manager_sees_it_and_only_while_it_stands(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        escalate(ticket, cast.cleo)
        for person in (cast.ana, cast.cleo, cast.max):
            with pytest.raises(lifecycle.NotYours):
                escalation.see(ticket, by=person)
        answer(ticket, cast.ana)
        with pytest.raises(lifecycle.NotPossible, match="not escalated any more"):
            escalation.see(ticket, by=cast.mia)

    def test_seeing_it_stops_nobodys_undo(self, cast, ticket):
        go_to(NEXT_TUESDAY)
        escalate(ticket, cast.cleo)
        escalation.see(ticket, by=cast.mia)
        assert undo.possible(ticket, by=cast.cleo)


class TestTheOtherRights:
    """What the panel draws, the acts keep."""

    def test_it_closes_by_itself_at_that_moment_and_not_before(self, cast, ticket):
        conversation.suggest_solution(ticket, body="Try this.", by=cast.ana, form_key=make.key())
        assert offered(ticket)[Kind.CLOSE].begins_at == fresh(ticket).closes_at
        with pytest.raises(lifecycle.TooEarly):
            lifecycle.apply(lifecycle.lock(ticket), Act.AUTO_CLOSE, by=None, closed_by=Ticket.ClosedBy.CLOCK)
        go_to(MONDAY + timedelta(days=7, minutes=1))
        assert housekeeping.close_quiet() == 1

    def test_it_is_reopened_until_that_moment_and_not_after(self, cast, ticket):
        progress.close(ticket, by=cast.cleo)
        until = offered(ticket)[Kind.REOPEN]
        assert (until.is_open, until.ends_at) == (True, fresh(ticket).reopen_until)
        go_to(until.ends_at + timedelta(minutes=1))
        assert not offered(ticket)[Kind.REOPEN].is_open
        with pytest.raises(lifecycle.TooLateToReopen):
            conversation.reopen(ticket, body="Again.", by=cast.cleo, form_key=make.key())

    def test_a_promise_that_was_not_kept_is_over(self, cast, ticket):
        assert offered(ticket)[Kind.ANSWER].is_open
        go_to(THURSDAY)
        assert not offered(ticket)[Kind.ANSWER].is_open

    def test_a_merged_ticket_has_none(self, cast, ticket):
        other = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Again")
        merging.merge(ticket, into=other, by=cast.ana)
        assert offered(ticket) == {}
        assert Event.objects.filter(name=events.MERGED).exists()
