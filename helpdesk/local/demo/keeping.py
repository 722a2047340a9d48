"""What a customer wrote while they waited, and keeps: to send it would have cost them their place."""

from datetime import datetime, timedelta

from helpdesk.local.demo.settling import Settled
from shared import clock
from tickets import drafts
from tickets.models import Ticket
from tickets.statuses import Status

_WHO, _AGO = "vic", timedelta(hours=2)
_WHILE_WAITING = "One more thing: my colleague has the same since yesterday, in case that helps."
_ANSWERED_SINCE = "Is there any news? I could also send you a screenshot."


def let_somebody_keep_words(settled: Settled, *, now: datetime) -> None:
    """Let a customer keep words for a ticket that waits, and for one that was answered since."""
    if (customer := settled.people.get(_WHO)) is None:
        return
    own = Ticket.objects.open().filter(requester=customer, escalated_at=None, assignee__isnull=False)
    with clock.stopped_at(now - _AGO):
        waiting = own.exclude(unanswered_since=None).order_by("unanswered_since").first()
        drafts.keep_for_later(customer, _WHILE_WAITING, ticket=waiting)
        answered = own.filter(status=Status.NEEDS_MORE_INFO).order_by("filed_at").first()
        drafts.keep_for_later(customer, _ANSWERED_SINCE, ticket=answered)
