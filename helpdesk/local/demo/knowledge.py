"""The demo's knowledge base: articles from the folder beside this file, written and published in the past."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from accounts.models import User
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled
from knowledgebase import categories, publishing, writing
from knowledgebase.models import Article, Visibility
from knowledgebase.searching import indexing
from shared import clock

_FOLDER = Path(__file__).parent / "articles"
_VISIBILITIES = {"public": Visibility.PUBLIC, "signed-in": Visibility.SIGNED_IN, "staff": Visibility.STAFF}


@dataclass(frozen=True)
class Page:
    """One file: its front matter as written, days as numbers, and the article's text."""

    facts: dict[str, str]
    body: str

    def days(self, key: str) -> float:
        """Return a number of days ago; negative ones are still to come."""
        return float(self.facts[key])


def pages(slug: str) -> list[Page]:
    """Return the articles of a tenant of the demo, in the order of their numbers."""
    found = [_page(path.read_text(encoding="utf-8")) for path in sorted((_FOLDER / slug).glob("*.md"))]
    return sorted(found, key=lambda page: int(page.facts["number"]))


def _page(text: str) -> Page:
    _, head, body = text.split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return Page({key: value.strip() for key, value in facts.items()}, body.strip())


def fill(place: Place, settled: Settled, *, now: datetime) -> list[Article]:
    """Write the tenant's knowledge base and index it; return the published articles."""
    admin = next(user for user in settled.people.values() if user.is_admin)
    _make_categories(place.slug, by=admin, at=now - timedelta(days=900))
    written = [_write(page, settled, now) for page in pages(place.slug)]
    indexing.rebuild()
    return [article for article in written if article.is_published]


def _make_categories(slug: str, *, by: User, at: datetime) -> None:
    with clock.stopped_at(at):
        for line in (_FOLDER / slug / "categories.txt").read_text(encoding="utf-8").splitlines():
            path, _, description = line.partition(": ")
            if path.strip():
                category = categories.at_path(path, by=by)
                categories.change(category, by=by, name=category.name, description=description.strip())


def _write(page: Page, settled: Settled, now: datetime) -> Article:
    facts, author = page.facts, settled.people[page.facts["author"]]
    began = now - timedelta(days=max(page.days("published"), page.days("modified"), 1), hours=5)
    modified = now - timedelta(days=max(page.days("modified"), 0), hours=1)
    is_changed = modified - began > timedelta(days=2)
    with clock.stopped_at(began):
        article = writing.create(
            by=author,
            number=int(facts["number"]),
            title=facts["title"],
            category=categories.at_path(facts["category"], by=author),
            summary=facts.get("summary", ""),
            keywords=facts.get("keywords", ""),
            visibility=_VISIBILITIES[facts["visibility"]],
            body=_shorter(page.body) if is_changed else page.body,
        )
    if facts["status"] == "published":
        with clock.stopped_at(began + timedelta(hours=2)):
            article = publishing.publish(article, by=author)
    if is_changed:
        with clock.stopped_at(modified):
            article = writing.save(article, {"body": page.body}, by=author, seen=1, note="Completed")
    if facts["status"] == "scheduled":
        with clock.stopped_at(now):
            article = publishing.schedule(article, at=now - timedelta(days=page.days("published")), by=author)
    if "review" in facts:
        day = (now + timedelta(days=page.days("review"))).date()
        with clock.stopped_at(modified):
            article = writing.care(article, author=author, review_on=day, by=author)
    return article


def _shorter(body: str) -> str:
    """Return an earlier wording: without the last paragraph, where there are several."""
    paragraphs = body.split("\n\n")
    return "\n\n".join(paragraphs[:-1]) if len(paragraphs) > 2 else body
