"""A plan may make the tickets of its customers more urgent than their category says."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Plan
from tests import make
from tickets import progress, undo
from tickets.models import Priority

pytestmark = pytest.mark.django_db


def lift(steps, *, plan="VIP"):
    Plan.objects.filter(name=plan).update(priority_lift=steps)


def test_a_vips_ticket_is_one_step_more_urgent(cast):
    assert make.ticket(cast.cleo).priority.name == "Normal"
    vics = make.ticket(cast.vic)
    assert (vics.priority.name, vics.rank) == ("High", Priority.objects.get(name="High").rank)


def test_never_beyond_the_most_urgent(cast):
    lift(5)
    cast.vic.refresh_from_db()
    assert make.ticket(cast.vic).priority.name == "Urgent"
    assert make.ticket(cast.vic, category=cast.site_down).priority.name == "Urgent"


def test_steps_are_counted_over_the_priorities_in_use(cast):
    Priority.objects.filter(name="High").update(archived_at=cast.vic.created_at)
    assert make.ticket(cast.vic).priority.name == "Urgent"


def test_a_guest_is_served_by_the_default_plan(cast):
    lift(1, plan="Standard")
    assert make.ticket(cast.gus).priority.name == "High"
    Plan.objects.update(is_default=False)
    assert make.ticket(cast.gus, subject="Again").priority.name == "Normal"


def test_moved_to_another_category_it_keeps_the_lift(cast):
    ticket = make.assigned(cast.vic, cast.ana, by=cast.mia, category=cast.site_down)
    assert progress.recategorise(ticket, category=cast.refund, by=cast.ana).priority.name == "High"


def test_undone_it_has_the_priority_it_had_whatever_the_plan_says_by_then(cast):
    ticket = make.assigned(cast.vic, cast.ana, by=cast.mia)
    progress.recategorise(ticket, category=cast.site_down, by=cast.ana)
    lift(0)
    undo.take_back(ticket, undo.possible(ticket, by=cast.ana), by=cast.ana)
    ticket.refresh_from_db()
    assert (ticket.category, ticket.priority.name, ticket.rank) == (cast.refund, "High", 20)


def test_who_moves_it_reads_which_priority_it_would_have(cast, visit):
    ticket = make.assigned(cast.vic, cast.ana, by=cast.mia)
    page = visit(cast.ana).get(f"/desk/tickets/{ticket.number}/categories/").content.decode()
    assert "Bills › Refund (High)" in page
    assert "Site down (Urgent)" in page


@pytest.mark.parametrize("numbers", [{"escalation_days": 0}, {"guarantee_days": 61}, {"priority_lift": 6}])
def test_a_plan_promises_what_can_be_kept(cast, numbers):
    with pytest.raises(IntegrityError, match="plan_numbers"), transaction.atomic():
        Plan.objects.filter(name="VIP").update(**numbers)
