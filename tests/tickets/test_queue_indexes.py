"""Among thousands of tickets each list of the desk is read from its own partial index, in order and no further
than its page, as the restricted role and under row-level security.
"""

import itertools
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from shared import clock
from shared.pagination import behind
from tests.together import committed
from tickets import escalation, filters, promises, queue
from tickets.access import desk_tickets
from tickets.filters import Filter
from tickets.models import Ticket
from tickets.statuses import OPEN, Status, Turn

pytestmark = committed
MANY, AGENTS = 6000, 12


@pytest.fixture
def many(cast):
    """Six thousand tickets of twelve agents and nobody, a third of them closed."""
    now, staff = clock.now(), [cast.ana, cast.ben, cast.mia]
    staff += User.objects.bulk_create(
        User(name=f"Agent {n}", email=f"{n}@acme.test", email_norm=f"{n}@acme.test", kind="staff", is_agent=True,
             created_at=now) for n in range(AGENTS - len(staff))
    )  # fmt: skip
    categories = [cast.refund, cast.site_down, cast.sales]
    statuses = itertools.cycle([*Status, Status.CLOSED, Status.CLOSED, Status.ASSIGNED])
    Ticket.objects.bulk_create(
        _ticket(
            number, status, categories[number % 3], staff[number % AGENTS], cast.cleo, now - timedelta(minutes=number)
        )
        for number, status in zip(range(MANY), statuses, strict=False)
    )
    connections["owner"].ensure_connection()
    # Past Django's cursor, which would name the tenant in the same statement: a vacuum stands alone.
    connections["owner"].connection.cursor().execute("VACUUM ANALYZE tickets_ticket")
    return cast


def _ticket(number, status, category, agent, requester, at):
    closed = {"closed_at": at, "reopen_until": at} if status == Status.CLOSED else {}
    return Ticket(
        number=number, subject=f"No. {number}", status=status, category=category, priority=category.effective_priority,
        rank=category.effective_priority.rank, team_id=category.effective_team_id, requester=requester,
        requester_name=requester.name, filed_by=requester, assignee=None if status == Status.NEW else agent,
        form_key=uuid.uuid4(), filed_at=at, updated_at=at, waiting_since=at if status.is_waiting else None,
        our_turn_since=at if status.turn == Turn.OURS else None,
        closes_at=at if status == Status.SOLUTION_SUGGESTED else None, **closed,
    )  # fmt: skip


LISTS = [
    ("ana", queue.MY_QUEUE, None, "ticket_queue"),
    ("mia", queue.MY_QUEUE, None, "ticket_queue"),
    ("ana", queue.WITH_CUSTOMER, None, "ticket_with_customer"),
    ("ana", queue.CLOSED, None, "ticket_closed"),
    ("ana", queue.TEAM, None, "ticket_whole_queue"),
    ("mia", queue.UNASSIGNED, None, "ticket_unassigned_queue"),
    ("mia", queue.ALL_OPEN, None, "ticket_whole_queue"),
    ("mia", queue.ALL_OPEN, Filter(statuses=(Status.CLOSED,)), "ticket_all_closed"),
    ("mia", queue.ALL_OPEN, Filter(), "ticket_recent"),
    ("mia", queue.ALL_OPEN, Filter(statuses=OPEN, escalated=True), "ticket_whole_queue"),
]


def test_pages_are_read_in_order_from_their_indexes(many):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("hd_app",)
    for part, view, chosen, index in LISTS:
        chosen = view.filter if chosen is None else chosen
        user = getattr(many, part)
        tickets = filters.in_order(filters.apply(desk_tickets(user), chosen, user), chosen)
        first = tickets[:31].explain()
        assert _scan(first, index), first
        if rows := list(tickets[:6]):
            values = [getattr(rows[-1], column.lstrip("-")) for column in chosen.order]
            second = tickets.filter(behind(chosen.order, values))[:31].explain()
            assert "ROW(" in _scan(second, index), second


def _scan(plan: str, index: str) -> str:
    """Return what a plan says about the scan of the one index it is to use; nothing if it sorts or uses another one."""
    if "Sort" in plan or f"using {index} on tickets_ticket" not in plan:
        return ""
    return plan.split(f"using {index} on")[1].split("Index Cond:")[1].splitlines()[0]


def test_places_are_counted_in_the_index_alone(many):
    with transaction.atomic(), connection.cursor() as cursor:
        # Which pages are all visible, and with it what an index costs, depends on what else the server does just then.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        plan = queue.standing(Ticket.objects.waiting()[:20]).explain()
    assert plan.count("Index Only Scan using ticket_") == 2, plan
    assert "Index Only Scan using ticket_queue" in plan, plan
    for scan in plan.split("Index Only Scan using ")[1:]:  # entered with the comparison of rows
        assert "ROW(" in scan.split("Index Cond:")[1].splitlines()[0], plan


def test_who_waits_and_who_may_escalate_by_now_are_read_in_order_from_small_indexes(many):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")  # what matters is that the indexes have the order
        waiting = Ticket.objects.filter(our_turn_since__isnull=False, pk__gt=0).order_by("pk")[: promises.BATCH]
        opened = escalation.opened(Ticket.objects.all()).order_by("escalatable_at", "id")[:50]
        assert "using ticket_ours on tickets_ticket" in waiting.explain()
        assert "using ticket_escalatable on tickets_ticket" in opened.explain()


def test_numbers_are_the_lengths_of_the_lists_as_far_as_they_are_counted(many):
    for person in (many.ana, many.mia):
        counts = queue.counts(person, queue.VIEWS.values())
        for view in queue.VIEWS.values():
            if view.is_counted:
                assert counts[view.key] == min(queue.tickets(person, view).count(), queue.MOST_COUNTED), view
    assert counts["all"] == queue.MOST_COUNTED
