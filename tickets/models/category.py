"""What a ticket is about: categories and, one level below, subcategories."""

from django.db import models

from accounts.models import Plan, Team, User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.priority import Priority


class CategoryQuerySet(models.QuerySet):
    """Named filters on categories."""

    def in_use(self):
        """Not archived, in the order that the admins gave them."""
        return self.filter(archived_at=None).order_by("position", "name")

    def top(self):
        """Categories, not subcategories."""
        return self.filter(parent=None)

    def as_tree(self) -> list["Category"]:
        """Return the categories, each with its subcategories in `below`, from one query."""
        found = list(self)
        tops = {category.pk: category for category in found if category.parent_id is None}
        for top in tops.values():
            top.below = []
        for category in found:
            if category.parent_id in tops:
                category.parent = tops[category.parent_id]
                category.parent.below.append(category)
        return list(tops.values())


class Category(TenantModel):
    """A category carries a priority and a team; a subcategory without its own takes its parent's."""

    parent = TenantForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subcategories")
    name = models.CharField(max_length=60)
    hint = models.CharField(max_length=160, blank=True)
    # What we do not help with here; customers read it before they write.
    scope_note = models.TextField(max_length=600, blank=True)
    priority = TenantForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="categories")
    team = TenantForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="categories")
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(CategoryQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "parent", "name"],
                condition=models.Q(archived_at=None),
                nulls_distinct=False,
                name="category_name",
                violation_error_message="There is a category of this name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__isnull=False) | models.Q(parent__isnull=False),
                name="category_has_priority",
                violation_error_message="Select a priority.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "parent", "position", "name"], name="category_order")]

    def __str__(self):
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name

    @property
    def effective_priority(self) -> Priority:
        """Its own priority, or its parent's."""
        return self.priority or self.parent.priority

    def priority_for(self, requester: User) -> Priority:
        """Return the priority of a ticket of somebody whose plan may make it more urgent."""
        return self.priority_lifted(Plan.of(requester).priority_lift)

    def priority_lifted(self, steps: int) -> Priority:
        """Return the priority of a ticket that a plan makes more urgent by some steps."""
        return self.effective_priority.lifted(steps, Priority.objects.in_use())

    @property
    def scope_notes(self) -> list[str]:
        """What is not supported, as the category above says it and then as this one does."""
        return [note for note in (self.parent.scope_note if self.parent_id else "", self.scope_note) if note]

    @property
    def effective_team_id(self) -> int | None:
        """Its own team, or its parent's."""
        return self.team_id or (self.parent.team_id if self.parent_id else None)
