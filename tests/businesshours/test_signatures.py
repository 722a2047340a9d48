"""What stands under an answer: hours in two zones, and whether somebody is there, by whatever clock."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from businesshours.shifts import Away, Block, Roster
from businesshours.signatures import frozen, hours, live
from businesshours.wording import Reader, city

LISBON, BERLIN, NEW_YORK = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
TOKYO, KATHMANDU, LA = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/Los_Angeles")
OFFICE = tuple(Block(day, time(9), time(17)) for day in range(5))


def lisbon(text: str) -> datetime:
    """Monday is 4 May 2026."""
    return datetime.fromisoformat(text).replace(tzinfo=LISBON).astimezone(UTC)


def of(zone, *blocks, away=()):
    return Roster(blocks or OFFICE, tuple(away), zone)


def words(roster, at, reader_zone, *, is_own=True):
    signature = live("Ana", "Acme", roster, at=at, reader=Reader(reader_zone, is_own))
    return signature.hours, signature.now.words if signature.now else ""


MONDAY = lisbon("2026-05-04 10:00")


@pytest.mark.parametrize(
    ("roster", "reader", "told"),
    [
        (of(LISBON), NEW_YORK, "Works Mon–Fri, 09:00–17:00 Lisbon (04:00–12:00 your time)"),
        (of(LISBON), KATHMANDU, "Works Mon–Fri, 09:00–17:00 Lisbon (13:45–21:45 your time)"),
        (of(LISBON), LISBON, "Works Mon–Fri, 09:00–17:00 Lisbon"),
        (of(LISBON), ZoneInfo("Europe/London"), "Works Mon–Fri, 09:00–17:00 Lisbon (the same in your time)"),
        # The reader's weekday is another one.
        (of(TOKYO), NEW_YORK, "Works Mon–Fri, 09:00–17:00 Tokyo (Sun–Thu, 20:00–04:00 your time)"),
        (of(LA), TOKYO, "Works Mon–Fri, 09:00–17:00 Los Angeles (Tue–Sat, 01:00–09:00 your time)"),
        # Of two blocks one goes over midnight.
        (
            of(LISBON, Block(0, time(9), time(12)), Block(0, time(13), time(17))),
            TOKYO,
            "Works Mon, 09:00–12:00 and 13:00–17:00 Lisbon (17:00–20:00 and 21:00–01:00 your time)",
        ),
        (
            of(LISBON, Block(0, time(9), time(12)), Block(0, time(18), time(20))),
            TOKYO,
            "Works Mon, 09:00–12:00 and 18:00–20:00 Lisbon (Mon, 17:00–20:00; Tue, 02:00–04:00 your time)",
        ),
        (
            of(LISBON, *OFFICE[:4], Block(4, time(9), time(13))),
            NEW_YORK,
            "Works Mon–Thu, 09:00–17:00; Fri, 09:00–13:00 Lisbon "
            "(Mon–Thu, 04:00–12:00; Fri, 04:00–08:00 your time)",
        ),
        (
            of(LISBON, *(Block(day, time(9), time(13)) for day in (0, 2, 4))),
            BERLIN,
            "Works Mon, Wed, Fri, 09:00–13:00 Lisbon (10:00–14:00 your time)",
        ),
        (of(LISBON, *(Block(day, time(), time()) for day in range(5))), LISBON, "Works Mon–Fri, 00:00–24:00 Lisbon"),
        (of(LISBON, *(Block(day, time(), time()) for day in range(7))), TOKYO, "Works around the clock"),
        (of(LISBON, *(Block(day, time(7), time(23)) for day in range(7))), LISBON,
         "Works every day, 07:00–23:00 Lisbon"),
        (of(LISBON, *(Block(day, time(22), time(6)) for day in (5, 6, 0))), BERLIN,
         "Works Sat–Mon, 22:00–06:00 Lisbon (23:00–07:00 your time)"),
    ],
)  # fmt: skip
def test_hours_in_both_zones(roster, reader, told):
    roster = Roster(tuple(sorted(roster.shifts)), roster.absences, roster.zone)
    assert hours(roster, MONDAY, Reader(reader, is_own=True)) == told


def test_a_zone_that_is_only_assumed_is_named_and_not_called_the_readers():
    told, state = words(of(LISBON), lisbon("2026-05-04 18:00"), NEW_YORK, is_own=False)
    assert told == "Works Mon–Fri, 09:00–17:00 Lisbon (04:00–12:00 New York)"
    assert state == "Off shift now, back Tue 04:00 New York"


@pytest.mark.parametrize(
    ("at", "reader", "told", "state"),
    [
        # New York changes on 8 March 2026, Lisbon on the 29th: three weeks with four hours instead of five.
        ("2026-03-06 18:00", NEW_YORK, "05:00–13:00", "Off shift now, back Mon 05:00 your time"),
        ("2026-03-05 18:00", NEW_YORK, "04:00–12:00", "Off shift now, back Fri 04:00 your time"),
        ("2026-03-27 18:00", NEW_YORK, "04:00–12:00", "Off shift now, back Mon 04:00 your time"),
        ("2026-03-26 18:00", NEW_YORK, "05:00–13:00", "Off shift now, back Fri 05:00 your time"),
        # Back: Lisbon on 25 October, New York on 1 November.
        ("2026-10-23 18:00", NEW_YORK, "05:00–13:00", "Off shift now, back Mon 05:00 your time"),
        ("2026-10-30 18:00", NEW_YORK, "04:00–12:00", "Off shift now, back Mon 04:00 your time"),
        # Nepal changes nothing.
        ("2026-03-27 18:00", KATHMANDU, "13:45–21:45", "Off shift now, back Mon 13:45 your time"),
        ("2026-03-26 18:00", KATHMANDU, "14:45–22:45", "Off shift now, back Fri 14:45 your time"),
    ],
)
def test_both_changes_of_the_clocks(at, reader, told, state):
    says, now = words(of(LISBON), lisbon(at), reader)
    assert says == f"Works Mon–Fri, 09:00–17:00 Lisbon ({told} your time)"
    assert now == state


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-05-04 09:00", "On shift now, until 12:00 your time"),
        ("2026-05-04 16:59", "On shift now, until 12:00 your time"),
        ("2026-05-04 17:00", "Off shift now, back Tue 04:00 your time"),
        ("2026-05-04 08:59", "Off shift now, back Mon 04:00 your time"),
        ("2026-05-08 17:00", "Off shift now, back Mon 04:00 your time"),
    ],
)
def test_whether_somebody_is_there(at, state):
    assert words(of(LISBON), lisbon(at), NEW_YORK)[1] == state


def test_blocks_without_a_gap_are_one_stretch_of_work():
    day = of(LISBON, Block(0, time(9), time(12)), Block(0, time(12), time(17)))
    assert day.on_shift_until(MONDAY) == lisbon("2026-05-04 17:00")
    nights = of(LISBON, Block(0, time(18), time()), Block(1, time(), time(6)))
    assert words(nights, lisbon("2026-05-04 19:00"), LISBON)[1] == "On shift now, until Tue 06:00 your time"


def test_who_works_always_stops_never():
    always = of(LISBON, *(Block(day, time(), time()) for day in range(7)))
    assert words(always, MONDAY, NEW_YORK)[1] == "On shift now"


def test_who_is_away_is_away_until_the_last_day_of_it():
    away = Away(date(2026, 5, 4), date(2026, 6, 3))
    assert words(of(LISBON, away=[away]), MONDAY, NEW_YORK)[1] == ("Away until 3 June. A manager can move your ticket.")
    # Before it begins, the way back is the day after it.
    weekend = lisbon("2026-05-02 12:00")
    assert words(of(LISBON, away=[away]), weekend, NEW_YORK)[1] == "Off shift now, back Thu 4 Jun, 04:00 your time"
    until_january = Away(date(2026, 5, 4), date(2027, 1, 8))
    assert "Away until 8 January 2027." in words(of(LISBON, away=[until_january]), MONDAY, NEW_YORK)[1]


def test_absences_that_follow_each_other_are_one():
    first, second = Away(date(2026, 5, 4), date(2026, 5, 6)), Away(date(2026, 5, 7), date(2026, 5, 20))
    later, past = Away(date(2026, 5, 25), date(2026, 5, 26)), Away(date(2026, 5, 1), date(2026, 5, 3))
    assert of(LISBON, away=[later, second, past, first]).away_until(MONDAY) == date(2026, 5, 20)
    assert of(LISBON, away=[later, past]).away_until(MONDAY) is None


def test_without_shifts_only_the_name_is_there_unless_they_are_away():
    nobody = Roster((), (), LISBON)
    assert words(nobody, MONDAY, NEW_YORK) == ("", "")
    away = Roster((), (Away(date(2026, 5, 4), date(2026, 5, 5)),), LISBON)
    assert words(away, MONDAY, NEW_YORK) == ("", "Away until 5 May. A manager can move your ticket.")
    left = live("Ana", "Acme", None, at=MONDAY, reader=Reader(NEW_YORK, is_own=True))
    assert (left.name, left.hours, left.now) == ("Ana", "", None)


def test_a_page_that_stays_open_knows_what_comes():
    signature = live("Ana", "Acme", of(LISBON), at=lisbon("2026-05-08 16:00"), reader=Reader(NEW_YORK, is_own=True))
    assert json.loads(signature.coming_as_json) == [
        [3600, "Off shift now, back Mon 04:00 your time", False],
        [3600 * 65, "On shift now, until 12:00 your time", True],
        [3600 * 73, "Off shift now, back Tue 04:00 your time", False],
        [3600 * 89, "On shift now, until 12:00 your time", True],
        [3600 * 97, "Off shift now, back Wed 04:00 your time", False],
    ]


def test_over_a_change_of_the_clocks_as_many_seconds_pass_as_really_do():
    friday = lisbon("2026-03-27 16:00")
    signature = live("Ana", "Acme", of(LISBON), at=friday, reader=Reader(LISBON, is_own=True))
    assert json.loads(signature.coming_as_json)[1][0] == 3600 * 64


def test_a_letter_says_it_with_dates():
    reader = Reader(NEW_YORK, is_own=True)

    def sent(at, **more):
        return frozen("Ana", "Acme", of(LISBON, **more), at=lisbon(at), reader=reader).now.words

    assert sent("2026-05-04 10:00") == "On shift when this was sent, until Mon 4 May, 12:00 your time"
    assert sent("2026-05-08 18:00") == "Off shift when this was sent, back Mon 11 May, 04:00 your time"
    assert sent("2026-12-31 18:00") == "Off shift when this was sent, back Fri 1 Jan 2027, 04:00 your time"
    away = Away(date(2026, 5, 4), date(2026, 6, 3))
    assert sent("2026-05-04 10:00", away=[away]) == "Away until 3 June. A manager can move your ticket."


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Lisbon", "Lisbon"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+5", "UTC-5"),
    ],
)
def test_zones_have_the_names_that_people_know(zone, name):
    assert city(ZoneInfo(zone)) == name
