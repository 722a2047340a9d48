"""Filters that staff gave a name."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


class SavedViewQuerySet(models.QuerySet):
    """Named filters on saved views."""

    def kept(self):
        """Not deleted."""
        return self.filter(archived_at=None)

    def seen_by(self, user):
        """Those that stand in somebody's menu, in its order: everybody's first, then one's own."""
        return self.kept().filter(Q(is_shared=True) | Q(owner=user)).order_by("-is_shared", "position", "id")


class SavedView(TenantModel):
    """A filter with a name: a list of the desk that its owner made, and a manager may share.

    It grants nothing. Whoever looks at it sees what they may read, and "me" is whoever looks.
    """

    owner = TenantForeignKey(User, models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=40)
    # As tickets.filters writes it.
    filter = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(SavedViewQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "owner", "name"],
                condition=Q(archived_at=None),
                name="saved_view_name",
                violation_error_message="There is a view of this name already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "position", "id"],
                condition=Q(archived_at=None, is_shared=True),
                name="saved_view_shared",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return f"view-{self.pk}"
