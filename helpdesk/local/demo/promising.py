"""What the requesters of the demo's past were told about when they would be answered."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from shared import clock
from sla import figures, promises, rebuilding
from sla.models import Wait

_DAYS = 60


def tell(now: datetime) -> None:
    """Find the waits of the past, and estimate each as it would have been: with what was known on that morning."""
    rebuilding.rebuild(days=_DAYS)
    waits = list(Wait.objects.select_related("ticket__category", "ticket__requester").order_by("began_at", "id"))
    for number in range(_DAYS // 2 + 5, -1, -1):
        day = timezone.localtime(now).date() - timedelta(days=number)
        begins = datetime.combine(day, time(), timezone.get_current_timezone())
        with clock.stopped_at(begins):
            figures.count()
        for wait in waits:
            if begins <= wait.began_at < begins + timedelta(days=1):
                with clock.stopped_at(wait.began_at):
                    promises.tell(wait)
                promises.judge(wait, now=now)
    figures.count()
