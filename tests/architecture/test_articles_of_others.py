"""A request to every URL as somebody who may not read an article: no answer holds a word of it.

A page that is added later is asked as well, without a line here.
"""

import re
import uuid

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from knowledgebase import publishing, writing
from knowledgebase.models import Visibility
from knowledgebase.searching import indexing
from tests import make as tickets
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db

# Words that stand nowhere else: in the title, the text, the other words, the name of a category of its own.
SECRETS = ("zwiebelfisch", "quastenflosser", "nachtfalter", "wunderkammer ")
# Each with its end missing, so that what comes back whole was not merely repeated.
TYPED = "zwiebelfisc quastenflosse nachtfalte wunderkamme"


def every_route():
    """Return each route, settings and all; pages of local mode show mail and parts, not the tenant's articles."""

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)

    return [route for route in walk(get_resolver().url_patterns, "") if not route.startswith(("local/", "brand/"))]


def hidden(cast, how):
    """Return an article that a customer, or nobody in particular, may not read."""
    words = {
        "title": "Zwiebelfisch",
        "body": "The quastenflosser.\n\n## Nachtfalter\n\nMore of it.",
        "keywords": "nachtfalter",
        "category": make.category(cast.max, "Wunderkammer seven"),
    }
    if how == "draft":
        return make.draft(cast.ana, **words)
    if how == "unpublished":
        return publishing.unpublish(make.article(cast.ana, **words), by=cast.ana)
    if how == "made staff-only":
        article = make.article(cast.ana, **words)
        indexing.index(article)
        return writing.save(article, {"visibility": Visibility.STAFF}, by=cast.ana, seen=1)
    return make.article(cast.ana, visibility=Visibility[how], **words)


@pytest.mark.parametrize(
    ("part", "how"),
    [
        ("nobody", "SIGNED_IN"),
        ("nobody", "unpublished"),
        ("cleo", "STAFF"),
        ("cleo", "draft"),
        ("gus", "made staff-only"),
    ],
)
def test_no_answer_holds_a_word_of_an_article_that_is_not_meant_for_its_reader(cast, visit, post_office, part, how):
    article = hidden(cast, how)
    ticket = tickets.ticket(cast.cleo)
    post_office()  # the search looks at the article
    client = visit(None if part == "nobody" else getattr(cast, part))
    typed = {"q": TYPED, "subject": TYPED, "title": TYPED, "key": str(uuid.uuid4())}
    asked = 0
    for route in every_route():
        number = ticket.number if "tickets/" in route else article.number
        path = _path(route, number=number, slug=article.category.slug, pk=article.pk, version=1)
        for method in ("get", "post"):
            answer = getattr(client, method)(path, typed)
            body = "" if answer.streaming else answer.content.decode(errors="replace").lower()
            told = [secret for secret in SECRETS if secret in body]
            assert not told, f"{method} {path} tells {told}"
            asked += 1
    assert asked > 100


def _path(route, **values):
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values.get(match[1], "x")), route)
