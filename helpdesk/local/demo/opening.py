"""When a demo's house is open: one keeps public holidays and has days of its own ahead."""

from datetime import date, datetime, timedelta

from businesshours.models import House, OwnDays
from helpdesk.local.demo.content import Place

_COUNTRIES = {"acme": "PT"}
_DAY = timedelta(days=1)


def open_house(place: Place, *, now: datetime) -> None:
    """Keep a country's holidays, close early on the next Christmas Eve, and be away together for two days."""
    country = _COUNTRIES.get(place.slug)
    if country is None:
        return
    House.objects.create(country=country)
    today = now.date()
    eve = date(today.year + (today > date(today.year, 12, 23)), 12, 24)
    monday = today + timedelta(days=42 - today.weekday())
    OwnDays.objects.bulk_create(
        [
            OwnDays(name="Christmas Eve", starts_on=eve, ends_on=eve, hours={"tickets": [["07:00", "12:00"]]}),
            OwnDays(name="Company days", starts_on=monday + 3 * _DAY, ends_on=monday + 4 * _DAY),
        ]
    )
