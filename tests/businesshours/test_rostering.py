"""What managers and admins decide about when people work."""

from datetime import date, time

import pytest

from activity.models import Event
from businesshours import rostering
from businesshours.models import Absence, Shift
from businesshours.rostering import EndsBeforeItBegins, Overlap
from shared.seen import ChangedMeanwhile, stamp
from tests import make

pytestmark = pytest.mark.django_db

OFFICE = {day: [(time(9), time(17))] for day in range(5)}


def change(person, week=OFFICE, by=None, **more):
    return rostering.change(person, **{"week": week, "time_zone": "", "ticket_limit": None, "by": by} | more)


def test_a_week_replaces_the_one_before(cast):
    change(cast.ana, by=cast.mia)
    change(cast.ana, {0: [(time(22), time(6))]}, by=cast.mia, time_zone="Europe/Berlin", ticket_limit=5)
    assert [str(shift) for shift in Shift.objects.all()] == ["Monday 22:00–06:00"]
    cast.ana.refresh_from_db()
    assert (cast.ana.time_zone, cast.ana.ticket_limit) == ("Europe/Berlin", 5)
    assert Event.objects.latest("id").data["after"]["week"] == ["0 22:00-06:00"]


def test_the_same_week_once_more_records_nothing(cast):
    change(cast.ana, by=cast.mia)
    happened = Event.objects.count()
    change(cast.ana, by=cast.max)
    assert Event.objects.count() == happened


def test_two_shifts_at_one_time_are_refused_where_they_meet(cast):
    with pytest.raises(Overlap, match="Monday 5:00–9:00") as refused:
        change(cast.ana, {6: [(time(22), time(6))], 0: [(time(5), time(9))]}, by=cast.mia)
    assert refused.value.field == "monday"
    assert not Shift.objects.exists()


def test_the_second_of_two_is_told(cast):
    seen = stamp(rostering.as_seen(cast.ana))
    change(cast.ana, by=cast.mia, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change(cast.ana, {}, by=cast.max, seen=seen)


def test_an_absence_is_added_once_however_often_the_form_is_sent(cast):
    key = make.key()
    for _ in range(2):
        rostering.add_absence(
            user=cast.ana, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 8), by=cast.mia, form_key=key
        )
    assert Absence.objects.count() == 1


def test_an_absence_does_not_end_before_it_begins(cast):
    with pytest.raises(EndsBeforeItBegins):
        rostering.add_absence(user=cast.ana, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 3), by=cast.mia)
