"""Days that tests name: a week of May without holidays, in the zone of the cast's tenants, UTC."""

from datetime import UTC, datetime, timedelta

from shared import clock

MONDAY = datetime(2030, 5, 6, 9, 12, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=day) for day in range(1, 7))
NEXT_MONDAY, NEXT_TUESDAY = MONDAY + timedelta(days=7), TUESDAY + timedelta(days=7)


def go_to(moment: datetime) -> datetime:
    """Move the clock to a moment, which is returned."""
    clock.move(moment - clock.now())
    return moment
