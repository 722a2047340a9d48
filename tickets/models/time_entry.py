"""The time that somebody worked on a ticket."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.ticket import Ticket

LONGEST = timedelta(hours=24)


class TimeEntryQuerySet(models.QuerySet):
    """Named filters on time entries."""

    def kept(self):
        """Not deleted."""
        return self.filter(deleted_at=None)

    def running(self):
        """Begun, and not ended yet."""
        return self.kept().filter(ended_at=None)


class TimeEntry(TenantModel):
    """From when to when somebody worked; empty at its end while the timer runs. Only staff sees it."""

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="time_entries")
    user = TenantForeignKey(User, models.PROTECT, related_name="time_entries")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    is_billable = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)
    # Made with the form; the second click of the same form finds the first one's entry.
    form_key = models.UUIDField(default=uuid.uuid4)

    objects = TenantManager.from_queryset(TimeEntryQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "form_key"], name="time_entry_form_key"),
            models.UniqueConstraint(
                fields=["tenant", "user"], condition=Q(ended_at=None, deleted_at=None), name="time_entry_one_timer"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None)
                | (Q(ended_at__gte=F("began_at")) & Q(ended_at__lte=F("began_at") + LONGEST)),
                name="time_entry_is_a_day_at_most",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "ticket", "-began_at", "-id"], name="time_entry_ticket")]

    def __str__(self):
        return f"time of {self.user_id} on {self.ticket_id}"

    @property
    def length(self) -> timedelta | None:
        """How long it was; None while the timer runs."""
        return self.ended_at - self.began_at if self.ended_at else None
