"""How urgent a ticket is; given by its category, never chosen by the customer."""

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
