"""Views that the demo's manager shares with everybody at the desk."""

from helpdesk.local.demo.settling import Settled
from tickets import filters, saved_views
from tickets.filters import ME, Filter
from tickets.models import Priority
from tickets.statuses import OPEN

_WHO_SHARES = "mia"
_URGENT = 2  # the priorities at the top


def share_views(settled: Settled) -> None:
    """Save what a manager would: what waits too long, and what each agent answers first."""
    manager = settled.people.get(_WHO_SHARES)
    if manager is None:
        return
    urgent = tuple(Priority.objects.in_use().values_list("pk", flat=True)[:_URGENT])
    for name, chosen in (
        ("Overdue and urgent", Filter(statuses=OPEN, priorities=urgent, overdue=True)),
        ("My urgent tickets", Filter(statuses=filters.OUR_TURN, assignees=(ME,), priorities=urgent)),
    ):
        saved_views.save(name=name, chosen=chosen, is_shared=True, by=manager)
