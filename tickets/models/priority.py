"""How urgent a ticket is; given by its category and the plan of its requester, never chosen by the customer."""

from collections.abc import Iterable

from django.db import models

from tenants.models import TenantManager, TenantModel


class PriorityQuerySet(models.QuerySet):
    """Named filters on priorities."""

    def in_use(self):
        """Not archived, most urgent first."""
        return self.filter(archived_at=None).order_by("rank", "name")


class Priority(TenantModel):
    """One step of urgency. The smaller the rank, the more urgent."""

    name = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(PriorityQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                condition=models.Q(archived_at=None),
                name="priority_name",
                violation_error_message="There is a priority of this name already.",
            ),
        ]

    def __str__(self):
        return self.name

    def lifted(self, steps: int, ladder: Iterable["Priority"]) -> "Priority":
        """Return the one so many steps above on a ladder that begins with the most urgent, or the first of it."""
        above = [step for step in ladder if step.rank < self.rank] if steps else []
        return above[-steps:][0] if above else self
