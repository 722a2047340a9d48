"""What people wrote in a ticket."""

import uuid

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.ticket import Ticket


class MessageQuerySet(models.QuerySet):
    """Named filters on messages."""

    def public(self):
        """What the requester may read."""
        return self.exclude(kind=Message.Kind.INTERNAL_NOTE)

    def with_mentions(self):
        """With whom a note names in `mentioned`, each with the id of who it is, without another query."""
        mentions = apps.get_model("tickets.Mention").objects.filter(message=models.OuterRef("pk")).order_by("id")
        return self.annotate(mentioned=ArraySubquery(mentions.values(one=JSONObject(user="user_id", name="name"))))


class Message(TenantModel):
    """One text in a ticket. The first one is the description."""

    class Kind(models.TextChoices):
        DESCRIPTION = "description", "Description"
        MESSAGE = "message", "Message"
        REPLY = "reply", "Reply"
        INTERNAL_NOTE = "internal note", "Internal note"

    class Outcome(models.TextChoices):
        """What a reply did to the ticket, besides answering."""

        NONE = "", "-"
        ASKED = "asked", "Asked for information"
        SOLUTION = "solution", "Suggested a solution"
        CLOSED = "closed", "Closed the ticket"

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="messages")
    author = TenantForeignKey(User, models.PROTECT, related_name="messages")
    author_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=15, choices=Kind)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.NONE)
    body = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    # Made with the form; the second click of the same form finds the first one's message.
    form_key = models.UUIDField(default=uuid.uuid4)

    objects = TenantManager.from_queryset(MessageQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket", "form_key"], name="message_form_key")]
        indexes = [models.Index(fields=["tenant", "ticket", "id"], name="message_ticket")]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class EarlierWording(TenantModel):
    """A description as it read before its requester changed it; staff can read it."""

    message = TenantForeignKey(Message, models.CASCADE, related_name="earlier_wordings")
    body = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "message", "id"], name="earlier_wording_message")]

    def __str__(self):
        return f"wording of message {self.message_id} until {self.replaced_at}"
