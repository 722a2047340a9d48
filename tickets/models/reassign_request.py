"""That an agent asked for a ticket to be given to somebody else."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.ticket import Ticket
from tickets.statuses import Status


class ReassignRequestQuerySet(models.QuerySet):
    """Named filters on requests."""

    def waiting(self):
        """Undecided, for a ticket that is open and still the agent's, oldest first."""
        still_theirs = models.Q(ticket__assignee=models.F("agent"), ticket__status__lt=Status.CLOSED)
        return self.filter(still_theirs, outcome="").order_by("asked_at", "id")


class ReassignRequest(TenantModel):
    """One question of an agent to the managers, and how it ended."""

    class Outcome(models.TextChoices):
        WAITING = "", "Waiting"
        ACCEPTED = "accepted", "Reassigned"
        DECLINED = "declined", "Declined"

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="reassign_requests")
    agent = TenantForeignKey(User, models.PROTECT, related_name="reassign_requests")
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)
    # What the manager wrote when declining.
    answer = models.CharField(max_length=500, blank=True, default="")
    decided_by = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(ReassignRequestQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "ticket", "agent"], condition=models.Q(outcome=""), name="reassign_request_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "asked_at", "id"], condition=models.Q(outcome=""), name="reassign_request_open"
            ),
            models.Index(fields=["tenant", "agent", "-asked_at", "-id"], name="reassign_request_agent"),
        ]

    def __str__(self):
        return f"request of {self.agent_id} about ticket {self.ticket_id}"
