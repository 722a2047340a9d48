"""Who is at work at a moment: reads of shifts, absences and time zones, in one query for any number of people."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from accounts.models import User
from businesshours.models import Absence, Shift
from businesshours.shifts import Away, Block, Roster
from tenants.models import Profile

# What is over is of no use; a day more, because it may still be the day before somewhere, and one for the night.
_STILL_TELLS = timedelta(days=2)


def with_rosters(people: QuerySet, at: datetime) -> QuerySet:
    """Let a query of people bring along what roster() needs, as of a moment."""
    shifts = Shift.objects.filter(user=OuterRef("pk")).order_by("weekday", "starts")
    absences = Absence.objects.in_use().filter(user=OuterRef("pk"), ends_on__gte=(at - _STILL_TELLS).date())
    house_zone = Subquery(Profile.objects.values("time_zone")[:1])
    return people.annotate(
        own_shifts=ArraySubquery(shifts.values(json=JSONObject(weekday="weekday", starts="starts", ends="ends"))),
        own_absences=ArraySubquery(absences.values(json=JSONObject(starts_on="starts_on", ends_on="ends_on"))),
        zone_name=Coalesce(NullIf("time_zone", Value("")), house_zone, Value("UTC")),
    )


def roster(person: User) -> Roster:
    """Return the roster of somebody who was read with with_rosters()."""
    return Roster(
        shifts=tuple(
            Block(row["weekday"], time.fromisoformat(row["starts"]), time.fromisoformat(row["ends"]))
            for row in person.own_shifts
        ),
        absences=tuple(
            Away(date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"]))
            for row in person.own_absences
        ),
        zone=ZoneInfo(person.zone_name),
    )


def who_is_on_shift(users: QuerySet | Iterable[User], at: datetime) -> set[int]:
    """Return the ids of those who are at work at a moment, in one query."""
    people = users if isinstance(users, QuerySet) else User.objects.filter(pk__in=[user.pk for user in users])
    return {person.pk for person in with_rosters(people, at) if roster(person).on_shift(at)}
