"""Words that staff puts on tickets."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.ticket import Ticket


class TagQuerySet(models.QuerySet):
    """Named filters on tags."""

    def in_use(self):
        """Not archived, by name."""
        return self.filter(archived_at=None).order_by("name")


class Tag(TenantModel):
    """A word that tickets are marked with. Only staff sees it; its name is written in small letters."""

    name = models.CharField(max_length=40)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(TagQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            # Archived ones too: what was taken out of use is not made anew beside itself.
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="tag_name",
                violation_error_message="There is a tag of this name already, in use or archived.",
            ),
        ]

    def __str__(self):
        return self.name


class Tagging(TenantModel):
    """That a ticket has a tag, since when and from whom."""

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="taggings")
    tag = TenantForeignKey(Tag, models.CASCADE, related_name="taggings")
    by = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket", "tag"], name="tagging_once")]
        indexes = [models.Index(fields=["tenant", "tag", "ticket"], name="tagging_tag")]

    def __str__(self):
        return f"{self.tag_id} on {self.ticket_id}"
