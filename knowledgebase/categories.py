"""What admins do to the categories of articles."""

from itertools import chain, count
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from activity import edits
from knowledgebase.models import Article, ArticleCategory, Status
from shared.refusal import Refusal

MOST_CATEGORIES = 200


class StillNeeded(Refusal):
    """Articles or subcategories stand in the category."""


@transaction.atomic
def add(*, by, form_key: UUID | None = None, parent: ArticleCategory | None = None, **values) -> ArticleCategory:
    """Add a category, or a subcategory of `parent`; it goes to the end. Raises edits.Taken."""
    if parent is not None and parent.parent_id:
        raise Refusal("There are two levels of categories, not three.")
    siblings = ArticleCategory.objects.in_use()
    if siblings.count() >= MOST_CATEGORIES:
        raise Refusal(f"There are {MOST_CATEGORIES} categories. Archive one that is no longer used.")
    last = siblings.filter(parent=parent).order_by("-position").values_list("position", flat=True).first() or 0
    row = ArticleCategory(parent=parent, position=last + 1, slug=_free_slug(values["name"], parent), **values)
    return edits.add(row, by=by, form_key=form_key)


def _free_slug(name: str, parent: ArticleCategory | None) -> str:
    wanted = slugify(name, allow_unicode=True)[:60].strip("-") or "category"
    if parent is not None and ArticleCategory.objects.filter(slug=wanted).exists():
        wanted = f"{parent.slug}-{wanted}"[:70]
    taken = set(ArticleCategory.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken)


def change(category: ArticleCategory, *, by, seen: str | None = None, **values) -> ArticleCategory:
    """Rename or describe a category; its address stays. Raises edits.Taken, ChangedMeanwhile."""
    return edits.change(category, values, by=by, seen=seen)


@transaction.atomic
def archive(category: ArticleCategory, *, by) -> ArticleCategory:
    """Archive an empty category. Raises StillNeeded."""
    category = edits.lock(category)
    if category.subcategories.filter(archived_at=None).exists():
        raise StillNeeded(f"{category.name} has subcategories. Archive or move them first.")
    if number := articles_in(category).count():
        what = "an article stands" if number == 1 else f"{number} articles stand"
        raise StillNeeded(f"In {category.name} {what} that readers can open. Move or archive them first.")
    return edits.archive(category, by=by)


def articles_in(category: ArticleCategory):
    """Return the articles in a category that are, or soon will be, in front of readers."""
    return Article.objects.filter(category=category, status__in=(Status.SCHEDULED, Status.PUBLISHED))


@transaction.atomic
def restore(category: ArticleCategory, *, by) -> ArticleCategory:
    """Take an archived category into use again. Raises edits.Taken, or Refusal if the one above is archived."""
    if category.parent_id and category.parent.archived_at:
        raise Refusal(f"{category.parent.name} is archived. Restore it first.")
    return edits.restore(category, by=by)


def move(category: ArticleCategory, *, to: str, by) -> None:
    """Swap a category with its neighbour "up" or "down" on its level."""
    edits.move(category, ArticleCategory.objects.in_use().filter(parent=category.parent_id), to=to, by=by)


@transaction.atomic
def at_path(path: str, *, by) -> ArticleCategory:
    """Return the category at "Account > Sign-in", making what is missing; for imports."""
    names = [name.strip() for name in path.replace("›", ">").split(">") if name.strip()][:2]
    found = None
    for name in names:
        there = ArticleCategory.objects.in_use().filter(parent=found, name=name[:60]).first()
        found = there or add(name=name[:60], parent=found, by=by)
    if found is None:
        raise Refusal("A category needs a name.", field="category")
    return found
