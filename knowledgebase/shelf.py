"""What readers come across without searching: categories, the lists of the first page, articles like this one.

Everything here shows and counts only what the reader may read.
"""

import re

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from knowledgebase import access
from knowledgebase.models import Article, ArticleCategory

MOST_LISTED = 10
# Two articles are no list of what is read most.
_FEWEST_LISTED = 3
_PAGE = 20
_FIRST = 5
_MOST_RELATED = 5
_CANDIDATES = 200


def categories(user) -> list[ArticleCategory]:
    """Return the categories in which somebody finds something, each with `count`, `own_count` and `below`.

    Two queries, however many there are. Of what is archived, only what still holds an article appears.
    """
    by_category = access.readable(user).order_by().values("category")
    counts = dict(by_category.annotate(count=Count("pk")).values_list("category", "count"))
    tree = ArticleCategory.objects.order_by("position", "name").as_tree()
    for top in tree:
        for below in top.below:
            below.count = below.own_count = counts.get(below.pk, 0)
        top.below = [below for below in top.below if below.count]
        top.own_count = counts.get(top.pk, 0)
        top.count = top.own_count + sum(below.count for below in top.below)
    return [top for top in tree if top.count]


def find(tree: list[ArticleCategory], slug: str) -> ArticleCategory | None:
    """Return the category of a slug out of what categories() returned."""
    every = [category for top in tree for category in (top, *top.below)]
    return next((category for category in every if category.slug == slug), None)


def page_of(category: ArticleCategory, user, wanted) -> Page:
    """Return one page of the articles that stand in a category itself, by title."""
    pages = Paginator(_rows(access.readable(user)).filter(category=category).order_by("title", "id"), _PAGE)
    pages.count = category.own_count
    return pages.get_page(wanted)


def beginnings(categories_below: list[ArticleCategory], user) -> list[tuple[ArticleCategory, list[Article]]]:
    """Return each of the categories with the first of its articles, in one query."""
    place = Window(RowNumber(), partition_by=F("category"), order_by=("title", "id"))
    first = _rows(access.readable(user)).filter(category__in=categories_below).annotate(place=place)
    found = list(first.filter(place__lte=_FIRST).order_by("title", "id")) if categories_below else []
    return [(below, [row for row in found if row.category_id == below.pk]) for below in categories_below]


def most_viewed(user) -> list[Article]:
    """Return what most readers opened in the last thirty days; nothing while that says little."""
    return _listed(access.readable(user).filter(recent_views__gt=0).order_by("-recent_views", "title", "id"))


def most_recent(user) -> list[Article]:
    """Return what was published, or renewed in more than its wording, last."""
    return _listed(access.readable(user).order_by("-renewed_at", "title", "id"))


def _listed(articles: QuerySet) -> list[Article]:
    found = list(_rows(articles)[:MOST_LISTED])
    return found if len(found) >= _FEWEST_LISTED else []


def _rows(articles: QuerySet) -> QuerySet:
    """All that a list prints: never the text itself."""
    return articles.select_related("category__parent").defer("body")


def related(article: Article, user) -> list[Article]:
    """Return articles like this one: of the same category and those around it, with words of its title."""
    category = article.category
    around = {category.pk, category.parent_id} - {None}
    near = Q(category__in=around) | Q(category__parent__in=around)
    found = _rows(access.readable(user)).filter(near).exclude(pk=article.pk).order_by("-recent_views", "title", "id")
    words = _words(article)

    def likeness(other: Article) -> tuple:
        in_common = len(words & _words(other))
        return (-in_common, other.category_id != category.pk, -other.recent_views, other.title)

    return sorted(found[:_CANDIDATES], key=likeness)[:_MOST_RELATED]


def _words(article: Article) -> set[str]:
    """Return the beginnings of the longer words of a title and its keywords: "sign", "pass", "addr"."""
    return {word[:5] for word in re.findall(r"\w{4,}", f"{article.title} {article.keywords}".casefold())}
