"""What happens to the hours because something else happened."""

from collections.abc import Callable

from activity.models import Delivery
from businesshours import tasks


def read_feed(delivery: Delivery) -> Callable:
    """Read the calendar that is followed from now on."""
    return tasks.read_feed_here.delay
