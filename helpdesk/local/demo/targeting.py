"""How soon the demo's agents want to answer and to solve."""

from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from tickets import targets
from tickets.models import Priority
from tickets.models.target import MEASURES

_ADMIN = "max"
# Hours of business time until the first response, the next one, and the resolution.
_HOURS = {"Urgent": (1, 2, 8), "High": (4, 4, 16), None: (10, 10, 40)}


def set_targets(place: Place, settled: Settled) -> None:
    """Set targets for the two most urgent priorities and for all others."""
    if (admin := settled.people.get(_ADMIN)) is None:
        return
    priorities = {priority.name: priority for priority in Priority.objects.in_use()} | {None: None}
    for name, hours in _HOURS.items():
        minutes = {measure: 60 * number for measure, number in zip(MEASURES, hours, strict=True)}
        targets.add(category=None, priority=priorities[name], by=admin, **minutes)
