"""What two tickets have to do with each other."""

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.ticket import Ticket


class RelationQuerySet(models.QuerySet):
    """Named filters on relations."""

    def standing(self):
        """Not undone."""
        return self.filter(undone_at=None)

    def of(self, ticket: Ticket):
        """With a ticket at one of its two ends."""
        return self.filter(models.Q(source=ticket) | models.Q(target=ticket))


class Relation(TenantModel):
    """One ticket merged into, split off from, or linked to another; undone, the row stays and says so."""

    class Kind(models.TextChoices):
        """Source and target: merged into it; the new ticket was split off into it; linked, in either direction."""

        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        RELATED = "related", "Linked"

    kind = models.CharField(max_length=10, choices=Kind)
    source = TenantForeignKey(Ticket, models.PROTECT, related_name="+")
    target = TenantForeignKey(Ticket, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # What the undo puts back: times and statuses of a merge, messages of a split.
    before = models.JSONField(default=dict)

    objects = TenantManager.from_queryset(RelationQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "source", "target"],
                condition=models.Q(undone_at=None),
                name="relation_once",
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="relation_of_two"),
        ]
        indexes = [
            models.Index(fields=["tenant", "source", "id"], name="relation_source"),
            models.Index(fields=["tenant", "target", "id"], name="relation_target"),
        ]

    def __str__(self):
        return f"{self.kind} {self.source_id} {self.target_id}"
