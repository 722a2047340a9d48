"""Writing articles: every save is a version, and nobody writes over what they have not seen."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from activity import edits, log
from knowledgebase import events, numbers
from knowledgebase.models import Article, ArticleCategory, ArticleVersion, Visibility
from knowledgebase.models.article import WORDING
from shared import clock
from shared.once import own_key
from shared.refusal import Refusal


class EditedMeanwhile(Refusal):
    """Somebody else saved the article after it was opened; what was typed is kept, `saved` is what is there now."""

    def __init__(self, saved: ArticleVersion):
        super().__init__(
            f"{saved.saved_by.name} saved this article while you were editing it. Nothing of yours is lost: "
            "compare, then save again."
        )
        self.saved = saved


class Incomplete(Refusal):
    """A published article would lose what readers need of it."""


@transaction.atomic
def create(
    *,
    by: User,
    title: str,
    category: ArticleCategory | None = None,
    summary: str = "",
    keywords: str = "",
    body: str = "",
    visibility: int = Visibility.PUBLIC,
    author: User | None = None,
    note: str = "",
    form_key: UUID | None = None,
    number: int | None = None,
    import_key: str | None = None,
    at: datetime | None = None,
) -> Article:
    """Begin an article as a draft, with its first version.

    The same form_key makes one article however often it is sent. `number` and `at`, when it was written, are for
    imports, which bring their own; raises Refusal if the number is taken.
    """
    form_key = own_key(form_key, by) if form_key else None
    if form_key and (first := Article.objects.filter(form_key=form_key).first()):
        return first
    if number is not None and Article.objects.filter(number=number).exists():
        raise Refusal(f"There is an article with the number {number} already.", field="number")
    now = at or clock.now()
    article = Article(
        title=title,
        category=category,
        summary=summary,
        keywords=keywords,
        body=body,
        visibility=visibility,
        author=author or by,
        modified_by=by,
        created_at=now,
        modified_at=now,
        form_key=form_key,
        import_key=import_key,
        number=number or numbers.take(),
    )
    try:
        with transaction.atomic():
            article.save(force_insert=True)
    except IntegrityError:
        if form_key and (first := Article.objects.filter(form_key=form_key).first()):
            return first
        raise
    if number:
        numbers.skip_to(number)
    _keep_version(article, by=by, note=note)
    log.record(events.CREATED, subject=article, by=by)
    return article


@transaction.atomic
def save(
    article: Article,
    wording: dict,
    *,
    by: User,
    seen: int,
    note: str = "",
    is_major: bool = False,
    at: datetime | None = None,
) -> Article:
    """Save a wording as the next version; of a published article it is what readers read from now on.

    `wording` holds the columns of models.article.WORDING that change, `seen` is the number of the version that was
    edited. Saving what is there already makes no version. `is_major` puts the article in front of
    "most recent" again; `at` is when it happened, for an import. Raises EditedMeanwhile, or Incomplete.
    """
    article = edits.lock(article)
    before = {name: getattr(article, name) for name in WORDING}
    wanted = before | wording
    if wanted == before and not (is_major and seen == article.version):
        return article
    if seen != article.version:
        raise EditedMeanwhile(article.versions.select_related("saved_by").get(number=article.version))
    if article.is_published:
        check_complete(title=wanted["title"], category=wanted["category"], body=wanted["body"])
    now = at or clock.now()
    for name, value in wanted.items():
        setattr(article, name, value)
    article.version += 1
    article.modified_at, article.modified_by = now, by
    if is_major and article.is_published:
        article.renewed_at = now
    article.save()
    _keep_version(article, by=by, note=note)
    log.record(events.SAVED, subject=article, by=by, version=article.version)
    return article


def restore_version(article: Article, number: int, *, by: User, seen: int) -> Article:
    """Bring an earlier wording back as the next version. Raises what save() raises, and ArticleVersion.DoesNotExist."""
    earlier = article.versions.select_related("category").get(number=number)
    wording = {name: getattr(earlier, name) for name in WORDING}
    return save(article, wording, by=by, seen=seen, note=f"Version {number} restored")


@transaction.atomic
def care(article: Article, *, author: User, review_on, by: User) -> Article:
    """Say who looks after an article, and on which day it needs a review (None for no day)."""
    article = edits.lock(article)
    if (article.author_id, article.review_on) != (author.pk, review_on):
        article.author, article.review_on = author, review_on
        article.save(update_fields=["author", "review_on"])
        log.record(events.CARED_FOR, subject=article, by=by, author=author.pk, review_on=str(review_on or ""))
    return article


def check_complete(*, title: str, category, body: str) -> None:
    """Refuse to show readers an article without a title, a place or words; raise Incomplete."""
    if not title.strip():
        raise Incomplete("Enter a title before readers see this.", field="title")
    if category is None:
        raise Incomplete("Select a category before readers see this.", field="category")
    if not body.strip():
        raise Incomplete("Write the article before readers see it.", field="body")


def _keep_version(article: Article, *, by: User, note: str) -> None:
    ArticleVersion.objects.create(
        article=article,
        number=article.version,
        saved_by=by,
        saved_at=article.modified_at,
        note=note,
        **{name: getattr(article, name) for name in WORDING},
    )
