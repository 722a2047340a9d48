"""What the log of searches and the readers' votes tell authors: what is missing, and what does not help.

Reads only. Each is one statement over the last days, along an index, and returns the most telling rows alone.
"""

from datetime import timedelta

from django.db.models import Count, Max, Q

from knowledgebase.author_list import DAYS, OPEN
from knowledgebase.models import Article, Consultation, Feedback, Search
from shared import clock

MOST = 15


def _since():
    return clock.now() - timedelta(days=DAYS)


def not_found() -> list[dict]:
    """Return what people looked for and got nothing: term, how often, and the last time."""
    return _terms(Search.objects.filter(results=0, searched_at__gte=_since()), "searched_at")


def filed_anyway() -> list[dict]:
    """Return what people looked for before they wrote a ticket: term, how often, and the last time."""
    return _terms(Search.objects.filter(filed_at__gte=_since()), "filed_at")


def _terms(searches, moment: str) -> list[dict]:
    grouped = searches.exclude(term="").order_by().values("term").annotate(times=Count("pk"), last=Max(moment))
    return list(grouped.order_by("-times", "-last", "term")[:MOST])


def deflected() -> list[tuple[Article, int]]:
    """Return the articles that made the most tickets unnecessary, with how many."""
    solved = Consultation.objects.filter(solved_by__isnull=False, solved_at__gte=_since()).order_by()
    counts = solved.values_list("solved_by").annotate(times=Count("pk")).order_by("-times", "solved_by")[:MOST]
    return _with_articles(dict(counts))


def least_helpful() -> list[tuple[Article, dict]]:
    """Return the articles that help least of those that readers judged, with their votes."""
    votes = Feedback.objects.filter(given_at__gte=_since()).order_by().values("article")
    votes = votes.annotate(
        given=Count("pk"), helped=Count("pk", filter=Q(is_helpful=True)), open=Count("pk", filter=OPEN)
    )
    # Drawn to the middle, as in the lists: one "no" weighs less than forty.
    share = (Count("pk", filter=Q(is_helpful=True)) + 1.0) / (Count("pk") + 2.0)
    worst = votes.filter(given__gt=0).annotate(share=share).order_by("share", "-given", "article")[:MOST]
    found = {row["article"]: row | {"percent": round(100 * row["helped"] / row["given"])} for row in worst}
    return _with_articles(found)


def _with_articles(found: dict) -> list[tuple]:
    articles = Article.objects.with_names().defer("body").in_bulk(list(found))
    return [(articles[key], value) for key, value in found.items() if key in articles]


def totals() -> dict[str, int]:
    """Return how much was searched, how much of it in vain, and how many tickets were filed and were not."""
    searches = Search.objects.filter(searched_at__gte=_since()).aggregate(
        searches=Count("pk"),
        not_found=Count("pk", filter=Q(results=0)),
        filed=Count("pk", filter=Q(filed_at__isnull=False)),
    )
    solved = Consultation.objects.filter(solved_by__isnull=False, solved_at__gte=_since()).count()
    return searches | {"deflected": solved}
