"""What a requester was told about when staff will answer."""

from django.db import models
from django.db.models import F, Q

from sla.models.wait import Wait
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


class EstimateQuerySet(models.QuerySet):
    """Named filters on estimates."""

    def pending(self):
        """Neither kept nor broken yet."""
        return self.filter(judged_at=None)

    def that_count(self):
        """Judged, and not made because one before was broken."""
        return self.filter(kept__isnull=False).exclude(why=Estimate.Why.LATE)


class Estimate(TenantModel):
    """One estimate that was shown. It stays until it is late; the next one of the same wait has the next number.

    sla.promises is the only writer.
    """

    class Why(models.TextChoices):
        """Nobody had been told anything, the one before was not kept, or its place had been given up."""

        NEW = "new", "New"
        LATE = "late", "Late"
        MOVED = "moved", "Moved"

    wait = TenantForeignKey(Wait, models.CASCADE, related_name="estimates")
    number = models.PositiveSmallIntegerField()
    # We are not judged by those that only followed a broken one.
    why = models.CharField(max_length=5, choices=Why, default=Why.NEW)
    made_at = models.DateTimeField()
    # Half of the answers came sooner, and nine in ten.
    likely_at = models.DateTimeField()
    expected_at = models.DateTimeField()
    # One business hour later: then it is late.
    late_at = models.DateTimeField()
    # Business seconds from the beginning of the wait to expected_at, and what they would be if nothing was widened.
    seconds = models.PositiveIntegerField()
    plain_seconds = models.PositiveIntegerField()
    # So many answers of the last 30 days it rests on, of this kind.
    rests_on = models.PositiveIntegerField()
    of_kind = models.CharField(max_length=250, blank=True)
    # When the answer came or the moment passed: then `kept` says which. Or else when nobody was held to it any more,
    # because the requester closed the ticket or gave up the place.
    judged_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)

    objects = TenantManager.from_queryset(EstimateQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "wait", "number"], name="estimate_number"),
            models.CheckConstraint(
                condition=Q(expected_at__gte=F("likely_at"), late_at__gte=F("expected_at")), name="estimate_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kept__isnull=True) | Q(judged_at__isnull=False), name="estimate_kept_is_judged"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "late_at", "id"], condition=Q(judged_at=None), name="estimate_pending"),
            models.Index(
                fields=["tenant", "judged_at", "id"],
                condition=Q(kept__isnull=False) & ~Q(why="late"),
                name="estimate_judged",
            ),
        ]

    def __str__(self):
        return f"estimate {self.number} of wait {self.wait_id}"

    @property
    def follows_late(self) -> bool:
        """Whether the one before was not kept."""
        return self.why == self.Why.LATE
