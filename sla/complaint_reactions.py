"""What happens because somebody wrote to the managers, or because a ticket has another requester now."""

from activity import log
from activity.models import Delivery
from sla import complaints, events, managers
from sla.models import Complaint
from tickets.models import Ticket


def concern_readers(delivery: Delivery) -> None:
    """Let each manager and admin be told in their own scope: who may not read it finds nothing to be told of."""
    complaint = Complaint(pk=delivery.event.subject_id)
    for user in managers.candidates():
        log.record(events.COMPLAINT_READER_CONCERNED, subject=complaint, at=delivery.event.at, to=user.pk)


def follow_requester(delivery: Delivery) -> None:
    """Give what a guest wrote about a ticket to the account that the guest's tickets went to."""
    ticket = Ticket.objects.get(pk=delivery.event.subject_id)
    for user in managers.candidates():
        complaints.follow_requester(ticket, by=user)
