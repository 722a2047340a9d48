"""Who put a ticket before all others, and why."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Escalation(TenantModel):
    """One escalation; a ticket refers to it for as long as it stands."""

    class Party(models.TextChoices):
        MANAGER = "manager", "Manager"
        REQUESTER = "requester", "Requester"
        MODERATOR = "moderator", "Moderator"

    escalated_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    party = models.CharField(max_length=10, choices=Party)
    reason = models.CharField(max_length=200)
    escalated_at = models.DateTimeField()
    # Which of the managers has it on their mind.
    seen_by = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_by__isnull=True, seen_at__isnull=True)
                | models.Q(seen_by__isnull=False, seen_at__isnull=False),
                name="escalation_seen",
            ),
        ]

    def __str__(self):
        return f"escalation by {self.escalated_by_id}"

    @property
    def is_managers(self) -> bool:
        """Whether it stands until a manager takes it back; that of anybody else ends with the answer."""
        return self.party == self.Party.MANAGER
