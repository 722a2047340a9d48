"""The wait of a requester for an answer of staff."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Plan
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models import Category, Priority, Ticket


class WaitQuerySet(models.QuerySet):
    """Named filters on waits."""

    def going_on(self):
        """Neither answered nor ended in another way."""
        return self.filter(ended_at=None)

    def answered(self):
        """Ended by a reply of staff."""
        return self.filter(answered_at__isnull=False)


class Wait(TenantModel):
    """From the first message that staff has not answered to the reply, or to the close or merge without one.

    The answered ones are the samples on which estimates rest; sla.waits is the only writer.
    """

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="waits")
    # The ticket's `unanswered_since`; a bump does not move it.
    began_at = models.DateTimeField()
    # Whether it is the wait for the first answer of the ticket.
    is_first = models.BooleanField()
    # What they were when it began; the plan is the default one of who has none.
    category = TenantForeignKey(Category, models.PROTECT, related_name="+")
    priority = TenantForeignKey(Priority, models.PROTECT, related_name="+")
    plan = TenantForeignKey(Plan, models.PROTECT, null=True, related_name="+")
    # How many tickets stood before it when it began; empty when nobody looked.
    ahead = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The same moment, if a reply ended it.
    answered_at = models.DateTimeField(null=True)
    # Seconds inside of the business hours of the day on which it was answered; set with it.
    business_seconds = models.PositiveIntegerField(null=True)

    objects = TenantManager.from_queryset(WaitQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "began_at"], name="wait_once"),
            models.UniqueConstraint(fields=["tenant", "ticket"], condition=Q(ended_at=None), name="wait_one_goes_on"),
            models.CheckConstraint(
                condition=Q(answered_at=None, business_seconds=None)
                | Q(
                    answered_at__isnull=False,
                    answered_at=F("ended_at"),
                    answered_at__gte=F("began_at"),
                    business_seconds__isnull=False,
                ),
                name="wait_answered_is_measured",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "answered_at", "id"], condition=Q(answered_at__isnull=False), name="wait_answered"
            ),
        ]

    def __str__(self):
        return f"wait of ticket {self.ticket_id} since {self.began_at}"
