"""An article's way to its readers and back: draft, scheduled, published, archived."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from activity import edits, log
from knowledgebase import events, writing
from knowledgebase.models import Article, Status
from shared import clock
from shared.clock import DatabaseNow
from shared.refusal import Refusal
from tenants.scope import across_tenants

_BATCH = 50
# The calendar's last day has, in some zones, no moment that could be read again.
_LAST_YEAR = 2200


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime | None = None) -> Article:
    """Put an article in front of its readers; `at` is when it happened, for an import. Raises writing.Incomplete."""
    article = edits.lock(article)
    if article.is_published:
        return article
    writing.check_complete(title=article.title, category=article.category, body=article.body)
    now = at or clock.now()
    article.status, article.publish_at = Status.PUBLISHED, None
    article.published_at = article.published_at or now
    article.renewed_at = article.renewed_at or now
    article.save(update_fields=["status", "publish_at", "published_at", "renewed_at"])
    log.record(events.PUBLISHED, subject=article, by=by)
    return article


@transaction.atomic
def schedule(article: Article, *, at: datetime, by: User) -> Article:
    """Let an article come before its readers at a moment. Raises writing.Incomplete, or Refusal for a past one."""
    article = edits.lock(article)
    if article.is_published:
        raise Refusal("This article is published already.")
    if at <= clock.now():
        raise Refusal("Choose a time that is still to come, or publish it now.", field="publish_at")
    if at.year > _LAST_YEAR:
        raise Refusal(f"Choose a time before the year {_LAST_YEAR + 1}.", field="publish_at")
    writing.check_complete(title=article.title, category=article.category, body=article.body)
    if (article.status, article.publish_at) != (Status.SCHEDULED, at):
        article.status, article.publish_at = Status.SCHEDULED, at
        article.save(update_fields=["status", "publish_at"])
        log.record(events.SCHEDULED, subject=article, by=by, publish_at=at.isoformat())
    return article


def unpublish(article: Article, *, by: User) -> Article:
    """Take an article, or its date, back; it is a draft again, and its address says that it is gone."""
    return _move(article, Status.DRAFT, events.UNPUBLISHED, by=by, out_of=(Status.PUBLISHED, Status.SCHEDULED))


def archive(article: Article, *, by: User) -> Article:
    """Put an article away: its author's desk no longer shows it among those in use."""
    return _move(
        article, Status.ARCHIVED, events.ARCHIVED, by=by, out_of=(Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED)
    )


def restore(article: Article, *, by: User) -> Article:
    """Take an archived article out again, as a draft."""
    return _move(article, Status.DRAFT, events.RESTORED, by=by, out_of=(Status.ARCHIVED,))


@transaction.atomic
def _move(article, status, event, *, by, out_of) -> Article:
    article = edits.lock(article)
    if article.status in out_of:
        article.status, article.publish_at = status, None
        article.save(update_fields=["status", "publish_at"])
        log.record(event, subject=article, by=by)
    return article


def _due(articles):
    return articles.filter(status=Status.SCHEDULED, publish_at__lte=DatabaseNow())


def tenants_with_due_articles() -> list[int]:
    """Return the ids of the tenants in which an article's time has come, read across tenants."""
    return list(_due(across_tenants(Article)).values_list("tenant_id", flat=True).distinct())


@transaction.atomic
def publish_due() -> int:
    """Publish the open scope's scheduled articles whose time has come; return how many.

    What cannot be published any more (its category was archived with its last words, say) becomes a draft again.
    """
    due = _due(Article.objects.select_for_update(skip_locked=True, no_key=True)).order_by("publish_at", "id")[:_BATCH]
    count = 0
    for article in due:
        try:
            publish(article, by=None)
            count += 1
        except writing.Incomplete:
            unpublish(article, by=None)
    return count
