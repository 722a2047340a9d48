"""How the tenant presents itself. The row is tenants.Profile; the event needs activity, which stands above it."""

from django.db import transaction

from accounts.models import User
from activity import edits
from tenants import profiles
from tenants.models import Profile


@transaction.atomic
def change(*, name: str, brand_colour: str, time_zone: str, by: User, seen: str | None = None) -> Profile:
    """Change name, colour and time zone; raise ChangedMeanwhile."""
    values = {"name": name, "brand_colour": brand_colour, "time_zone": time_zone}
    return edits.change(profiles.stored(), values, by=by, seen=seen)
