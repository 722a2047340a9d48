"""Who read the demo's articles in the last month, what they said of them, and what they looked for in vain."""

import uuid
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from knowledgebase import consultation, feedback, search, searchlog
from knowledgebase.models import Article, Reason, Search, View, Visibility
from shared import clock

# Readers of the most read article.
_MOST_READERS = 60
# What was looked for, how often, and whether a ticket followed.
_SEARCHES = {
    "acme": (
        ("refund", 9, False),
        ("chnage email", 4, False),
        ("two factor", 6, False),
        ("dns records", 7, True),
        ("wordpress white screen", 5, True),
        ("fax number", 3, True),
        ("kubernetes", 4, False),
        ("gift card", 2, False),
    ),
    "globex": (
        ("coins missing", 8, True),
        ("export transparent png", 5, False),
        ("parental controls", 4, False),
        ("linux version", 6, True),
        ("nft", 3, False),
    ),
}
# Why an article did not help, and in which words.
_COMPLAINTS = (
    ((Reason.OUTDATED,), "The button is called something else now."),
    ((Reason.NO_ANSWER,), "I needed to know what happens to my old address afterwards."),
    ((Reason.HARD,), "Step 3 lost me: where is that menu on a phone?"),
    ((Reason.BROKEN,), "The second link leads to an empty page."),
    ((Reason.NO_ANSWER, Reason.HARD), ""),
)


def let_them_read(place: Place, settled: Settled, articles: list[Article], *, now: datetime, rng: Random) -> None:
    """Let people read, judge and search: a few articles are read a lot, most of them a little."""
    for_customers = [article for article in articles if article.visibility != Visibility.STAFF]
    by_chance = sorted(for_customers, key=lambda article: rng.random())
    customers = [person for person in settled.people.values() if not person.is_staff_member]
    _read(by_chance, now, rng)
    _judge(by_chance, customers, now, rng)
    _search(place, customers, now, rng)


def _read(articles: list[Article], now: datetime, rng: Random) -> None:
    views = []
    for place, article in enumerate(articles, start=1):
        article.recent_views = max(1, round(_MOST_READERS / place**0.7))
        for reader in range(article.recent_views):
            day = (now - timedelta(days=rng.uniform(0, 29))).date()
            views.append(View(article=article, on=day, reader_key=f"demo {place} {reader}"))
    View.objects.bulk_create(views)
    Article.objects.bulk_update(articles, ["recent_views"])


def _judge(articles: list[Article], customers: list[User], now: datetime, rng: Random) -> None:
    complaints = list(_COMPLAINTS)
    for place, article in enumerate(articles[:24]):
        readers = rng.sample(customers, k=min(len(customers), 3 + max(0, 8 - place)))
        for number, reader in enumerate(readers):
            with clock.stopped_at(now - timedelta(days=rng.uniform(1, 28))):
                if number == 0 and place % 4 == 1 and complaints:
                    reasons, comment = complaints.pop(0)
                    feedback.give(article, reader=reader, is_helpful=False, reasons=reasons, comment=comment)
                else:
                    feedback.give(article, reader=reader, is_helpful=True)


def _search(place: Place, customers: list[User], now: datetime, rng: Random) -> None:
    for term, times, is_filed in _SEARCHES[place.slug]:
        found = search.find(term, reader=customers[0])
        for number in range(times):
            with clock.stopped_at(now - timedelta(days=rng.uniform(0, 27))):
                key = searchlog.note(found, channel=Search.Channel.PAGE)
                if found and number % 2:
                    searchlog.clicked(key, found.hits[0].article)
                if is_filed and number == 0:
                    searchlog.filed(key)
                if found and number % 3 == 0:
                    _deflect(term, found)


def _deflect(term: str, found: search.Results) -> None:
    key = uuid.uuid4()
    consultation.offered(key=key, question=term, articles=[hit.article for hit in found.hits[:5]])
    consultation.opened(key=key, article=found.hits[0].article)
    consultation.solved(key=key, article=found.hits[0].article)
