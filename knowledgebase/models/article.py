"""One page of the knowledge base, and every wording that it ever had."""

from django.db import models
from django.utils.text import slugify

from accounts.models import User
from knowledgebase.models.category import ArticleCategory
from tenants.fields import TenantForeignKey
from tenants.models import TenantManager, TenantModel


class Visibility(models.IntegerChoices):
    """Who may read a published article; each level reads those before it as well."""

    PUBLIC = 0, "Everybody"
    SIGNED_IN = 1, "Signed-in customers"
    STAFF = 2, "Staff only"


class Status(models.IntegerChoices):
    """Where an article is on its way to its readers. The numbers leave gaps."""

    DRAFT = 10, "Draft"
    SCHEDULED = 20, "Scheduled"
    PUBLISHED = 30, "Published"
    ARCHIVED = 40, "Archived"


class ArticleQuerySet(models.QuerySet):
    """Named filters on articles."""

    def published(self):
        """In front of readers."""
        return self.filter(status=Status.PUBLISHED)

    def up_to(self, level: int):
        """Meant for readers of a level, or for everybody before them."""
        return self.filter(visibility__lte=level)

    def with_names(self):
        """Everything that a list prints, in one query."""
        return self.select_related("category__parent", "author")


class Wording(models.Model):
    """What a save keeps: the words of an article and where they stand."""

    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300, blank=True)
    # What people call it who do not know its name; searched, never shown.
    keywords = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    category = TenantForeignKey(ArticleCategory, models.PROTECT, null=True, blank=True, related_name="+")
    visibility = models.PositiveSmallIntegerField(choices=Visibility, default=Visibility.PUBLIC)

    class Meta:
        abstract = True


# The columns of a wording; what is compared, kept and brought back.
WORDING = ("title", "summary", "keywords", "body", "category", "visibility")


class Article(Wording, TenantModel):
    """One page of the knowledge base, with a number that is unique within the tenant and never changes.

    The wording is written by knowledgebase.writing, the status by knowledgebase.publishing, alone.
    """

    number = models.PositiveIntegerField()
    category = TenantForeignKey(ArticleCategory, models.PROTECT, null=True, blank=True, related_name="articles")
    status = models.PositiveSmallIntegerField(choices=Status, default=Status.DRAFT)
    # Of the newest wording in ArticleVersion: who saves says which one they had seen.
    version = models.PositiveIntegerField(default=1)
    author = TenantForeignKey(User, models.PROTECT, related_name="articles")
    modified_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    # Set while Scheduled.
    publish_at = models.DateTimeField(null=True, blank=True)
    # The first time it came before readers; stays, so that an unpublished page can say that it is gone.
    published_at = models.DateTimeField(null=True, blank=True)
    # First published, or its last major update: the order of "most recent".
    renewed_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # Where an imported article came from, so that the next import finds it.
    import_key = models.CharField(max_length=250, null=True, blank=True)
    # Of all that its last import said: the same once more changes nothing, whatever people changed meanwhile.
    import_digest = models.CharField(max_length=64, blank=True, default="")
    # Made with the form; the second click of the same form finds the first one's article.
    form_key = models.UUIDField(null=True)
    # Readers of the last 30 days, counted from View by the sweep.
    recent_views = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(ArticleQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="article_number"),
            models.UniqueConstraint(fields=["tenant", "import_key"], name="article_import_key"),
            models.UniqueConstraint(fields=["tenant", "form_key"], name="article_form_key"),
            models.CheckConstraint(
                condition=models.Q(status=Status.SCHEDULED, publish_at__isnull=False)
                | (~models.Q(status=Status.SCHEDULED) & models.Q(publish_at__isnull=True)),
                name="article_publish_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.PUBLISHED)
                | models.Q(published_at__isnull=False, renewed_at__isnull=False, category__isnull=False),
                name="article_published",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "category", "title", "id"],
                condition=models.Q(status=Status.PUBLISHED),
                name="article_in_category",
            ),
            models.Index(
                fields=["tenant", "-recent_views", "title", "id"],
                condition=models.Q(status=Status.PUBLISHED),
                name="article_most_viewed",
            ),
            models.Index(
                fields=["tenant", "-renewed_at", "title", "id"],
                condition=models.Q(status=Status.PUBLISHED),
                name="article_most_recent",
            ),
            models.Index(
                fields=["tenant", "publish_at", "id"],
                condition=models.Q(status=Status.SCHEDULED),
                name="article_due",
            ),
            models.Index(fields=["tenant", "status", "-modified_at", "-id"], name="article_status"),
            models.Index(fields=["tenant", "author", "-modified_at", "-id"], name="article_author"),
            models.Index(
                fields=["tenant", "review_on", "id"],
                condition=models.Q(review_on__isnull=False),
                name="article_review",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def slug(self) -> str:
        """The title as it stands in the address; it follows the title, the number leads there."""
        return slugify(self.title, allow_unicode=True)[:80].strip("-") or "article"

    @property
    def state(self) -> Status:
        """The status with its words."""
        return Status(self.status)

    @property
    def is_published(self) -> bool:
        """Whether readers can open it."""
        return self.status == Status.PUBLISHED

    @property
    def is_gone(self) -> bool:
        """Whether readers could open it once, and cannot any more."""
        return self.published_at is not None and not self.is_published


class ArticleVersion(Wording, TenantModel):
    """One save: the whole wording as it was then. Never changed, never deleted."""

    article = TenantForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # What changed, in the words of who saved it.
    note = models.CharField(max_length=200, blank=True)
    saved_by = TenantForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "article", "number"], name="articleversion_number"),
        ]

    def __str__(self):
        return f"version {self.number} of article {self.article_id}"


class ArticleCounter(TenantModel):
    """The last number given to an article: one row per tenant."""

    value = models.PositiveIntegerField(default=100)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="articlecounter_one_per_tenant")]

    def __str__(self):
        return f"article {self.value}"
