"""Images and files of articles."""

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
    uploaded_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "token"], name="articlefile_token")]
        indexes = [models.Index(fields=["tenant", "article", "id"], name="articlefile_article")]

    def __str__(self):
        return self.name
