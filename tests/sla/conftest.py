"""What tests of promises start from."""

import uuid
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from businesshours import calendars
from shared import clock as the_clock
from sla import figures
from sla.models import Wait
from tickets.models import Ticket
from tickets.statuses import Status

# A Monday in the middle of the business day; the cast's zone is UTC.
MONDAY = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def monday(cast):
    """Time stands still on a Monday at ten; monday(hours=3) is three hours later, and returned."""
    with ExitStack() as stack:

        def later(**by):
            moment = the_clock.now() + timedelta(**by)
            stack.enter_context(the_clock.stopped_at(moment))
            return moment

        stack.enter_context(the_clock.stopped_at(MONDAY))
        yield later


@pytest.fixture
def history(cast, monday):
    """history(30, hours=2): so many answered first waits of Cleo's kind in the last days, each this long."""

    def answered(number, *, hours=2.0, ahead=None, category=None, is_first=True, requester=None, days_ago=5):
        category, requester = category or cast.refund, requester or cast.cleo
        calendar, now = calendars.current(), the_clock.now()
        for place in range(number):
            began = calendar.next_open(now - timedelta(days=days_ago, minutes=place))
            ends = calendar.add(began, timedelta(hours=hours))
            _answered(requester, category, began, ends, ahead=ahead, is_first=is_first, hours=hours)
        return figures.count()

    return answered


def _answered(requester, category, began, ends, *, ahead, is_first, hours):
    priority = category.priority_for(requester)
    ticket = Ticket.objects.create(
        number=Ticket.objects.count() + 1,
        subject="Long ago",
        status=Status.CLOSED,
        category=category,
        priority=priority,
        rank=priority.rank,
        requester=requester,
        requester_name=requester.name,
        filed_by=requester,
        form_key=uuid.uuid4(),
        filed_at=began,
        updated_at=ends,
        closed_at=ends,
        reopen_until=ends,
    )
    Wait.objects.create(
        ticket=ticket,
        began_at=began,
        is_first=is_first,
        category=category,
        priority=priority,
        plan=requester.plan,
        ahead=ahead,
        ended_at=ends,
        answered_at=ends,
        business_seconds=int(hours * 3600),
    )
