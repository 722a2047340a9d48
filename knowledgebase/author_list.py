"""The lists of the author's desk: which articles, in which order, and what readers made of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from accounts.models import User
from knowledgebase import access
from knowledgebase.models import Article, ArticleCategory, Consultation, Feedback, Status
from shared import clock

# What "recent" means wherever the author's desk counts something.
DAYS = 30
_MOST_WORDS = 8
_TELLING = 4
_IN_USE = (Status.SCHEDULED, Status.PUBLISHED)
# Not helpful, and nobody has dealt with it yet.
OPEN = Q(is_helpful=False, resolved_at=None)


@dataclass(frozen=True)
class Tab:
    """One of the lists."""

    key: str
    title: str
    empty_title: str
    empty_text: str


IN_USE = Tab("in-use", "In use", "No article is in use yet", "Readers find here what you publish.")
DRAFTS = Tab("drafts", "Drafts", "No drafts", "An article is a draft until it is published.")
REVIEW = Tab("review", "Needs review", "Nothing needs a review", "Articles appear here on their day of review.")
ARCHIVED = Tab("archived", "Archived", "Nothing is archived", "Articles that are put away can be restored from here.")
MINE = Tab("mine", "Mine", "You look after no article", "Articles that you write, or that are given to you.")
TABS = {tab.key: tab for tab in (IN_USE, DRAFTS, REVIEW, ARCHIVED, MINE)}

# key: (words, columns)
ORDERS = {
    "changed": ("Last changed first", ("-modified_at", "-id")),
    "oldest": ("Oldest change first", ("modified_at", "id")),
    "unhelpful": ("Least helpful first", (F("score").asc(nulls_last=True), "title", "id")),
    "viewed": ("Most viewed first", ("-recent_views", "title", "id")),
    "review": ("Day of review", (F("review_on").asc(nulls_last=True), "id")),
}


def today() -> date:
    """Return the day that it is for the person who looks."""
    return timezone.localtime(clock.now()).date()


def due_for_review():
    """Return the articles whose day of review has come, leaving out what was put away."""
    return Article.objects.filter(review_on__lte=today()).exclude(status=Status.ARCHIVED)


def articles(user: User, tab: Tab, *, words: str = "", category: ArticleCategory | None = None, order: str = "changed"):
    """Return the articles of a list, in order, with the names that it prints."""
    found = access.writable(user).filter(_of(tab, user)).filter(_named(words))
    if category is not None:
        found = found.filter(Q(category=category) | Q(category__parent=category))
    if order == "unhelpful":
        found = found.annotate(score=_score())
    columns = ORDERS.get(order, ORDERS["changed"])[1]
    return found.with_names().defer("body").order_by(*columns)


def _of(tab: Tab, user: User) -> Q:
    return {
        IN_USE: Q(status__in=_IN_USE),
        DRAFTS: Q(status=Status.DRAFT),
        REVIEW: Q(review_on__lte=today()) & ~Q(status=Status.ARCHIVED),
        ARCHIVED: Q(status=Status.ARCHIVED),
        MINE: Q(author=user) & ~Q(status=Status.ARCHIVED),
    }[tab]


def _named(words: str) -> Q:
    """Return the articles with every word in their title or among their other words, or with that number.

    Not the readers' search: it knows published articles alone and has an order of its own, while an author looks
    for a known article, mostly a draft, inside of one list.
    """
    wanted = Q()
    for word in words.split()[:_MOST_WORDS]:
        here = Q(title__icontains=word) | Q(keywords__icontains=word)
        if word.lstrip("#").isdecimal() and len(word) < 10:
            here |= Q(number=int(word.lstrip("#")))
        wanted &= here
    return wanted


def closest(user: User, words: str, *, any_word: bool):
    """Return articles that are not archived and have the words in title or other words; with `any_word`, one of them
    is enough, and those with the most of them come first.
    """
    found = access.writable(user).exclude(status=Status.ARCHIVED).with_names().defer("body")
    if not any_word:
        return found.filter(_named(words)).order_by("title", "pk")
    # Short words stand in everything, except where there are no others.
    wanted = [word for word in words.split() if len(word) >= _TELLING] or words.split()
    hits = [Case(When(_named(word), then=1), default=0, output_field=IntegerField()) for word in wanted[:_MOST_WORDS]]
    return found.annotate(hits=sum(hits, start=Value(0))).filter(hits__gt=0).order_by("-hits", "title", "pk")


def _score():
    """Return the share of those helped, drawn to the middle: one "no" weighs less than forty."""
    votes = Feedback.objects.filter(article=OuterRef("pk")).order_by().values("article")
    share = ExpressionWrapper((Count("pk", filter=Q(is_helpful=True)) + 1.0) / (Count("pk") + 2.0), FloatField())
    return Subquery(votes.annotate(share=share).values("share"))


def with_numbers(rows: list[Article]) -> list[Article]:
    """Add to each article what readers made of it: two questions, however many articles there are."""
    keys = [row.pk for row in rows]
    votes = Feedback.objects.filter(article__in=keys).order_by().values("article")
    votes = votes.annotate(
        given=Count("pk"), helped=Count("pk", filter=Q(is_helpful=True)), open=Count("pk", filter=OPEN)
    )
    by_article = {vote["article"]: vote for vote in votes}
    deflected = deflections(clock.now() - timedelta(days=DAYS), keys)
    day = today()
    for row in rows:
        vote = by_article.get(row.pk, {"given": 0, "helped": 0, "open": 0})
        row.votes, row.open_feedback = vote["given"], vote["open"]
        row.helpful = round(100 * vote["helped"] / vote["given"]) if vote["given"] else None
        row.deflected = deflected.get(row.pk, 0)
        row.is_overdue = bool(row.review_on and row.review_on <= day and row.status != Status.ARCHIVED)
    return rows


def deflections(since, keys: list[int]) -> dict[int, int]:
    """Return how many tickets each of these articles made unnecessary since a moment."""
    solved = Consultation.objects.filter(solved_by__in=keys, solved_at__gte=since).order_by()
    return dict(solved.values_list("solved_by").annotate(Count("pk")))
