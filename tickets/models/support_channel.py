"""The ways to reach a tenant, in the order in which to try them, and its policies."""

from django.db import models

from tenants.models import TenantManager, TenantModel


class SupportChannel(TenantModel):
    """One rung of the ladder. A tenant without rows offers its articles and tickets; see tickets.channels."""

    class Kind(models.TextChoices):
        """In the order that customers are told unless an admin says another one."""

        ARTICLES = "articles", "Help centre"
        TICKET = "ticket", "Ticket"
        CHAT = "chat", "Live chat"
        PHONE = "phone", "Phone, by appointment"
        COMMUNITY = "community", "Community"
        EMAIL = "email", "E-mail"

    kind = models.CharField(max_length=10, choices=Kind)
    is_on = models.BooleanField(default=False)
    text = models.CharField(max_length=300, blank=True)
    # Where it is: a link, a phone number or an e-mail address; articles and tickets are here.
    target = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind"], name="support_channel_kind"),
            models.CheckConstraint(
                condition=models.Q(is_on=False) | models.Q(kind__in=["articles", "ticket"]) | ~models.Q(target=""),
                name="support_channel_leads_somewhere",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class PolicyQuerySet(models.QuerySet):
    """Named filters on policies."""

    def in_use(self):
        """Not archived, in the order that the admins gave them."""
        return self.filter(archived_at=None).order_by("position", "id")


class Policy(TenantModel):
    """A text that customers can read before they write: what is supported, what is paid, how people are treated."""

    title = models.CharField(max_length=80)
    body = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(PolicyQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "title"],
                condition=models.Q(archived_at=None),
                name="policy_title",
                violation_error_message="There is a policy of this title already.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "position", "id"], name="policy_order")]

    def __str__(self):
        return self.title
