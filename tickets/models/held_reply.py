"""A reply that was sent and has not left yet."""

from django.db import models

from accounts.models import User
from activity.models import Event
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.ticket import Ticket


class HeldReply(TenantModel):
    """What its author can still take back. Nobody else reads it before it is sent."""

    class Kind(models.TextChoices):
        """What happens to the ticket when it is sent."""

        REPLY = "", "Reply"
        QUESTION = "ask", "Ask for information"
        SOLUTION = "solution", "Suggest as solution"
        LAST_WORD = "close", "Reply and close"
        REOPENING = "reopen", "Reopen with this reply"

    # What the author had read is older than this event.
    event = TenantForeignKey(Event, models.CASCADE, related_name="+")
    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="held_replies")
    author = TenantForeignKey(User, models.CASCADE, related_name="held_replies")
    kind = models.CharField(max_length=10, choices=Kind, blank=True, default=Kind.REPLY)
    body = models.TextField()
    held_at = models.DateTimeField()
    # Made with the form; the second click of the same form finds the first one's reply.
    form_key = models.UUIDField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "author", "form_key"], name="held_reply_form_key"),
            models.UniqueConstraint(fields=["tenant", "event"], name="held_reply_event"),
        ]

    def __str__(self):
        return f"reply of {self.author_id} held on {self.ticket_id}"
