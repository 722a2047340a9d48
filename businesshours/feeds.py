"""Days off from a calendar that somebody publishes (RFC 5545, iCalendar). Pure: bytes come in, days with names go out.

What counts are whole days. A feed is what strangers wrote: it is small, has few events, repeats by the year at most,
and whatever else stands in it is left out.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr
from icalendar import Calendar

MOST_BYTES, MOST_EVENTS, MOST_DAYS = 512 * 1024, 2000, 1000
# How long one event may be, and how far from today its days count.
_LONGEST = 31
_BEFORE, _AFTER = timedelta(days=366), timedelta(days=3 * 366)
_NAME = 80
# Rules with other parts, with several values, or for more often than by the year could name days without end.
_REPEATS_BY = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"}
_MOST_TIMES = 100
# The most days that each month can have.
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class NotACalendar(ValueError):
    """What came is no calendar, or one that is too large; the text is a sentence."""


def read(written: bytes, today: date) -> dict[date, str]:
    """Return the names of the days off around today by day, in order; raise NotACalendar."""
    if len(written) > MOST_BYTES:
        raise NotACalendar(f"The calendar is larger than {MOST_BYTES // 1024} kB.")
    try:
        events = list(islice(Calendar.from_ical(written).walk("VEVENT"), MOST_EVENTS + 1))
    except Exception as error:  # the package raises what its parts raise
        raise NotACalendar("What stands there is not a calendar in the iCalendar format.") from error
    if len(events) > MOST_EVENTS:
        raise NotACalendar(f"The calendar has more than {MOST_EVENTS} events.")
    found: dict[date, str] = {}
    for event in events:
        for day in _days_of(event, today - _BEFORE, today + _AFTER):
            found.setdefault(day, _name(event))
    if len(found) > MOST_DAYS:
        raise NotACalendar(f"The calendar has more than {MOST_DAYS} days in the next years.")
    return dict(sorted(found.items()))


def _days_of(event, first: date, last: date) -> Iterator[date]:
    """Return the days of an event inside of a span; none of one that cannot be read or is not for whole days."""
    try:
        begins, length = _whole_days(event)
        for start in _repeated(event, begins, first, last):
            days = (start + timedelta(days=number) for number in range(length))
            yield from (day for day in days if first <= day <= last)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return


def _whole_days(event) -> tuple[date, int]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise ValueError("It was called off.")
    begins = event.decoded("DTSTART")
    ends = event.decoded("DTEND", None)
    if isinstance(begins, datetime) or isinstance(ends, datetime):
        raise ValueError("It has a time of day.")
    length = (ends - begins).days if ends else event.decoded("DURATION", timedelta(days=1)).days
    if not 1 <= length <= _LONGEST:
        raise ValueError("It is too long.")
    return begins, length


def _repeated(event, begins: date, first: date, last: date) -> list[date]:
    """Return the days on which an event begins, as far as they may lie inside of a span."""
    rule = event.get("RRULE")
    if rule is None:
        return [begins]
    if set(rule) - _REPEATS_BY or rule["FREQ"] != ["YEARLY"] or any(len(values) > 1 for values in rule.values()):
        raise ValueError("It repeats in ways that are not for holidays.")
    if rule.get("INTERVAL", [1]) != [1] or rule.get("COUNT", [0])[0] > _MOST_TIMES:
        raise ValueError("It repeats in ways that are not for holidays.")
    if not _comes(rule, begins):
        raise ValueError("Its day never comes.")
    if "COUNT" not in rule and begins.year < first.year - 1:
        begins = begins.replace(year=first.year - 1)  # what was long ago is not gone through
    times = rrulestr(rule.to_ical().decode().replace("Z", ""), dtstart=datetime.combine(begins, time()))
    until, left_out = datetime.combine(last, time()), _left_out(event)
    return [at.date() for at in takewhile(lambda at: at <= until, times) if at.date() not in left_out]


def _comes(rule, begins: date) -> bool:
    """Tell whether a rule ever names a day; one that does not, like the 30th of February, is looked for until 9999."""
    month, day, weekday = (rule.get(part, [None])[0] for part in ("BYMONTH", "BYMONTHDAY", "BYDAY"))
    if month is not None and not 1 <= month <= 12:
        return False
    if weekday and weekday.relative is not None:
        return day is None and 1 <= abs(weekday.relative) <= (5 if month else 53)
    if day is None and not weekday:
        day, month = begins.day, month or begins.month
    return day is None or 1 <= abs(day) <= (_LONGEST_MONTHS[month - 1] if month else 31)


def _left_out(event) -> set[date]:
    given = event.get("EXDATE", [])
    lists = given if isinstance(given, list) else [given]
    return {one.dt.date() if isinstance(one.dt, datetime) else one.dt for dates in lists for one in dates.dts}


def _name(event) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())[:_NAME] or "Day off"
