"""What happened, and what has to follow from it."""

import uuid

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Event(TenantModel):
    """Something that happened, in the past tense; written once by activity.log.record().

    People and subjects are known by id only: this app stands below theirs.
    """

    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "subject_kind", "subject_id", "id"], name="event_subject")]

    def __str__(self):
        return f"{self.name} {self.subject_kind} {self.subject_id}"


class Delivery(TenantModel):
    """The outbox: one row per event and reaction, written in the event's own transaction."""

    event = TenantForeignKey(Event, models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=60)
    # Names the delivery to the outside: a repeated mail carries the same Message-ID.
    key = models.UUIDField(default=uuid.uuid4)
    available_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    claims = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "event", "reaction"], name="delivery_once_per_event")]
        indexes = [
            models.Index(
                fields=["tenant", "available_at", "id"],
                condition=models.Q(done_at=None, given_up_at=None),
                name="delivery_due",
            ),
        ]

    def __str__(self):
        return f"{self.reaction} of event {self.event_id}"
