"""What a form for a ticket asked of the knowledge base, which articles it was offered, and how it ended.

A form is known by its own random key. No person is kept, and a question only without addresses and long numbers.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from knowledgebase import searchlog
from knowledgebase.models import Article, Consultation, Suggestion
from shared import clock

# Somebody who types and types is not offered the whole shelf.
MOST_OFFERED = 30
# So long may the mail lie unread that makes a guest's form a ticket, and longer.
_KEPT_FOR = timedelta(days=30)


@transaction.atomic
def offered(*, key: UUID, question: str, articles: Iterable[Article]) -> Consultation:
    """Keep that a form was offered these articles, best first, for this question; each keeps its best place.

    Once a form ended in a ticket or was solved nothing more is kept.
    """
    consultation = _locked(key, begin=True)
    if consultation.filed_at or consultation.solved_at:
        return consultation
    if (asked := searchlog.without_personal_data(question)) != consultation.asked:
        consultation.asked = asked
        consultation.save(update_fields=["asked"])
    there = {suggestion.article_id: suggestion for suggestion in consultation.suggestions.all()}
    new = []
    for place, article in enumerate(articles, start=1):
        if (known := there.get(article.pk)) is None:
            new.append(Suggestion(consultation=consultation, article=article, place=place))
        elif place < known.place:
            known.place = place
            known.save(update_fields=["place"])
    Suggestion.objects.bulk_create(new[: max(MOST_OFFERED - len(there), 0)])
    return consultation


def _locked(key: UUID, *, begin: bool = False) -> Consultation | None:
    if begin:
        fresh = Consultation(key=key, begun_at=clock.now())
        Consultation.objects.bulk_create([fresh], ignore_conflicts=True)
    return Consultation.objects.select_for_update(no_key=True).filter(key=key).first()


def opened(*, key: UUID, article: Article) -> bool:
    """Keep that an article which the form was offered was opened; tell whether this is news."""
    unopened = Suggestion.objects.filter(consultation__key=key, article=article, opened_at=None)
    return bool(unopened.update(opened_at=clock.now()))


@transaction.atomic
def solved(*, key: UUID, article: Article) -> datetime | None:
    """Count the form as solved by an article that it was offered; return since when, None if it does not count.

    A form that ended in a ticket stays filed. Saying it again changes nothing.
    """
    consultation = _locked(key)
    if consultation is None or consultation.filed_at:
        return None
    if consultation.solved_at is None and consultation.suggestions.filter(article=article).exists():
        consultation.solved_by, consultation.solved_at = article, clock.now()
        consultation.save(update_fields=["solved_by", "solved_at"])
    return consultation.solved_at


@transaction.atomic
def undo(*, key: UUID) -> None:
    """Take back that a form was solved; nothing happens to any other."""
    consultation = _locked(key)
    if consultation and consultation.solved_at:
        consultation.solved_by = consultation.solved_at = None
        consultation.save(update_fields=["solved_by", "solved_at"])


@transaction.atomic
def filed(*, key: UUID, searched: str | None = None) -> Consultation | None:
    """Keep that a form ended in a ticket, whatever was said before; return None for one that was offered nothing.

    `searched` is the key of a search on the page of results that the same person made shortly before.
    """
    searchlog.filed(key)
    if searched:
        searchlog.filed(searched)
    consultation = _locked(key)
    if consultation and consultation.filed_at is None:
        consultation.solved_by = consultation.solved_at = None
        consultation.filed_at = clock.now()
        consultation.save(update_fields=["solved_by", "solved_at", "filed_at"])
    return consultation


@transaction.atomic
def forget(*, key: UUID) -> None:
    """Keep nothing of a form that was no ticket: not what was asked, and not what it was offered."""
    searchlog.forget(key)
    Consultation.objects.filter(key=key).delete()


def offered_to(consultation_id: int | None) -> list[Suggestion]:
    """Return what was offered to a form with its articles, those that were opened first: one query, or none."""
    if consultation_id is None:
        return []
    offered = Suggestion.objects.filter(consultation=consultation_id).select_related("article")
    return sorted(offered[:MOST_OFFERED], key=lambda one: (one.opened_at is None, one.place, one.pk))


def forget_abandoned() -> int:
    """Delete the forms that were neither solved nor filed and are old; return how many."""
    abandoned = Consultation.objects.filter(begun_at__lt=clock.now() - _KEPT_FOR, solved_at=None, filed_at=None)
    return abandoned.delete()[1].get(Consultation._meta.label, 0)
