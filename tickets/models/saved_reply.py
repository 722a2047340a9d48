"""Words that staff has ready for its replies."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Team, User
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


class SavedReplyQuerySet(models.QuerySet):
    """Named filters on saved replies."""

    def in_use(self):
        """Not archived."""
        return self.filter(archived_at=None)

    def on_shelf_of(self, owner: User | None, team: Team | None):
        """Those of one person, of one team, or of everybody."""
        return self.filter(owner=owner, team=team)

    def in_order(self, *first: str):
        """People's own first, then everybody's, then team by team, each by title; before that by what is named."""
        shelf = (F("owner").asc(nulls_last=True), F("team__name").asc(nulls_first=True))
        return self.order_by(*first, *shelf, "title", "id")


class SavedReply(TenantModel):
    """A text with a title, on the shelf of one person, of one team, or (without either) of everybody."""

    title = models.CharField(max_length=80)
    body = models.TextField()
    owner = TenantForeignKey(User, models.CASCADE, null=True, blank=True, related_name="saved_replies")
    team = TenantForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="saved_replies")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(SavedReplyQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="saved_reply_one_shelf"),
            # Also the index by which a shelf is found.
            models.UniqueConstraint(
                fields=["tenant", "owner", "team", "title"],
                condition=Q(archived_at=None),
                nulls_distinct=False,
                name="saved_reply_title",
                violation_error_message="There is a saved reply with this title already. Choose another title.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def shelf(self) -> str:
        """Whose it is, as a heading."""
        if self.owner_id:
            return "Yours"
        return self.team.name if self.team_id else "Everybody's"
