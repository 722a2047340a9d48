"""A tenant's own numbers for the life of its tickets."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import Assignment
from tenants.models import TenantModel

_DAYS = [MinValueValidator(1), MaxValueValidator(90)]
_GUEST_DAYS = [MinValueValidator(7), MaxValueValidator(365)]


class Rules(TenantModel):
    """One row per tenant; a tenant without one lives by the defaults. Days are 24 hours each."""

    class Bump(models.TextChoices):
        """What becomes of the place of a waiting ticket when its requester adds to it, unasked."""

        BACK = "back", "It moves to the back of its priority"
        KEEPS = "keeps", "It keeps its place"

    close_after_days = models.PositiveSmallIntegerField(default=7, validators=_DAYS)
    remind_days_before = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(30)])
    reopen_for_days = models.PositiveSmallIntegerField(default=7, validators=_DAYS)
    # Counted from the closing of a guest's last ticket.
    guest_ends_after_days = models.PositiveSmallIntegerField(default=30, validators=_GUEST_DAYS)

    bump = models.CharField(max_length=5, choices=Bump, default=Bump.BACK)

    # For teams that say nothing else, and for tickets without a team.
    assignment = models.CharField(max_length=10, choices=Assignment, default=Assignment.MANUAL)
    # How many open tickets the rule may give to one agent; empty: any number.
    ticket_limit = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    # Whether agents may take unassigned tickets, and answer those of their colleagues.
    agents_pick = models.BooleanField(default=False)
    agents_answer_others = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="rules_one_per_tenant")]

    def __str__(self):
        return f"close after {self.close_after_days}, reopen for {self.reopen_for_days} days"

    @classmethod
    def current(cls) -> "Rules":
        """Return the open scope's rules."""
        return cls.objects.first() or cls()
