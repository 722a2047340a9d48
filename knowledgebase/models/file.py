"""Images and files of articles."""

import re
from urllib.parse import quote

from django.db import models

from accounts.models import User
from knowledgebase.models.article import Article
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class ArticleFile(TenantModel):
    """A file that an article shows or offers; who may read the article may read it."""

    article = TenantForeignKey(Article, models.CASCADE, related_name="files")
    # Random: it stands in the address and names the object in the storage.
    token = models.CharField(max_length=64)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    # SHA-256 of the content: the same file is not kept twice, and a browser that has it is not sent it again.
    digest = models.CharField(max_length=64)
    uploaded_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "token"], name="articlefile_token")]
        indexes = [models.Index(fields=["tenant", "article", "id"], name="articlefile_article")]

    def __str__(self):
        return self.name

    @staticmethod
    def folder(tenant_id: int) -> str:
        """Where a tenant's objects lie in the storage."""
        return f"articles/{tenant_id}"

    @property
    def key(self) -> str:
        """The name of the object in the storage: nothing of it comes from whoever sent the file."""
        return f"{self.folder(self.tenant_id)}/{self.token}"

    @property
    def url(self) -> str:
        """The address on the tenant's own host; shared/markdown lets an article show pictures from there alone."""
        return f"/articles/files/{self.token}/{quote(self.name, safe='')}"

    @property
    def is_image(self) -> bool:
        """Whether a browser shows it inside a page."""
        return self.content_type.startswith("image/")

    @property
    def markdown(self) -> str:
        """What shows it, or links to it, in the text of an article."""
        label = re.sub(r"([\\\[\]*_`<])", r"\\\1", self.name.rpartition(".")[0] if self.is_image else self.name)
        return f"{'!' if self.is_image else ''}[{label}]({self.url})"
