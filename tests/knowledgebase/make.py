"""Builders of articles, through the product's own verbs."""

from knowledgebase import categories, publishing, writing
from knowledgebase.models import ArticleCategory, Visibility


def category(by, name="Account", parent=None):
    """Return the category of a name, made if it is missing."""
    there = ArticleCategory.objects.filter(name=name, parent=parent).first()
    return there or categories.add(by=by, name=name, parent=parent)


def draft(by, *, title="Change your e-mail address", body="Open **Settings** and type the new address.", **more):
    """Write an article that nobody can read yet."""
    place = more.pop("category", None) or category(by)
    return writing.create(by=by, title=title, body=body, category=place, **more)


def article(by, **more):
    """Write and publish an article."""
    return publishing.publish(draft(by, **more), by=by)


def staff_only(by, **more):
    """Publish an article for staff."""
    return article(by, visibility=Visibility.STAFF, **more)
