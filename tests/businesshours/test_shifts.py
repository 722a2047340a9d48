"""When somebody is at work: nights, weeks, absences, and the two days a year on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from businesshours.hours import HORIZON
from businesshours.shifts import Away, Block, Roster, bars, in_words, overlapping

BERLIN, LA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles")
OFFICE = tuple(Block(day, time(9), time(17)) for day in range(5))
NIGHT = (Block(6, time(22), time(6)),)  # Sunday to Monday


def on_shift(shifts, absences, at, zone):
    return Roster(shifts, absences, zone).on_shift(at)


def next_on_shift(shifts, absences, at, zone):
    return Roster(shifts, absences, zone).next_on_shift(at)


def berlin(text: str) -> datetime:
    """Monday is 4 May 2026."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("moment", "is_on"),
    [
        ("2026-05-04 08:59", False),
        ("2026-05-04 09:00", True),
        ("2026-05-04 16:59:59", True),
        ("2026-05-04 17:00", False),
        ("2026-05-09 10:00", False),
    ],
)
def test_a_day_in_the_office(moment, is_on):
    assert on_shift(OFFICE, (), berlin(moment), BERLIN) is is_on


def test_nine_is_nine_where_the_person_lives():
    moment = datetime(2026, 5, 4, 16, 30, tzinfo=UTC)  # 18:30 in Berlin, 9:30 in Los Angeles
    assert not on_shift(OFFICE, (), moment, BERLIN)
    assert on_shift(OFFICE, (), moment, LA)


@pytest.mark.parametrize(
    ("moment", "is_on"),
    [
        ("2026-05-03 21:59", False),
        ("2026-05-03 22:00", True),
        ("2026-05-04 05:59", True),
        ("2026-05-04 06:00", False),
        ("2026-05-04 22:00", False),
    ],
)
def test_a_night_ends_on_the_next_day(moment, is_on):
    assert on_shift(NIGHT, (), berlin(moment), BERLIN) is is_on


def test_a_block_that_ends_where_it_begins_is_a_whole_day():
    whole = (Block(0, time(0), time(0)),)
    assert on_shift(whole, (), berlin("2026-05-04 23:59"), BERLIN)
    assert not on_shift(whole, (), berlin("2026-05-05 00:00"), BERLIN)


def test_an_absence_takes_the_blocks_that_begin_on_its_days():
    sunday, monday = Away(date(2026, 5, 3), date(2026, 5, 3)), Away(date(2026, 5, 4), date(2026, 5, 8))
    assert not on_shift(OFFICE, (monday,), berlin("2026-05-08 10:00"), BERLIN)
    assert not on_shift(NIGHT, (sunday,), berlin("2026-05-04 02:00"), BERLIN)
    # The night that began before is worked to its end.
    assert on_shift(NIGHT, (monday,), berlin("2026-05-04 02:00"), BERLIN)


def test_whoever_has_no_shifts_is_there_unless_absent():
    away = Away(date(2026, 5, 4), date(2026, 5, 5))
    assert on_shift((), (), berlin("2026-05-09 03:00"), BERLIN)
    assert not on_shift((), (away,), berlin("2026-05-05 23:59"), BERLIN)
    assert on_shift((), (away,), berlin("2026-05-06 00:00"), BERLIN)


@pytest.mark.parametrize(
    ("shifts", "away", "moment", "begins"),
    [
        (OFFICE, (), "2026-05-04 10:00", "2026-05-04 10:00"),
        (OFFICE, (), "2026-05-04 07:00", "2026-05-04 09:00"),
        (OFFICE, (), "2026-05-08 17:00", "2026-05-11 09:00"),
        (OFFICE, ((4, 6),), "2026-05-04 10:00", "2026-05-07 09:00"),
        (NIGHT, (), "2026-05-04 06:00", "2026-05-10 22:00"),
        ((), ((4, 6),), "2026-05-04 10:00", "2026-05-07 00:00"),
    ],
)
def test_from_when_somebody_is_there_again(shifts, away, moment, begins):
    away = tuple(Away(date(2026, 5, first), date(2026, 5, last)) for first, last in away)
    assert next_on_shift(shifts, away, berlin(moment), BERLIN) == berlin(begins)


def test_who_is_away_for_longer_than_anybody_plans_has_no_next_shift():
    long = Away(date(2026, 1, 1), date(2026, 5, 4) + timedelta(days=HORIZON))
    assert next_on_shift(OFFICE, (long,), berlin("2026-05-04 10:00"), BERLIN) is None


def test_on_the_days_on_which_the_clocks_change_the_wall_clock_counts():
    sunday = (Block(6, time(1), time(4)),)
    for day, hours in (("2026-03-29", 2), ("2026-10-25", 4)):
        begins = berlin(f"{day} 01:00").astimezone(UTC)
        assert not on_shift(sunday, (), begins - timedelta(seconds=1), BERLIN)
        assert on_shift(sunday, (), begins, BERLIN)
        assert on_shift(sunday, (), begins + timedelta(hours=hours, seconds=-1), BERLIN)
        assert not on_shift(sunday, (), begins + timedelta(hours=hours), BERLIN)


@pytest.mark.parametrize(
    ("blocks", "clash"),
    [
        ([Block(0, time(9), time(12)), Block(0, time(12), time(17))], None),
        ([Block(0, time(9), time(12)), Block(0, time(11), time(17))], Block(0, time(11), time(17))),
        ([Block(0, time(22), time(6)), Block(1, time(5), time(9))], Block(1, time(5), time(9))),
        ([Block(6, time(22), time(6)), Block(0, time(5), time(9))], Block(0, time(5), time(9))),
        ([Block(6, time(22), time(6)), Block(0, time(6), time(9))], None),
        ([Block(0, time(0), time(0))], None),
        ([], None),
    ],
)
def test_two_blocks_at_one_time_are_found(blocks, clash):
    assert overlapping(blocks) == clash


def test_a_night_is_drawn_on_both_its_days():
    drawn = bars([Block(6, time(22), time(6)), Block(0, time(9), time(17)), Block(2, time(18), time(0))])
    assert (drawn[6], drawn[0], drawn[2], drawn[3]) == ([(1320, 120)], [(0, 360), (540, 480)], [(1080, 360)], [])


def test_a_week_in_words():
    lunch = [Block(5, time(10), time(12)), Block(5, time(13), time(14, 30))]
    assert in_words([*OFFICE, *lunch]) == "Mon–Fri 9:00–17:00, Sat 10:00–12:00 and 13:00–14:30"
    assert in_words([Block(0, time(9), time(17)), Block(2, time(9), time(17))]) == "Mon 9:00–17:00, Wed 9:00–17:00"
    assert in_words([]) == ""
