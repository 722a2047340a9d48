"""What the search looks into, what it is told by admins, and what people looked for."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from knowledgebase.models.article import Article
from knowledgebase.models.category import ArticleCategory
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class TextIndex(GinIndex):
    """A GIN index on text alone: the tenant is a word of the text itself, so no extension is needed for it."""

    may_lack_tenant = True


class SearchEntry(TenantModel):
    """A published article as the search sees it; written by knowledgebase.searching.indexing alone.

    `text` is made there as well, word by word: what stands in it is described in knowledgebase/searching/indexing.py.
    """

    article = TenantForeignKey(Article, models.CASCADE, related_name="+")
    # Article.visibility and Article.category, beside the words.
    level = models.PositiveSmallIntegerField()
    category = TenantForeignKey(ArticleCategory, models.PROTECT, null=True, related_name="+")
    text = SearchVectorField()
    # How many words the title and the whole article have, not counting those that say nothing.
    title_length = models.PositiveSmallIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)
    # What snippets are cut from.
    plain = models.TextField(blank=True)
    # The distinct words as they were counted in Word, joined by spaces.
    words = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "article"], name="searchentry_article")]
        indexes = [TextIndex(fields=["text"], name="searchentry_text")]

    def __str__(self):
        return f"article {self.article_id}"


class Word(TenantModel):
    """A word of the tenant's published articles, and in how many of them it stands, by who may read them."""

    word = models.CharField(max_length=60, db_collation="C")
    # Backwards, so that words with the same end stand together too.
    reversed = models.CharField(max_length=60, db_collation="C")
    # "" for a word that says nothing, like "the".
    stem = models.CharField(max_length=60, db_collation="C", blank=True)
    in_public = models.IntegerField(default=0)
    in_signed_in = models.IntegerField(default=0)
    in_staff = models.IntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "word"], name="word_once")]
        indexes = [
            models.Index(fields=["tenant", "reversed"], name="word_reversed"),
            models.Index(fields=["tenant", "stem"], name="word_stem"),
        ]

    def __str__(self):
        return self.word


class SearchIndex(TenantModel):
    """What the tenant's entries were made with, and how many there are; its lock is held while entries change."""

    language = models.CharField(max_length=30)
    in_public = models.IntegerField(default=0)
    in_signed_in = models.IntegerField(default=0)
    in_staff = models.IntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="searchindex_one_per_tenant")]

    def __str__(self):
        return self.language


class SearchRules(TenantModel):
    """What an admin tells the search: one row per tenant; a tenant without one lives by the defaults."""

    # A text search configuration of PostgreSQL: how words of this language are reduced to their stems.
    language = models.CharField(max_length=30, default="english")
    # One group per line, its words or phrases separated by commas.
    synonyms = models.TextField(blank=True)
    # One phrase per line, left out of every question: "how do I".
    stop_phrases = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="searchrules_one_per_tenant")]

    def __str__(self):
        return self.language

    @classmethod
    def current(cls) -> "SearchRules":
        """Return the open scope's rules."""
        return cls.objects.first() or cls()


class Search(TenantModel):
    """One search, without a word about who searched."""

    class Channel(models.TextChoices):
        PAGE = "page", "Search page"
        TICKET = "ticket", "While writing a ticket"
        DESK = "desk", "Beside a reply"

    # Names the search to the page that shows its results.
    key = models.UUIDField(default=uuid.uuid4)
    # Without e-mail addresses and long numbers, in lower case.
    term = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel)
    level = models.PositiveSmallIntegerField()
    results = models.PositiveIntegerField()
    clicked = TenantForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)
    searched_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="search_key")]
        indexes = [
            models.Index(fields=["tenant", "-searched_at", "term"], name="search_when"),
            models.Index(
                fields=["tenant", "-searched_at"], condition=models.Q(results=0), name="search_without_result"
            ),
            models.Index(
                fields=["tenant", "-filed_at"], condition=models.Q(filed_at__isnull=False), name="search_filed"
            ),
        ]

    def __str__(self):
        return self.term
