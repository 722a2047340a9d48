"""Who of staff wants to know what happens to a ticket."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.ticket import Ticket


class Follower(TenantModel):
    """That somebody follows a ticket. It tells them nothing any more once they may not read it."""

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="followers")
    user = TenantForeignKey(User, models.CASCADE, related_name="followed")
    since = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket", "user"], name="follower_once")]
        indexes = [models.Index(fields=["tenant", "user", "ticket"], name="follower_user")]

    def __str__(self):
        return f"{self.user_id} follows {self.ticket_id}"
