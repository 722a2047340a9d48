"""What readers say of an article, and that they read it."""

from django.db import models

from accounts.models import User
from knowledgebase.models.article import Article
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Reason(models.TextChoices):
    """What a reader missed in an article."""

    NO_ANSWER = "no-answer", "It doesn't answer my question"
    OUTDATED = "outdated", "It's out of date"
    HARD = "hard", "It's hard to follow"
    BROKEN = "broken", "Steps or links don't work"
    OTHER = "other", "Other"


class Feedback(TenantModel):
    """One reader's answer to "Was this article helpful?"; the reader may change it."""

    article = TenantForeignKey(Article, models.CASCADE, related_name="feedback")
    # Somebody signed in, or else the random name that a visitor's browser keeps.
    reader = TenantForeignKey(User, models.CASCADE, null=True, related_name="+")
    visitor = models.CharField(max_length=64, blank=True, default="")
    is_helpful = models.BooleanField()
    # Values of Reason.
    reasons = models.JSONField(default=list)
    comment = models.TextField(max_length=1000, blank=True)
    # The version that was read.
    version = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    resolved_by = TenantForeignKey(User, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "article", "reader"],
                condition=models.Q(reader__isnull=False),
                name="feedback_one_per_reader",
            ),
            models.UniqueConstraint(
                fields=["tenant", "article", "visitor"],
                condition=models.Q(reader__isnull=True),
                name="feedback_one_per_visitor",
            ),
            models.CheckConstraint(
                condition=models.Q(reader__isnull=False, visitor="")
                | (models.Q(reader__isnull=True) & ~models.Q(visitor="")),
                name="feedback_is_somebodys",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "article", "-given_at", "-id"], name="feedback_article"),
            models.Index(
                fields=["tenant", "-given_at", "-id"],
                condition=models.Q(is_helpful=False, resolved_at=None),
                name="feedback_open",
            ),
        ]

    def __str__(self):
        return f"{'yes' if self.is_helpful else 'no'} to article {self.article_id}"

    @property
    def reasons_in_words(self) -> list[str]:
        """The reasons as the reader ticked them."""
        return [str(Reason(value).label) for value in self.reasons if value in Reason.values]


class View(TenantModel):
    """That one reader opened one article on one day."""

    article = TenantForeignKey(Article, models.CASCADE, related_name="+")
    on = models.DateField()
    # A keyed digest of who it was: it tells two readers apart and names neither.
    reader_key = models.CharField(max_length=43)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "article", "on", "reader_key"], name="view_once_a_day")
        ]
        indexes = [models.Index(fields=["tenant", "on", "article"], name="view_day")]

    def __str__(self):
        return f"article {self.article_id} on {self.on}"
