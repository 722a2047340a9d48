"""Which figures about itself a tenant shows to everybody."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from tenants.models import TenantModel


class Disclosure(TenantModel):
    """One row per tenant; a tenant without one shows neither."""

    shows_kept = models.BooleanField(default=False)
    shows_in_time = models.BooleanField(default=False)
    in_time_hours = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="disclosure_one_per_tenant")]

    def __str__(self):
        return f"answered within {self.in_time_hours} hours"

    @classmethod
    def current(cls) -> "Disclosure":
        """Return what the open scope's tenant shows."""
        return cls.objects.first() or cls()
