"""What happens to promises because something happened to a ticket."""

from activity.models import Delivery
from sla import promises, waits
from tickets import events
from tickets.models import Ticket


def keep_waits(delivery: Delivery) -> None:
    """Begin or end the wait of a ticket's requester, judge what they were told, and estimate anew."""
    ticket = Ticket.objects.select_related("requester", "category").get(pk=delivery.event.subject_id)
    for wait in waits.keep(ticket):
        promises.judge_again(wait)
    ticket.refresh_from_db(fields=["unanswered_since", "first_answered_at"])
    if delivery.event.data.get("act") == events.BUMPED:
        promises.make_anew(ticket)  # taken back: the place is what it was
    if wait := waits.begin(ticket):
        promises.tell(wait)
    promises.of(ticket)
