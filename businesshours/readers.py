"""By whose clock a page tells hours."""

from django.utils import timezone

from businesshours.wording import Reader


def of(request) -> Reader:
    """Return the reader of a page: by the clock of their browser once it is known, until then by the helpdesk's."""
    return Reader(timezone.get_current_timezone(), is_own=request.own_zone is not None)
