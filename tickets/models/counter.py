"""The next ticket number of a tenant."""

from django.db import models

from tenants.models import TenantModel


class TicketCounter(TenantModel):
    """One row per tenant: the last number given. Written by tickets.numbers alone."""

    value = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="counter_one_per_tenant")]

    def __str__(self):
        return str(self.value)
