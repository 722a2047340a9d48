"""Calendars that others publish: what is a holiday in them counts, and whatever else stands in them does no harm."""

import contextlib
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from businesshours import feeds
from businesshours.feeds import NotACalendar

TODAY = date(2026, 11, 21)


def calendar(*events: str) -> bytes:
    """Return a feed of events, each written with spaces between its lines."""
    lines = [f"BEGIN:VEVENT|UID:{number}|{event}|END:VEVENT" for number, event in enumerate(events)]
    return "|".join(["BEGIN:VCALENDAR|VERSION:2.0|PRODID:test", *lines, "END:VCALENDAR|"]).replace("|", "\r\n").encode()


def days(*events: str) -> dict[str, str]:
    return {day.isoformat(): name for day, name in feeds.read(calendar(*events), TODAY).items()}


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ("DTSTART;VALUE=DATE:20261226|SUMMARY:Boxing Day", {"2026-12-26": "Boxing Day"}),
        # An event ends on the day before its DTEND (RFC 5545, 3.6.1).
        (
            "DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227|SUMMARY:Christmas",
            {"2026-12-25": "Christmas", "2026-12-26": "Christmas"},
        ),
        (
            "DTSTART;VALUE=DATE:20261231|DURATION:P2D|SUMMARY:Turn of the year",
            {"2026-12-31": "Turn of the year", "2027-01-01": "Turn of the year"},
        ),
        ("DTSTART;VALUE=DATE:20261226|SUMMARY:  Two \\n lines ", {"2026-12-26": "Two lines"}),
        ("DTSTART;VALUE=DATE:20261226", {"2026-12-26": "Day off"}),
        (
            "DTSTART;VALUE=DATE:19500501|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20270501|SUMMARY:Labour Day",
            {"2026-05-01": "Labour Day", "2028-05-01": "Labour Day", "2029-05-01": "Labour Day"},
        ),
        (
            "DTSTART;VALUE=DATE:20201126|RRULE:FREQ=YEARLY;UNTIL=20271231;BYMONTH=11;BYDAY=4TH|SUMMARY:Thanksgiving",
            {"2025-11-27": "Thanksgiving", "2026-11-26": "Thanksgiving", "2027-11-25": "Thanksgiving"},
        ),
        (
            "DTSTART;VALUE=DATE:20251226|RRULE:FREQ=YEARLY;COUNT=2|SUMMARY:Twice",
            {"2025-12-26": "Twice", "2026-12-26": "Twice"},
        ),
        # What is no whole day off, or none that counts
        ("DTSTART:20261224T100000Z|SUMMARY:Meeting", {}),
        ("DTSTART;VALUE=DATE:20261226|STATUS:CANCELLED|SUMMARY:Called off", {}),
        ("DTSTART;VALUE=DATE:20150101|SUMMARY:Long ago", {}),
        ("DTSTART;VALUE=DATE:20990101|SUMMARY:Far away", {}),
        ("DTSTART;VALUE=DATE:20261201|DTEND;VALUE=DATE:20270301|SUMMARY:A whole winter", {}),
        ("DTSTART;VALUE=DATE:20261226|DTEND;VALUE=DATE:20261225|SUMMARY:Backwards", {}),
        ("SUMMARY:Never", {}),
        # What repeats as no holiday does
        ("DTSTART;VALUE=DATE:20261231|RRULE:FREQ=SECONDLY|SUMMARY:Always", {}),
        ("DTSTART;VALUE=DATE:20261231|RRULE:FREQ=DAILY|SUMMARY:Every day", {}),
        ("DTSTART;VALUE=DATE:20261231|RRULE:FREQ=YEARLY;BYHOUR=1|SUMMARY:By the hour", {}),
        ("DTSTART;VALUE=DATE:20261231|RRULE:FREQ=YEARLY;BYMONTHDAY=1,2,3|SUMMARY:Several", {}),
        ("DTSTART;VALUE=DATE:20261231|RRULE:FREQ=YEARLY;COUNT=999999999|SUMMARY:Very often", {}),
        ("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY|SUMMARY:Leap day", {"2028-02-29": "Leap day"}),
    ],
)
def test_what_counts_of_an_event(event, found):
    assert days(event) == found


def test_of_two_on_one_day_the_first_names_it():
    assert days("DTSTART;VALUE=DATE:20261226|SUMMARY:One", "DTSTART;VALUE=DATE:20261226|SUMMARY:Two") == {
        "2026-12-26": "One"
    }


def test_one_that_cannot_be_read_does_not_hide_the_others():
    assert list(days("DTSTART;VALUE=DATE:2026", "DTSTART;VALUE=DATE:20261226")) == ["2026-12-26"]


@pytest.mark.parametrize(
    "written", [b"", b"hello", b"<html></html>", b"\x00\xff\xfe", calendar()[:20], b"BEGIN:VEVENT"]
)
def test_what_is_no_calendar_is_told(written):
    with pytest.raises(NotACalendar, match="not a calendar"):
        feeds.read(written, TODAY)


def test_an_empty_calendar_has_no_days():
    assert feeds.read(calendar(), TODAY) == {}


def test_what_is_too_large_is_told():
    with pytest.raises(NotACalendar, match="512 kB"):
        feeds.read(b"x" * (feeds.MOST_BYTES + 1), TODAY)
    with pytest.raises(NotACalendar, match="2000 events"):
        feeds.read(calendar(*["SUMMARY:x"] * (feeds.MOST_EVENTS + 1)), TODAY)
    every_month = (f"DTSTART;VALUE=DATE:2027{month:02}01|DURATION:P31D" for month in range(1, 13))
    years = [event.replace("2027", str(year)) for year in range(2026, 2030) for event in every_month]
    assert len(feeds.read(calendar(*years), TODAY)) <= feeds.MOST_DAYS


@pytest.mark.parametrize(
    "rule",
    [
        "BYMONTH=2;BYMONTHDAY=30", "BYMONTH=4;BYMONTHDAY=31", "BYMONTH=4;BYMONTHDAY=-31", "BYMONTHDAY=0", "BYMONTH=13",
        "BYMONTH=2;BYDAY=5MO;BYMONTHDAY=1", "BYMONTH=5;BYDAY=6MO", "BYDAY=54MO", "COUNT=9;BYMONTH=2;BYMONTHDAY=30",
        "BYMONTH=2",
    ],
)  # fmt: skip
def test_a_day_that_never_comes_is_not_looked_for(monkeypatch, rule):
    """Looking for one takes a third of a second, and a calendar may hold two thousand."""
    monkeypatch.setattr(feeds, "rrulestr", lambda *args, **kwargs: pytest.fail("It was looked for."))
    event = f"DTSTART;VALUE=DATE:20260131|RRULE:FREQ=YEARLY;{rule}|SUMMARY:Never"
    assert list(days(event, "DTSTART;VALUE=DATE:20261226")) == ["2026-12-26"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("BYMONTH=2;BYMONTHDAY=29", ["2028-02-29"]),
        ("BYMONTH=5;BYDAY=-1MO", ["2026-05-25", "2027-05-31", "2028-05-29", "2029-05-28"]),
        ("BYMONTH=12;BYMONTHDAY=-1", ["2025-12-31", "2026-12-31", "2027-12-31", "2028-12-31"]),
        ("BYDAY=FR;BYMONTHDAY=13;BYMONTH=11", ["2026-11-13"]),
    ],
)
def test_a_day_that_comes_seldom_or_by_its_weekday_is_found(rule, found):
    assert list(days(f"DTSTART;VALUE=DATE:20200101|RRULE:FREQ=YEARLY;{rule}|SUMMARY:x")) == found


def test_rules_that_repeat_since_ages_are_soon_read():
    began = time.monotonic()
    feeds.read(calendar(*["DTSTART;VALUE=DATE:01000101|RRULE:FREQ=YEARLY;BYDAY=MO"] * 200), TODAY)
    assert time.monotonic() - began < 10


@settings(max_examples=100, deadline=None, database=None)
@given(some.binary(max_size=300), some.integers(0, 200))
def test_no_bytes_do_harm(noise, place):
    good = calendar("DTSTART;VALUE=DATE:20261226|RRULE:FREQ=YEARLY|SUMMARY:Boxing Day")
    for written in (noise, good[:place] + noise + good[place:], good[:place] + good[place + len(noise) :]):
        with contextlib.suppress(NotACalendar):
            assert all(isinstance(day, date) for day in feeds.read(written, TODAY))
