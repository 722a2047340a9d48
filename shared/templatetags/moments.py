"""Times as people read them, in the time zone of the reader. Registered as tags in ui.py."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.html import format_html

from shared import clock

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment(value: datetime | None):
    """Show a moment: "Mon 6 May, 09:12", with the year only if it is not this one."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    zone = timezone.get_current_timezone_name()
    full = f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({zone})"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, _moment(local))


def day(value: date | datetime | None):
    """Show a day: "Tue 14 May", with the year only if it is not this one."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', f"{local:%Y-%m-%d}", _day(local))


def answer(value: str):
    """Show what somebody answered: a day, which is kept as 2026-05-14, like every other day, all else as it is."""
    try:
        return day(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value
    except ValueError:
        return value


def ago(since: datetime | None, now: datetime | None = None):
    """Show how long something waits: "3d 4h", "22h", "40m"; read out in full words."""
    if since is None:
        return ""
    minutes = max(0, int(((now or clock.now()) - since).total_seconds() // 60))
    local = timezone.localtime(since)
    return format_html(
        '<time datetime="{}" title="Since {}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></time>',
        local.isoformat(), _moment(local), _short(minutes), _words(minutes),
    )  # fmt: skip


def _day(local: date) -> str:
    this_year = timezone.localtime(clock.now()).year
    return f"{local:%a} {local.day} {local:%b}" + (f" {local.year}" if local.year != this_year else "")


def _moment(local: datetime) -> str:
    return f"{_day(local)}, {local:%H:%M}"


def _parts(minutes: int) -> list[tuple[int, str]]:
    """Return the one or two units that matter: nobody needs the minutes of a day or the hours of a fortnight."""
    days, hours = minutes // 1440, minutes // 60 % 24
    if days >= 10:
        return [(days, "day")]
    if days:
        return [(days, "day")] + ([(hours, "hour")] if hours else [])
    return [(hours, "hour")] if hours else [(minutes, "minute")]


def _short(minutes: int) -> str:
    return " ".join(f"{number}{unit[0]}" for number, unit in _parts(minutes)) if minutes else "now"


def _words(minutes: int) -> str:
    parts = (f"{number} {unit}" if number == 1 else f"{number} {unit}s" for number, unit in _parts(minutes))
    return " ".join(parts) if minutes else "just now"
