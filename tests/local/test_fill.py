"""`manage.py fill`: what it makes is a living helpdesk that keeps every rule, in small figures as in large ones."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from accounts import roles
from accounts.models import User
from activity.models import Delivery, Event
from helpdesk.local.demo.content import PASSWORD
from helpdesk.local.filling.tenants import sizes
from shared import clock
from sla import rebuilding
from sla.models import Wait
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.together import committed
from tickets import access, conversation, promises, queue, search, timeline
from tickets.models import Message, Ticket, TicketText
from tickets.searching import indexing

pytestmark = committed


@pytest.fixture
def filled():
    """Three tenants with 300 tickets: returns them, the largest first, and what was told."""
    return newly_filled()


def newly_filled():
    there, told = list(Tenant.objects.values_list("pk", flat=True)), StringIO()
    call_command("fill", tenants=3, tickets=300, add=True, stdout=told)
    return list(Tenant.objects.exclude(pk__in=there).order_by("pk")), told.getvalue()


def test_a_small_set_is_a_living_helpdesk(filled, visit):
    tenants, told = filled
    assert "300  tickets" in told
    counts = []
    for tenant in tenants:
        with tenant_scope(tenant):
            counts.append(Ticket.objects.count())
            assert not Delivery.objects.exists()
    assert (sum(counts), counts) == (300, sorted(counts, reverse=True))
    with tenant_scope(tenants[0]):
        assert promises.bring_into_line() == 0
        _numbers_rise()
        agent = User.objects.filter(is_agent=True, is_manager=False).first()
        assert agent.check_password(PASSWORD)
        host = tenants[0].host_names.get().name
        page = visit(agent, host=host).get("/desk/lists/team/")
        assert page.status_code == 200
        ticket = access.desk_tickets(agent).first()
        assert visit(agent, host=host).get(f"/desk/tickets/{ticket.number}/").status_code == 200


def _numbers_rise():
    numbers = list(Ticket.objects.order_by("pk").values_list("number", flat=True))
    filed = list(Ticket.objects.order_by("pk").values_list("filed_at", flat=True))
    assert numbers == sorted(set(numbers))
    assert filed == sorted(filed)


def test_the_ids_of_rows_that_are_gone_do_not_come_back(superuser):
    cursor = superuser.cursor()
    cursor.execute("SELECT nextval(pg_get_serial_sequence('tickets_ticket', 'id'))")
    ((gone,),) = cursor.fetchall()
    tenants, _ = newly_filled()
    for tenant in tenants:
        with tenant_scope(tenant):
            assert Ticket.objects.order_by("pk").first().pk > gone


def test_its_rows_tell_one_story(filled):
    with tenant_scope(filled[0][0]):
        for ticket in Ticket.objects.select_related("category__parent")[:80]:
            kinds = list(ticket.messages.order_by("pk").values_list("kind", flat=True))
            happened = Counter(Event.objects.filter(subject_id=ticket.pk).values_list("name", flat=True))
            assert kinds[0] == Message.Kind.DESCRIPTION
            assert kinds.count(Message.Kind.DESCRIPTION) == happened["ticket.filed"] == 1
            assert sum(happened[name] for name in happened if name not in _BESIDE) == len(kinds) - 1 + 1
            assert (ticket.assignee_id is None) == (not happened["ticket.assigned"])
            assert ticket.rank == ticket.priority.rank
            assert ticket.team_id == ticket.category.effective_team_id
            assert timeline.entries(ticket, reader=ticket.requester, for_staff=True)


_BESIDE = {"ticket.assigned", "ticket.work_started", "ticket.closed"}
_OF_WAIT = (
    "ticket", "began_at", "is_first", "category", "priority", "plan", "ended_at", "answered_at", "business_seconds"
)  # fmt: skip


def test_its_waits_are_those_that_its_messages_and_events_tell(filled):
    for tenant in filled[0]:
        with tenant_scope(tenant):
            written = list(Wait.objects.order_by("ticket", "began_at").values(*_OF_WAIT))
            Wait.objects.all().delete()
            assert rebuilding.rebuild(days=1000) == len(written) > 0
            assert list(Wait.objects.order_by("ticket", "began_at").values(*_OF_WAIT)) == written


def test_people_go_on_working_where_it_ends(filled):
    with tenant_scope(filled[0][0]):
        manager = User.objects.filter(is_manager=True).first()
        assert roles.may(manager, "tickets.work_all")
        ticket = Ticket.objects.open().first()
        written = conversation.reply(ticket, body="Hello", by=manager, form_key=ticket.form_key)
        assert written.pk == Message.objects.latest("pk").pk
        assert queue.tickets(manager, queue.ALL_OPEN).count() == Ticket.objects.open().count()


def test_it_is_found_by_the_words_that_the_index_would_keep(filled):
    with tenant_scope(filled[0][0]):
        before = dict(TicketText.objects.values_list("ticket", "words"))
        assert indexing.rebuild() == len(before) == Ticket.objects.count()
        assert dict(TicketText.objects.values_list("ticket", "words")) == before
        manager = User.objects.filter(is_manager=True).first()
        assert search.find("dashboard", reader=manager)


def test_indexes_and_references_are_there_again(filled):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename IN ('tickets_ticket', 'tickets_tickettext')")
        names = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        references = {name for (name,) in cursor.fetchall()}
    declared = {index.name for model in (Ticket, TicketText) for index in model._meta.indexes}
    assert declared <= names
    assert {"ticket_number", "tickettext_ticket"} <= names
    assert sum("tickets_ticket_" in name for name in references) >= 8


def test_the_same_seed_makes_the_same_at_the_same_moment():
    with clock.stopped_at(clock.now()):
        one, other = newly_filled()[0][0], newly_filled()[0][0]
    assert _tickets_of(one) == _tickets_of(other)
    assert other.slug == f"{one.slug}-2"


def _tickets_of(tenant):
    with tenant_scope(tenant):
        return list(Ticket.objects.order_by("number").values_list("number", "subject", "status", "updated_at"))


def test_it_leaves_a_database_with_tenants_alone_and_works_in_local_mode_only(filled, settings):
    with pytest.raises(CommandError, match="There are tenants already"):
        call_command("fill", tenants=1, tickets=10)
    settings.LOCAL_MODE = False
    with pytest.raises(CommandError, match="Only local mode"):
        call_command("fill", tenants=1, tickets=10, add=True)


def test_one_tenant_and_two_hundred_share_tickets_as_companies_do():
    assert sizes(1, 1000) == [1000]
    found = sizes(200, 1_000_000)
    assert (sum(found), found[0]) == (1_000_000, pytest.approx(100_000, rel=0.01))
    assert found == sorted(found, reverse=True)
    assert found[-1] > 500
