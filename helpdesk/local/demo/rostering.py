"""When the demo's staff works, and who is away."""

from datetime import datetime, time, timedelta

from accounts.models import User
from businesshours.models import Absence, Shift
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled

_OFFICE = (range(5), time(8, 30), time(17))
# Whoever does not work in the office hours of five days: (days, from, until) of each block.
_OTHERS = {
    "dina": ((range(3), time(9), time(13)), (range(3), time(14), time(18))),
    "emil": ((range(4), time(12), time(20)), ((6,), time(22), time(6))),
}
_AWAY = {"emil": (9, 13, "Holiday"), "dina": (30, 30, "")}


def give_shifts(place: Place, settled: Settled, *, now: datetime) -> None:
    """Give everybody who works tickets a week in their own time zone, and some of them days off."""
    shifts, absences, today = [], [], now.date()
    for person in place.people:
        if not {"agent", "manager"} & set(person.roles):
            continue
        user = settled.people[person.key]
        User.objects.filter(pk=user.pk).update(time_zone=person.time_zone)
        for days, starts, ends in _OTHERS.get(person.key, (_OFFICE,)):
            shifts += [Shift(user=user, weekday=day, starts=starts, ends=ends) for day in days]
        if person.key in _AWAY:
            first, last, note = _AWAY[person.key]
            days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
            absences.append(Absence(user=user, note=note, **days))
    Shift.objects.bulk_create(shifts)
    Absence.objects.bulk_create(absences)
