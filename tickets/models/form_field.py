"""What a category asks for, and what the requester answered."""

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel
from tickets.models.category import Category


class FormFieldQuerySet(models.QuerySet):
    """Named filters on the questions of categories."""

    def in_use(self):
        """Not archived, in the order that the admins gave them."""
        return self.filter(archived_at=None).order_by("position", "id")


class FormField(TenantModel):
    """One question that a category asks; a subcategory asks its parent's questions first."""

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        CHOICE = "choice", "Choice"
        DATE = "date", "Date"
        NUMBER = "number", "Number"
        EMAIL = "email", "E-mail address"
        # "Have you tried to restart it?", to be ticked before sending.
        CHECK = "check", "Something to tick before sending"

    category = TenantForeignKey(Category, models.CASCADE, related_name="fields")
    label = models.CharField(max_length=80)
    hint = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    is_required = models.BooleanField("Has to be answered", default=True)
    choices = models.TextField(blank=True, help_text="One choice per line.")
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantManager.from_queryset(FormFieldQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "category", "label"],
                condition=models.Q(archived_at=None),
                name="form_field_label",
                violation_error_message="This category asks that already.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "category", "position"], name="form_field_order")]

    def __str__(self):
        return self.label

    @property
    def choice_list(self) -> list[str]:
        """The choices, one per line of the stored text."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class FieldAnswer(TenantModel):
    """An answer with the question as it was worded on the day of filing."""

    ticket = TenantForeignKey("tickets.Ticket", models.CASCADE, related_name="answers")
    field = TenantForeignKey(FormField, models.PROTECT, related_name="answers")
    label = models.CharField(max_length=80)
    value = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket", "field"], name="answer_once")]

    def __str__(self):
        return f"{self.label}: {self.value}"
