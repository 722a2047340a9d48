"""How good the estimates were, and how quick the answers."""

from django.db import models

from tenants.models import TenantModel

# Below so many of something, no share of it is told.
ENOUGH = 20


class Score(TenantModel):
    """One row per tenant, counted again every few minutes by sla.figures, its only writer."""

    counted_at = models.DateTimeField()
    # Of the estimates of the last 30 days that were judged.
    kept = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    # By how much estimates are lengthened now.
    factor = models.FloatField(default=1)
    # Of the tickets of the last 90 days: those that were answered within the hours of the disclosure.
    in_time = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    hours = models.PositiveSmallIntegerField(default=8)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="score_one_per_tenant")]

    def __str__(self):
        return f"{self.kept} of {self.judged} kept"

    @property
    def kept_percent(self) -> int | None:
        """How many of a hundred estimates were kept, rounded down; None if there are too few to say."""
        return _percent(self.kept, self.judged)

    @property
    def is_widened(self) -> bool:
        """Whether estimates are longer now than they would be by themselves."""
        return self.factor > 1

    @property
    def percent_longer(self) -> int:
        """By how much."""
        return round((self.factor - 1) * 100)

    @property
    def in_time_percent(self) -> int | None:
        """How many of a hundred tickets were answered in time, rounded down; None if there are too few to say."""
        return _percent(self.in_time, self.asked)


def _percent(part, whole):
    return part * 100 // whole if whole >= ENOUGH else None
