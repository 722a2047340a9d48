"""A ticket of somebody whose address is not confirmed yet: out of everybody's sight."""

from django.db import models

from tenants.models import TenantModel


class UnconfirmedTicket(TenantModel):
    """What the form held. It becomes a ticket when a key from the mailbox is used; see tickets.intake."""

    email_norm = models.CharField(max_length=254)
    words = models.JSONField()
    form_key = models.UUIDField()
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "form_key"], name="unconfirmed_form_key")]
        indexes = [
            models.Index(fields=["tenant", "email_norm", "id"], name="unconfirmed_person"),
            models.Index(fields=["tenant", "expires_at"], name="unconfirmed_expiry"),
        ]

    def __str__(self):
        return f"unconfirmed ticket {self.pk}"
