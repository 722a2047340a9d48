"""Articles that an admin uploads: what came, how far it is, and what became of each file."""

import uuid

from django.db import models

from accounts.models import User
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class ArticleImport(TenantModel):
    """One upload. Its files lie as one archive in the storage until the last of them has been read."""

    # Stands in the address and names the object in the storage.
    key = models.UUIDField(default=uuid.uuid4)
    name = models.CharField(max_length=150)
    # Publish what does not say otherwise.
    publishes = models.BooleanField(default=False)
    begun_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Why nothing could be read at all.
    problem = models.CharField(max_length=300, blank=True)
    # Each file of words with the number of its article, in the order in which they are read: [[name, number] …]
    numbers = models.JSONField(default=list)
    # What became of those read so far: [[name, outcome, number, [sentences]] …]
    lines = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="articleimport_key")]
        indexes = [models.Index(fields=["tenant", "-begun_at", "-id"], name="articleimport_latest")]

    def __str__(self):
        return self.name

    @staticmethod
    def folder(tenant_id: int) -> str:
        """Where a tenant's uploads wait in the storage."""
        return f"imports/{tenant_id}"

    @property
    def object_name(self) -> str:
        """The name of the archive in the storage."""
        return f"{self.folder(self.tenant_id)}/{self.key}"
