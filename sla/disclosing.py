"""What a tenant tells everybody about how quick it answers."""

from django.db import transaction

from accounts.models import User
from activity import edits
from sla.models import Disclosure


@transaction.atomic
def change(*, by: User, seen: str | None = None, **shown) -> Disclosure:
    """Change what is shown, named as in Disclosure; raise ChangedMeanwhile. The numbers themselves are counted."""
    disclosure, _ = Disclosure.objects.get_or_create()
    return edits.change(disclosure, shown, by=by, seen=seen)
