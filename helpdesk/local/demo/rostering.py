"""When the demo's staff works, who is away, and who asks for another agent."""

from datetime import datetime, time, timedelta

from accounts.models import User
from businesshours.models import Absence, Shift
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from tickets import reassigning
from tickets.models import Ticket

_OFFICE = (range(5), time(8, 30), time(17))
# Whoever does not work in the office hours of five days: (days, from, until) of each block.
_OTHERS = {
    "mia": ((range(4), time(9), time(13)), (range(4), time(14), time(18)), ((4,), time(9), time(13))),
    "theo": ((range(4), time(12), time(20)), ((6,), time(22), time(6))),
}
# Without shifts, one of each team: always there, so that whoever looks at the demo at night finds somebody on shift.
_ALWAYS = ("dina", "emil")
_AWAY = {"emil": (9, 13, "Holiday"), "dina": (30, 30, "")}
_WHO_ASKS, _WHY = "ana", "I am away from Thursday, and this one will take longer than that."


def give_shifts(place: Place, settled: Settled, *, now: datetime) -> None:
    """Give everybody who works tickets a week in their own time zone, and some of them days off."""
    shifts, absences, today = [], [], now.date()
    for person in place.people:
        if not {"agent", "manager"} & set(person.roles):
            continue
        user = settled.people[person.key]
        User.objects.filter(pk=user.pk).update(time_zone=person.time_zone)
        for days, starts, ends in () if person.key in _ALWAYS else _OTHERS.get(person.key, (_OFFICE,)):
            shifts += [Shift(user=user, weekday=day, starts=starts, ends=ends) for day in days]
        if person.key in _AWAY:
            first, last, note = _AWAY[person.key]
            days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
            absences.append(Absence(user=user, note=note, **days))
    Shift.objects.bulk_create(shifts)
    Absence.objects.bulk_create(absences)


def let_somebody_ask(settled: Settled) -> None:
    """Let an agent ask for another one about the ticket that stands first in their line."""
    person = settled.people.get(_WHO_ASKS)
    if person and (ticket := Ticket.objects.open().filter(assignee=person).in_serving_order().first()):
        reassigning.ask(ticket, reason=_WHY, by=person)
