"""The past is found as it would have been kept."""

import io

import pytest
from django.core.management import CommandError, call_command

from sla import rebuilding
from sla.models import Basis, Wait
from tests import make
from tests.sla.test_waits import react, reply, write
from tickets import progress

pytestmark = pytest.mark.django_db
WHAT = ("ticket", "began_at", "is_first", "category", "priority", "plan", "ended_at", "answered_at", "business_seconds")


@pytest.fixture
def past(cast, monday):
    """Tickets that were answered, answered again, closed, and still wait."""
    answered, again, closed = (make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(3))
    monday(hours=1)
    waiting = make.ticket(cast.gus)
    for ticket in (answered, again):
        reply(ticket, cast.ana)
    progress.close(closed, by=cast.cleo)
    monday(hours=2)
    write(again, cast.cleo)
    monday(hours=30)
    reply(again, cast.ana)
    return answered, again, closed, waiting


def test_it_finds_what_the_reactions_keep(past):
    react()
    kept = list(Wait.objects.order_by("ticket", "began_at").values(*WHAT))
    Wait.objects.all().delete()
    assert rebuilding.rebuild(days=120) == len(kept) == 5
    assert list(Wait.objects.order_by("ticket", "began_at").values(*WHAT)) == kept


def test_what_is_known_is_left_alone(past):
    react()
    before = list(Wait.objects.order_by("id").values())
    assert rebuilding.rebuild(days=120) == 0
    assert list(Wait.objects.order_by("id").values()) == before


def test_those_ahead_are_counted_from_who_waited_then(past):
    rebuilding.rebuild(days=120)
    ahead = {wait.ticket_id: wait.ahead for wait in Wait.objects.filter(is_first=True)}
    answered, again, closed, waiting = past
    assert [ahead[one.pk] for one in (answered, again, closed, waiting)] == [0, 1, 2, 0]


def test_what_ended_earlier_is_left_out(past, monday):
    monday(days=10)
    assert rebuilding.rebuild(days=9) == 1
    assert Wait.objects.get().ended_at is None


def test_it_costs_the_same_however_many_there_are(cast, monday, django_assert_max_num_queries):
    for _ in range(30):
        make.ticket(cast.cleo)
    with django_assert_max_num_queries(14):
        rebuilding.rebuild(days=30)


def test_the_command_finds_and_counts(cast, past):
    for _ in range(12):
        make.ticket(cast.cleo)
    out = io.StringIO()
    call_command("rebuild_waits", tenant="acme", stdout=out)
    assert out.getvalue() == "Found 17 waits in acme.\n"
    assert Basis.objects.count() == 0  # two answers are nothing to estimate by


def test_a_tenant_that_there_is_not_is_named(cast):
    with pytest.raises(CommandError, match="There is no tenant nobody"):
        call_command("rebuild_waits", tenant="nobody")
    with pytest.raises(CommandError, match="at least one day"):
        call_command("rebuild_waits", days=0)
