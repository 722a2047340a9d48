"""The tenant's hours as calendars that can be counted with."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from businesshours.hours import Calendar, Span
from businesshours.models import Channel, House, OwnDays, usual_weeks
from businesshours.public_holidays import PublicHolidays
from shared.prepared import prepared
from tenants.fields import CurrentTenant
from tenants.models import Profile, Tenant


def current(channel: Channel = Channel.TICKETS) -> Calendar:
    """Return the hours of a channel of the tenant, in one query."""
    return read(_alone()[0].calendar_facts, channel)


def facts() -> Expression:
    """Return what lets any query bring along what read() needs, with the same rows and one more column:

    ticket = Ticket.objects.annotate(calendar_facts=calendars.facts()).get(pk=pk)
    calendar = calendars.read(ticket.calendar_facts)
    """
    house = House.objects.values(json=JSONObject(weeks="weeks", country="country", region="region"))
    own = OwnDays.objects.in_use().values(json=JSONObject(starts_on="starts_on", ends_on="ends_on", hours="hours"))
    zone = Coalesce(Subquery(Profile.objects.values("time_zone")[:1]), Value("UTC"))
    return JSONObject(zone=zone, house=Subquery(house[:1]), own=ArraySubquery(own))


def read(facts: dict, channel: Channel = Channel.TICKETS) -> Calendar:
    """Return the calendar of a channel from what a query brought along with facts()."""
    house = facts["house"] or {"weeks": usual_weeks(), "country": "", "region": ""}
    return Calendar(
        zone=ZoneInfo(facts["zone"]),
        week=tuple(spans(day) for day in house["weeks"][channel]),
        days=_days(facts["own"], channel),
        holidays=PublicHolidays(house["country"], house["region"]),
    )


def spans(written: Iterable[list[str]]) -> tuple[Span, ...]:
    """Read the spans of a day as they are stored."""
    return tuple((time.fromisoformat(starts), time.fromisoformat(ends)) for starts, ends in written)


def stored(spans: Iterable[Span]) -> list[list[str]]:
    """Write the spans of a day as they are stored."""
    return [[f"{starts:%H:%M}", f"{ends:%H:%M}"] for starts, ends in sorted(spans)]


@prepared
def _alone():
    return Tenant.objects.filter(pk=CurrentTenant()).annotate(calendar_facts=facts())


def _days(rows, channel) -> dict[date, tuple[Span, ...]]:
    days = {}
    for row in rows:
        first, last = (date.fromisoformat(row[name]) for name in ("starts_on", "ends_on"))
        hours = spans(row["hours"].get(channel, []))
        days |= {first + timedelta(days=number): hours for number in range((last - first).days + 1)}
    return days
