"""The tenant's hours, as they stand in the database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from businesshours import calendars
from businesshours.models import Channel, House, OwnDays, usual_weeks
from tenants import profiles
from tenants.models import Profile
from tenants.scope import tenant_scope
from tests import make
from tests.cast import GLOBEX_ID
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

FRIDAY_NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)  # Good Friday


def week(**spans):
    """The usual weeks, with one channel changed: tickets=("09:00", "17:00") every day."""
    return usual_weeks() | {channel: [[list(span)]] * 7 for channel, span in spans.items()}


def test_a_house_that_has_said_nothing_keeps_the_usual_hours(cast):
    Profile.objects.update(time_zone="Europe/Berlin")
    monday, sunday = date(2026, 5, 4), date(2026, 5, 10)
    hours = {channel: calendars.current(channel) for channel in Channel}
    assert hours[Channel.TICKETS].spans_on(monday) == ((time(7), time(19)),)
    assert hours[Channel.CHAT].spans_on(sunday) == ((time(6), time(18)),)
    assert hours[Channel.PHONE].spans_on(monday) == ((time(10), time(16, 30)),)
    assert (hours[Channel.TICKETS].spans_on(sunday), hours[Channel.PHONE].spans_on(sunday)) == ((), ())
    assert hours[Channel.TICKETS].next_open(datetime(2026, 5, 4, 4, tzinfo=UTC)).hour == 5  # 7:00 in Berlin


def test_a_house_without_a_profile_keeps_them_in_utc(cast):
    Profile.objects.all().delete()
    assert calendars.current().next_open(datetime(2026, 5, 4, 4, tzinfo=UTC)).hour == 7


def test_each_channel_has_its_own_week(cast):
    House.objects.create(weeks=week(chat=("20:00", "02:00")))
    assert calendars.current(Channel.CHAT).is_open(datetime(2026, 5, 5, 1, tzinfo=UTC))
    assert not calendars.current(Channel.TICKETS).is_open(datetime(2026, 5, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("country", "region", "is_open"),
    [("", "", True), ("DE", "", False), ("DE", "BY", False), ("NP", "", True), ("ZZ", "", True), ("DE", "XX", True)],
)
def test_public_holidays_are_kept_where_the_house_keeps_them(cast, country, region, is_open):
    House.objects.create(country=country, region=region)
    assert calendars.current().is_open(FRIDAY_NOON) is is_open


def test_own_days_go_before_public_holidays_and_before_the_week(cast):
    House.objects.create(country="DE")
    OwnDays.objects.create(
        name="Open all the same", starts_on=FRIDAY_NOON, ends_on=FRIDAY_NOON, hours={"tickets": [["11:00", "13:00"]]}
    )
    OwnDays.objects.create(name="Inventory", starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 6))
    tickets, phone = calendars.current(), calendars.current(Channel.PHONE)
    assert tickets.is_open(FRIDAY_NOON)
    assert not tickets.is_open(FRIDAY_NOON + timedelta(hours=1))
    assert not phone.is_open(FRIDAY_NOON)
    assert [bool(tickets.spans_on(date(2026, 5, day))) for day in (4, 5, 6, 7)] == [False, False, False, True]


def test_own_days_that_were_taken_back_are_like_any_other(cast):
    day = OwnDays.objects.create(name="Inventory", starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 4))
    OwnDays.objects.filter(pk=day.pk).update(archived_at=FRIDAY_NOON)
    assert calendars.current().is_open(datetime(2026, 5, 4, 12, tzinfo=UTC))


def test_it_is_one_query_or_none_beside_another(cast):
    House.objects.create(country="DE")
    OwnDays.objects.create(name="Inventory", starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 4))
    make.ticket(cast.cleo)
    with CaptureQueriesContext(connection) as queries:
        alone = calendars.current(Channel.PHONE)
    assert len(queries) == 1
    beside = Ticket.objects.annotate(calendar_facts=calendars.facts()).get()
    assert calendars.read(beside.calendar_facts, Channel.PHONE) == alone


def test_every_page_has_the_hours_with_the_profile_that_it_reads_anyway(cast):
    House.objects.create(country="DE")
    with CaptureQueriesContext(connection) as queries:
        assert calendars.of(profiles.current()) == calendars.current()
    assert len(queries) == 2
    Profile.objects.all().delete()
    assert calendars.of(profiles.current()) == calendars.current()


def test_the_hours_of_other_tenants_are_nobodys_here(cast):
    with tenant_scope(GLOBEX_ID):
        House.objects.create(weeks=week(tickets=("00:00", "00:00")))
    assert not calendars.current().is_open(datetime(2026, 5, 3, 12, tzinfo=UTC))
