"""Who is at work at a moment: reads of shifts, absences and time zones, in one query for any number of people."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from accounts.models import User
from businesshours.models import Absence, Shift
from businesshours.shifts import Away, Block, Roster
from tenants.models import Profile

# What is over is of no use; a day more, because it may still be the day before somewhere, and one for the night.
_STILL_TELLS = timedelta(days=2)


def with_rosters(people: QuerySet, at: datetime) -> QuerySet:
    """Let a query of people bring along what roster() needs, as of a moment."""
    return _with_rosters(people, still_tells(at))


def still_tells(at: datetime) -> date:
    """Return the day on which an absence may have ended at the earliest and still say something about a moment."""
    return (at - _STILL_TELLS).date()


def _with_rosters(people, since):
    shifts = Shift.objects.filter(user=OuterRef("pk")).order_by("weekday", "starts")
    absences = Absence.objects.in_use().filter(user=OuterRef("pk"), ends_on__gte=since)
    house_zone = Subquery(Profile.objects.values("time_zone")[:1])
    return people.annotate(
        own_shifts=ArraySubquery(shifts.values(json=JSONObject(weekday="weekday", starts="starts", ends="ends"))),
        own_absences=ArraySubquery(absences.values(json=JSONObject(starts_on="starts_on", ends_on="ends_on"))),
        zone_name=Coalesce(NullIf("time_zone", Value("")), house_zone, Value("UTC")),
    )


def roster(person: User) -> Roster:
    """Return the roster of somebody who was read with with_rosters()."""
    return _roster(person.own_shifts, person.own_absences, person.zone_name)


def _roster(shifts, absences, zone_name) -> Roster:
    return Roster(
        shifts=tuple(
            Block(row["weekday"], time.fromisoformat(row["starts"]), time.fromisoformat(row["ends"])) for row in shifts
        ),
        absences=tuple(
            Away(date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])) for row in absences
        ),
        zone=ZoneInfo(zone_name),
    )


def rosters_as_json(people: QuerySet, since: date | Expression) -> ArraySubquery:
    """Return the rosters of those who still work tickets as a column of another query, for rosters_from_json().

    Absences that ended before the day `since` are left out.
    """
    brought = _with_rosters(people.who_work_tickets().order_by("pk"), since)
    return ArraySubquery(
        brought.values(
            json=JSONObject(person="pk", shifts="own_shifts", absences="own_absences", zone="zone_name"),
        )
    )


def rosters_from_json(rows: list[dict]) -> dict[int, Roster]:
    """Return the rosters of rosters_as_json() by person."""
    return {row["person"]: _roster(row["shifts"], row["absences"], row["zone"]) for row in rows}


def rosters_of(people: Iterable[int], at: datetime) -> dict[int, Roster]:
    """Return the rosters of those of some people who still work tickets, as of a moment, in one query."""
    found = with_rosters(User.objects.who_work_tickets().filter(pk__in=list(people)), at)
    return {person.pk: roster(person) for person in found}


def who_is_on_shift(users: QuerySet | Iterable[User], at: datetime) -> set[int]:
    """Return the ids of those who are at work at a moment, in one query."""
    people = users if isinstance(users, QuerySet) else User.objects.filter(pk__in=[user.pk for user in users])
    return {person.pk for person in with_rosters(people, at) if roster(person).on_shift(at)}
