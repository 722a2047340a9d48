"""How soon staff wants to answer and to solve."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.category import Category
from tickets.models.priority import Priority

# A thousand hours of business time: half a year where the house is open 40 hours a week.
LONGEST_MINUTES = 60_000
_MINUTES = {
    "null": True,
    "blank": True,
    "validators": [MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
}
MEASURES = ("first_response", "next_response", "resolution")


class TargetQuerySet(models.QuerySet):
    """Named filters on targets."""

    def in_use(self):
        """Not archived."""
        return self.filter(archived_at=None)


class Target(TenantModel):
    """What is wanted for the tickets of a category and a priority, each in minutes of business time.

    Without a category it is about all of them, without a priority too; tickets.targets says which one counts. A
    measure that is empty says nothing. Targets are for staff; what customers are promised is their plan's.
    """

    category = TenantForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="targets")
    priority = TenantForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="targets")
    first_response = models.PositiveIntegerField(**_MINUTES)
    next_response = models.PositiveIntegerField(**_MINUTES)
    resolution = models.PositiveIntegerField(**_MINUTES)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(TargetQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "category", "priority"],
                condition=models.Q(archived_at=None),
                nulls_distinct=False,
                name="target_category_priority",
                violation_error_message="There are targets for this category and priority already.",
            ),
            models.CheckConstraint(
                condition=models.Q(*((f"{measure}__isnull", False) for measure in MEASURES), _connector=models.Q.OR),
                name="target_says_something",
                violation_error_message="Enter at least one time.",
            ),
        ]

    def __str__(self):
        return f"{self.category or 'All categories'}, {self.priority or 'all priorities'}"
