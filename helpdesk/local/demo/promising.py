"""What the requesters of the demo's past were told about when they would be answered."""

from datetime import datetime, timedelta

from shared import clock
from sla import figures, promises, rebuilding
from sla.models import Disclosure, Wait

_DAYS, _WEEKS = 60, 3
# Two working days of twelve hours.
_IN_TIME = 24


def tell(now: datetime) -> None:
    """Find the waits of the past, and estimate those of the last weeks with what was known when each week began."""
    rebuilding.rebuild(days=_DAYS)
    for number in range(_WEEKS, 0, -1):
        begins = now - timedelta(weeks=number)
        with clock.stopped_at(begins):
            figures.count()
        week = Wait.objects.filter(began_at__range=(begins, begins + timedelta(weeks=1)))
        for wait in week.select_related("ticket__category", "ticket__requester").order_by("began_at", "id"):
            with clock.stopped_at(wait.began_at):
                promises.tell(wait)
            promises.judge(wait, now=now)
    Disclosure.objects.create(shows_kept=True, shows_in_time=True, in_time_hours=_IN_TIME)
    figures.count()
    promises.catch_up()
