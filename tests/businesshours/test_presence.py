"""Who is at work at a moment, from what stands in the database."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from businesshours import presence, rostering
from businesshours.models import Absence, Shift
from tenants.models import Profile

pytestmark = pytest.mark.django_db

# A Monday.
NINE_IN_BERLIN = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)


def office(person, *, starts=time(9), ends=time(17)):
    Shift.objects.bulk_create(Shift(user=person, weekday=day, starts=starts, ends=ends) for day in range(5))


def test_the_time_zone_is_the_persons_own_or_else_the_helpdesks(cast):
    Profile.objects.update(time_zone="Europe/Berlin")
    office(cast.ana)
    office(cast.ben)
    User.objects.filter(pk=cast.ben.pk).update(time_zone="America/Los_Angeles")
    assert presence.who_is_on_shift([cast.ana, cast.ben], NINE_IN_BERLIN) == {cast.ana.pk}
    at_nine_there = datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
    assert presence.who_is_on_shift([cast.ana, cast.ben], at_nine_there) == {cast.ben.pk}


def test_who_has_no_shifts_is_there_unless_absent(cast):
    away = rostering.add_absence(
        user=cast.ana, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 4), note="Ill", by=cast.mia
    )
    assert presence.who_is_on_shift([cast.ana, cast.ben], NINE_IN_BERLIN) == {cast.ben.pk}
    rostering.remove_absence(away, by=cast.mia)
    assert presence.who_is_on_shift([cast.ana, cast.ben], NINE_IN_BERLIN) == {cast.ana.pk, cast.ben.pk}


def test_a_night_before_an_absence_is_still_known(cast):
    Shift.objects.create(user=cast.ana, weekday=6, starts=time(22), ends=time(6))
    at_two = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
    assert presence.who_is_on_shift([cast.ana], at_two) == {cast.ana.pk}
    Absence.objects.create(user=cast.ana, starts_on=date(2026, 5, 3), ends_on=date(2026, 5, 3))
    assert presence.who_is_on_shift([cast.ana], at_two) == set()


def test_any_number_of_people_is_one_query(cast):
    for person in (cast.ana, cast.ben, cast.mia):
        office(person)
        Absence.objects.create(user=person, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 2))
    for people in (User.objects.who_work_tickets(), [cast.ana, cast.ben, cast.mia]):
        with CaptureQueriesContext(connection) as queries:
            assert len(presence.who_is_on_shift(people, NINE_IN_BERLIN.replace(hour=10))) == 3
        assert len(queries) == 1


def test_other_tenants_shifts_count_for_nobody_here(cast):
    assert presence.who_is_on_shift([cast.globex.ana], NINE_IN_BERLIN) == set()
