"""How somebody likes to work. Nobody else sees it, so nothing is recorded."""

from zoneinfo import ZoneInfo

from accounts.models import User
from shared import zones


def use_single_keys(user: User, *, is_on: bool) -> User:
    """Switch shortcuts of a single key on or off."""
    user.single_keys = is_on
    user.save(update_fields=["single_keys"])
    return user


def live_in(user: User, zone: ZoneInfo | None) -> None:
    """Remember the time zone of a customer's browser: letters tell times by it, which know no browser.

    Staff's own zone is where they work, and is said by managers.
    """
    if zone is None or user.is_staff_member or user.time_zone == zone.key or zone.key not in zones.names():
        return
    user.time_zone = zone.key
    user.save(update_fields=["time_zone"])
