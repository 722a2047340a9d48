"""What happens to tickets because something else happened."""

from accounts.models import User
from activity.models import Delivery
from tickets import assignment, catalogue
from tickets.models import Ticket


def release_tickets_of_leaver(delivery: Delivery) -> None:
    """Give the open tickets of somebody who no longer works here back to the managers."""
    leaver = User.objects.filter(pk=delivery.event.subject_id).first()
    if leaver is None or (leaver.is_active and (leaver.is_agent or leaver.is_manager)):
        return
    for ticket in Ticket.objects.open().filter(assignee=leaver).order_by("id"):
        assignment.unassign(ticket, by=None)


def bring_ranks_into_line(delivery: Delivery) -> None:
    """Repeat what the moving of a priority did, for tickets that were being filed at that moment."""
    catalogue.bring_ranks_into_line()
