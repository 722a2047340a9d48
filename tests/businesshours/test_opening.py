"""When a channel is open, told by two clocks."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from businesshours import opening
from businesshours.hours import Calendar
from businesshours.wording import Reader

LISBON, NEW_YORK, TOKYO = (ZoneInfo(name) for name in ("Europe/Lisbon", "America/New_York", "Asia/Tokyo"))
OFFICE = (((time(7), time(19)),),) * 5 + ((),) * 2


def lisbon(text: str) -> datetime:
    """Monday is 4 May 2026."""
    return datetime.fromisoformat(text).replace(tzinfo=LISBON).astimezone(UTC)


def told(at, zone=NEW_YORK, *, is_own=True, week=OFFICE, days=()):
    calendar = Calendar(LISBON, week, dict(days))
    return opening.of(calendar, at=lisbon(at), reader=Reader(zone, is_own))


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        ("2026-05-04 10:00", NEW_YORK, "Open now, until 14:00 your time (19:00 Lisbon)"),
        ("2026-05-04 10:00", LISBON, "Open now, until 19:00 your time"),
        ("2026-05-04 19:00", NEW_YORK, "Closed now, opens Tue 02:00 your time (07:00 Lisbon)"),
        ("2026-05-08 20:00", NEW_YORK, "Closed now, opens Mon 02:00 your time (07:00 Lisbon)"),
        # The day is another one there.
        ("2026-05-04 18:00", TOKYO, "Open now, until 03:00 your time (Mon 19:00 Lisbon)"),
        ("2026-05-04 15:00", TOKYO, "Open now, until Tue 03:00 your time (Mon 19:00 Lisbon)"),
        # New York changes on 8 March, Lisbon three weeks later.
        ("2026-03-06 20:00", NEW_YORK, "Closed now, opens Mon 03:00 your time (07:00 Lisbon)"),
        ("2026-03-27 20:00", NEW_YORK, "Closed now, opens Mon 02:00 your time (07:00 Lisbon)"),
    ],
)
def test_open_now_or_when(at, zone, words):
    assert told(at, zone).now.words == words


def test_the_week_stands_in_both_zones():
    assert told("2026-05-04 10:00").hours == "Mon–Fri, 07:00–19:00 Lisbon (02:00–14:00 your time)"
    assert told("2026-05-04 10:00", is_own=False).hours == "Mon–Fri, 07:00–19:00 Lisbon (02:00–14:00 New York)"


def test_a_day_off_and_a_half_day_count():
    closed = {date(2026, 5, 5): (), date(2026, 5, 6): ((time(9), time(12)),)}
    assert told("2026-05-04 20:00", days=closed).now.words == "Closed now, opens Wed 04:00 your time (09:00 Lisbon)"
    assert told("2026-05-06 10:00", days=closed).now.words == "Open now, until 07:00 your time (12:00 Lisbon)"


def test_what_never_opens_says_so():
    never = told("2026-05-04 10:00", week=((),) * 7)
    assert (never.hours, never.now.words, json.loads(never.coming_as_json)) == ("", "Closed now", [])


def test_a_page_that_stays_open_knows_what_comes():
    coming = json.loads(told("2026-05-08 18:00").coming_as_json)
    assert coming[:2] == [
        [3600, "Closed now, opens Mon 02:00 your time (07:00 Lisbon)", False],
        [3600 * 61, "Open now, until 14:00 your time (19:00 Lisbon)", True],
    ]
