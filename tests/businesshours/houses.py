"""Houses whose hours the tests count with; every moment is on the clocks of the house."""

from datetime import date, time
from zoneinfo import ZoneInfo

from businesshours.hours import WHOLE_DAY, Calendar
from businesshours.public_holidays import PublicHolidays


def spans(text: str) -> tuple:
    """Return the spans that a text like "7-19" or "10-13 14-17" stands for; "" is a day off."""
    return tuple(tuple(time(int(hour) % 24) for hour in span.split("-")) for span in text.split())


def house(zone: str, week: list[str], *, days=None, country="", region="") -> Calendar:
    """Return a house: its zone, its week from Monday on, its own days, and whose public holidays it keeps."""
    own = {date.fromisoformat(day): spans(hours) for day, hours in (days or {}).items()}
    return Calendar(ZoneInfo(zone), tuple(spans(day) for day in week), own, PublicHolidays(country, region))


OFFICE_WEEK = ["7-19"] * 5 + [""] * 2
MUNICH = house(
    "Europe/Berlin", OFFICE_WEEK, country="DE", region="BY",
    days={"2026-12-24": "7-12", "2026-12-31": "", "2026-10-03": "10-14"},
)  # fmt: skip
BERLIN = house("Europe/Berlin", OFFICE_WEEK, country="DE", region="BE")
ALWAYS = Calendar(ZoneInfo("Europe/Berlin"), (WHOLE_DAY,) * 7)
SATURDAY_NIGHTS = house("Europe/Berlin", [""] * 5 + ["22-6", ""])
LOS_ANGELES = house("America/Los_Angeles", ["6-18"] * 7)
KATHMANDU = house("Asia/Kathmandu", ["10-13 14-17"] * 5 + ["", "10-13 14-17"])
LORD_HOWE = house("Australia/Lord_Howe", ["1-3"] * 7)
NEVER = house("UTC", [""] * 7)
