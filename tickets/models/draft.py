"""What somebody is still writing."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.ticket import Ticket


class Draft(TenantModel):
    """Unsent words: one per person, ticket and kind, so a reply and a note never share one."""

    class Kind(models.TextChoices):
        NEW_TICKET = "new", "New ticket"
        MESSAGE = "message", "Message"
        REPLY = "reply", "Reply"
        INTERNAL_NOTE = "note", "Internal note"

    user = TenantForeignKey(User, models.CASCADE, related_name="drafts")
    ticket = TenantForeignKey(Ticket, models.CASCADE, null=True, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    # A message that its writer keeps until we answer, rather than lose their place.
    kept = models.BooleanField(default=False)
    # Why a reply that was sent is a draft again.
    came_back = models.CharField(max_length=300, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user", "ticket", "kind"], nulls_distinct=False, name="draft_one_each"
            ),
        ]

    def __str__(self):
        return f"{self.kind} draft of {self.user_id}"
