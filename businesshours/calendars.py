"""The tenant's hours as calendars that can be counted with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from businesshours.hours import DAY, Calendar, Span
from businesshours.models import Channel, HolidayFeed, House, OwnDays, usual_weeks
from businesshours.public_holidays import PublicHolidays
from shared.prepared import prepared
from tenants.fields import CurrentTenant
from tenants.models import Profile, Tenant


def current(channel: Channel = Channel.TICKETS) -> Calendar:
    """Return the hours of a channel of the tenant, in one query."""
    return read(current_facts(), channel)


def of(profile: Profile, channel: Channel = Channel.TICKETS) -> Calendar:
    """Return the hours of a channel from the profile that a page has read anyway, as `request.profile`: no query."""
    facts = getattr(profile, "calendar_facts", None)  # without a row there is none
    return read(facts, channel) if facts else current(channel)


def current_facts() -> dict:
    """Return all that is known of the tenant's hours, for read(), in one query."""
    return _alone()[0].calendar_facts


def facts() -> Expression:
    """Return what lets any query bring along what read() needs, with the same rows and one more column:

    ticket = Ticket.objects.annotate(calendar_facts=calendars.facts()).get(pk=pk)
    calendar = calendars.read(ticket.calendar_facts)
    """
    house = House.objects.values(json=JSONObject(weeks="weeks", country="country", region="region"))
    columns = ("id", "name", "starts_on", "ends_on", "hours")
    own = OwnDays.objects.in_use().values(json=JSONObject(**{name: name for name in columns}))
    zone = Coalesce(Subquery(Profile.objects.values("time_zone")[:1]), Value("UTC"))
    feed = Subquery(HolidayFeed.objects.values("days")[:1])
    return JSONObject(zone=zone, house=Subquery(house[:1]), own=ArraySubquery(own), feed=feed)


def read(facts: dict, channel: Channel = Channel.TICKETS) -> Calendar:
    """Return the calendar of a channel from what a query brought along with facts()."""
    house = facts["house"] or {"weeks": usual_weeks(), "country": "", "region": ""}
    return Calendar(
        zone=ZoneInfo(facts["zone"]),
        week=tuple(spans(day) for day in house["weeks"][channel]),
        days=_days(facts["own"], channel),
        holidays=Holidays(PublicHolidays(house["country"], house["region"]), frozenset(_published(facts))),
    )


@dataclass(frozen=True)
class Holidays:
    """The holidays that a house keeps: a country's, and those of a calendar that it follows."""

    public: PublicHolidays
    published: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        return day in self.published or day in self.public


def with_house(facts: dict, *, weeks: dict, country: str, region: str) -> dict:
    """Return the same facts as they would be if the house had these hours."""
    return facts | {"house": {"weeks": weeks, "country": country, "region": region}}


def with_own_days(facts: dict, row: OwnDays) -> dict:
    """Return the same facts as they would be with own days that are added or changed."""
    others = [one for one in facts["own"] if one["id"] != row.pk]
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}
    return facts | {"own": [*others, days | {"id": row.pk, "name": row.name, "hours": row.hours}]}


@dataclass(frozen=True)
class Special:
    """A day that is not like any other of its kind, and the hours that are kept on it."""

    day: date
    name: str
    hours: tuple[Span, ...] = ()


def special_days(facts: dict, since: date, channel: Channel = Channel.TICKETS) -> Iterator[Special]:
    """Return the days from a day on that are holidays or own days, in order; of one that is several, the own one."""
    own = {day: row for row in facts["own"] for day in _days_of(row) if day >= since}
    house = facts["house"] or {"country": "", "region": ""}
    named = {day: Special(day, row["name"], spans(row["hours"].get(channel, []))) for day, row in own.items()}
    public = PublicHolidays(house["country"], house["region"]).since(since)
    published = {day: Special(day, name) for day, name in _published(facts).items() if day >= since}
    named = {day: Special(day, name) for day, name in public} | published | named
    return (named[day] for day in sorted(named))


def spans(written: Iterable[list[str]]) -> tuple[Span, ...]:
    """Read the spans of a day as they are stored."""
    return tuple((time.fromisoformat(starts), time.fromisoformat(ends)) for starts, ends in written)


def stored(spans: Iterable[Span]) -> list[list[str]]:
    """Write the spans of a day as they are stored."""
    return [[f"{starts:%H:%M}", f"{ends:%H:%M}"] for starts, ends in sorted(spans)]


@prepared
def _alone():
    return Tenant.objects.filter(pk=CurrentTenant()).annotate(calendar_facts=facts())


def _published(facts) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in (facts["feed"] or {}).items()}


def _days(rows, channel) -> dict[date, tuple[Span, ...]]:
    return {day: hours for row in rows for hours in [spans(row["hours"].get(channel, []))] for day in _days_of(row)}


def _days_of(row) -> list[date]:
    first, last = (date.fromisoformat(row[name]) for name in ("starts_on", "ends_on"))
    return [first + DAY * number for number in range((last - first).days + 1)]
