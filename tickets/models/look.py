"""Where a requester last saw their ticket stand."""

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.ticket import Ticket


class Look(TenantModel):
    """The last look of its requester at a waiting ticket: one per ticket, so that a worse place can be explained."""

    class Why(models.TextChoices):
        """Why a place got worse."""

        FILED = "filed", "A more urgent ticket was filed"
        ESCALATED = "escalated", "A ticket was escalated"
        BACK = "back", "A more urgent ticket waits again"
        OWN_MESSAGE = "message", "The requester added to it"
        OWN_AGENT = "agent", "It was given to another agent"
        OWN_PRIORITY = "priority", "Its own priority changed"
        AGENT = "given", "Its agent was given tickets that go first"
        ORDER = "order", "Another ticket goes first now"

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="looks")
    in_line = models.PositiveIntegerField()
    # Empty while nobody had it.
    with_agent = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    # Why the place was worse than before, and since when that is said.
    why = models.CharField(max_length=10, choices=Why, blank=True, default="")
    why_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket"], name="look_one_per_ticket")]

    def __str__(self):
        return f"{self.in_line} at {self.at}"
