"""Where an article stands: categories and, one level below, subcategories."""

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


class ArticleCategoryQuerySet(models.QuerySet):
    """Named filters on categories of articles."""

    def in_use(self):
        """Not archived, in the order that the admins gave them."""
        return self.filter(archived_at=None).order_by("position", "name")

    def top(self):
        """Categories, not subcategories."""
        return self.filter(parent=None)

    def as_tree(self) -> list["ArticleCategory"]:
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


class ArticleCategory(TenantModel):
    """A category of articles; its slug is made once and stays when it is renamed, so that links last."""

    parent = TenantForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subcategories")
    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=80, editable=False)
    description = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(ArticleCategoryQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "parent", "name"],
                condition=models.Q(archived_at=None),
                nulls_distinct=False,
                name="articlecategory_name",
                violation_error_message="There is a category of this name already.",
            ),
            models.UniqueConstraint(fields=["tenant", "slug"], name="articlecategory_slug"),
        ]
        indexes = [models.Index(fields=["tenant", "parent", "position", "name"], name="articlecategory_order")]

    def __str__(self):
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name
