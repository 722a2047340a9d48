"""What the knowledge base offered to somebody who was writing a ticket."""

from django.db import models

from knowledgebase.models.article import Article
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Consultation(TenantModel):
    """One form for a ticket: what was asked of the knowledge base while it was filled in, and how it ended."""

    # The form's own key: random, and known to nobody but the page that was given it.
    key = models.UUIDField()
    begun_at = models.DateTimeField()
    # The last question, without e-mail addresses and long numbers.
    asked = models.CharField(max_length=200, blank=True)
    solved_by = TenantForeignKey(Article, models.PROTECT, null=True, related_name="+")
    solved_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="consultation_key"),
            models.CheckConstraint(
                condition=models.Q(solved_at__isnull=True) | models.Q(solved_by__isnull=False),
                name="consultation_solved",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "solved_by", "-solved_at"],
                condition=models.Q(solved_by__isnull=False),
                name="consultation_deflected",
            ),
            models.Index(fields=["tenant", "begun_at"], name="consultation_age"),
        ]

    def __str__(self):
        return f"consultation {self.pk}"


class Suggestion(TenantModel):
    """An article that was offered, and whether it was opened."""

    consultation = TenantForeignKey(Consultation, models.CASCADE, related_name="suggestions")
    article = TenantForeignKey(Article, models.PROTECT, related_name="+")
    # The best place in the list that it had, 1 is the top.
    place = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "consultation", "article"], name="suggestion_once"),
        ]
        indexes = [models.Index(fields=["tenant", "article"], name="suggestion_article")]

    def __str__(self):
        return f"article {self.article_id} in consultation {self.consultation_id}"
