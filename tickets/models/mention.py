"""Colleagues who are named in internal notes."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models.message import Message


class Mention(TenantModel):
    """That an internal note names somebody, by the name of that day: who is renamed is still the one meant."""

    message = TenantForeignKey(Message, models.CASCADE, related_name="mentions")
    user = TenantForeignKey(User, models.CASCADE, related_name="mentions")
    name = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "message", "user"], name="mention_once")]

    def __str__(self):
        return f"{self.user_id} in message {self.message_id}"
