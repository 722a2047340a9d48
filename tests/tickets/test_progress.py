"""What staff does to a ticket without writing, and the requester's close."""

import pytest

from activity.models import Event
from shared import clock as the_clock
from tests import make
from tickets import events, progress
from tickets.lifecycle import NotPossible, NotYours
from tickets.models import Ticket
from tickets.progress import AlreadyThere, ReasonMissing
from tickets.statuses import Status


@pytest.fixture
def ticket(cast):
    """A ticket of Cleo's that Ana has."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def test_the_assignee_starts_work(cast, ticket):
    ticket = progress.start_work(ticket, by=cast.ana)
    assert ticket.state == Status.WORK_IN_PROGRESS
    assert (Event.objects.latest("id").name, Event.objects.latest("id").actor_id) == (events.WORK_STARTED, cast.ana.pk)


def test_work_starts_once(cast, ticket):
    progress.start_work(ticket, by=cast.ana)
    with pytest.raises(NotPossible, match=r"Work in Progress.* You can .*reply"):
        progress.start_work(ticket, by=cast.ana)


def test_a_manager_who_starts_work_on_what_is_nobodys_has_it(cast, ticket):
    ana = cast.ana
    progress.close(ticket, by=cast.cleo)
    ana.is_active = False
    ana.save()
    from tickets import conversation

    conversation.reopen(ticket, body="Again", by=cast.cleo, form_key=make.key())
    assert progress.start_work(ticket, by=cast.mia).assignee == cast.mia


class TestRecategorise:
    """Priority and team follow the category, the waiting time stays."""

    def test_priority_rank_and_team_follow(self, cast, ticket, clock):
        waiting_since = ticket.waiting_since
        clock(hours=1)
        moved = progress.recategorise(ticket, category=cast.site_down, by=cast.ana)
        moved.refresh_from_db()
        assert (moved.category, moved.priority.name, moved.rank, moved.team) == (
            cast.site_down,
            "Urgent",
            10,
            cast.technical,
        )
        assert (moved.waiting_since, moved.state, moved.assignee) == (waiting_since, Status.ASSIGNED, cast.ana)
        event = Event.objects.latest("id")
        assert event.name == events.RECATEGORISED
        assert (event.data["before"], event.data["after"]) == ("Bills › Refund", "Site down")

    def test_a_subcategory_brings_its_parents(self, cast, ticket):
        progress.recategorise(ticket, category=cast.sales, by=cast.mia)
        moved = progress.recategorise(ticket, category=cast.refund, by=cast.mia)
        assert (moved.priority.name, moved.team) == ("Normal", cast.billing)

    def test_there_is_no_move_to_where_it_is(self, cast, ticket):
        with pytest.raises(AlreadyThere):
            progress.recategorise(ticket, category=cast.refund, by=cast.ana)

    def test_nor_to_an_archived_category(self, cast, ticket):
        cast.sales.archived_at = the_clock.now()
        with pytest.raises(AlreadyThere, match="no longer used"):
            progress.recategorise(ticket, category=cast.sales, by=cast.ana)

    def test_nobody_else_moves_it(self, cast, ticket):
        for person in (cast.cleo, cast.ben, cast.max):
            with pytest.raises(NotYours):
                progress.recategorise(ticket, category=cast.sales, by=person)


class TestClose:
    """The requester closes at will, staff with a reason that the requester can read."""

    def test_the_requester(self, cast, ticket):
        closed = progress.close(ticket, by=cast.cleo)
        assert (closed.state, closed.closed_by, closed.close_reason) == (Status.CLOSED, "requester", "")
        assert Event.objects.latest("id").name == events.CLOSED

    @pytest.mark.parametrize("person", ["ana", "mia"])
    def test_staff(self, cast, ticket, person):
        closed = progress.close(ticket, by=getattr(cast, person), reason="  Duplicate ")
        assert (closed.closed_by, closed.close_reason) == (Ticket.ClosedBy.STAFF, "Duplicate")
        assert Event.objects.latest("id").data["reason"] == "Duplicate"

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_staff_without_a_reason(self, cast, ticket, reason):
        with pytest.raises(ReasonMissing):
            progress.close(ticket, by=cast.ana, reason=reason)
        ticket.refresh_from_db()
        assert ticket.is_open

    def test_a_long_reason_is_cut_to_what_fits(self, cast, ticket):
        assert len(progress.close(ticket, by=cast.ana, reason="x" * 500).close_reason) == 200

    def test_nobody_else(self, cast, ticket):
        for person in (cast.vic, cast.ben, cast.max, cast.gus):
            with pytest.raises(NotYours):
                progress.close(ticket, by=person, reason="I say so")

    def test_a_closed_ticket_is_not_closed_again(self, cast, ticket):
        progress.close(ticket, by=cast.cleo)
        with pytest.raises(NotPossible, match="You can reopen it"):
            progress.close(ticket, by=cast.cleo)
        assert Event.objects.filter(name=events.CLOSED).count() == 1
