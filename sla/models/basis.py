"""What the answers of the last 30 days say about the next one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Plan
from sla import estimates
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tickets.models import Category, Priority


class Basis(TenantModel):
    """One row per group of waits that were alike and are enough to estimate by; sla.figures is the only writer.

    What is empty stands for all; a category stands for itself and its subcategories.
    """

    is_first = models.BooleanField(null=True)
    category = TenantForeignKey(Category, models.CASCADE, null=True, related_name="+")
    priority = TenantForeignKey(Priority, models.CASCADE, null=True, related_name="+")
    plan = TenantForeignKey(Plan, models.CASCADE, null=True, related_name="+")
    # How many waits these are.
    number = models.PositiveIntegerField()
    # What estimates.Basis says; lengths in business seconds, 101 percentiles each.
    plain = ArrayField(models.IntegerField(), default=list)
    relative = ArrayField(models.IntegerField(), default=list)
    base = models.FloatField(default=0)
    per_ahead = models.FloatField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "is_first", "category", "priority", "plan"],
                nulls_distinct=False,
                name="basis_of_group",
            ),
        ]

    def __str__(self):
        return f"basis of {self.number} waits"

    @property
    def group(self) -> estimates.Group:
        """Whose waits these are."""
        return estimates.Group(self.is_first, self.category_id, self.priority_id, self.plan_id)

    @property
    def arithmetic(self) -> estimates.Basis:
        """What can be estimated with it."""
        return estimates.Basis(self.number, self.plain, self.relative, self.base, self.per_ahead)
