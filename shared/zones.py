"""The time zones of the world, by their names in the tz database."""

import zoneinfo
from functools import cache
from itertools import groupby


@cache
def names() -> frozenset[str]:
    """Return the name of every time zone; kept, for Python reads hundreds of files to answer."""
    return frozenset(zoneinfo.available_timezones())


@cache
def choices() -> tuple:
    """Return them as choices of a form, "Europe/Berlin" under Europe; names without a continent are old."""
    modern = sorted(name for name in names() if "/" in name and not name.startswith("Etc/"))
    grouped = groupby(modern, key=lambda name: name.partition("/")[0])
    return (("UTC", "UTC"), *((area, tuple((name, _city(name)) for name in among)) for area, among in grouped))


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")
