"""What readers say of an article, and what its author says back.

One row for each reader or visitor and article. Whoever gave it may change it; what was changed is open again.
"""

from django.db import IntegrityError, transaction

from accounts.models import User
from activity import edits, log
from knowledgebase import events
from knowledgebase.models import Article, Feedback, Reason
from shared import clock
from shared.refusal import Refusal

LONGEST_COMMENT = 1000
LONGEST_ANSWER = 2000


def of(article: Article, *, reader: User | None = None, visitor: str = "") -> Feedback | None:
    """Return what somebody said of an article: a person, or else the visitor of a name."""
    if not (reader or visitor):
        return None
    return _whose(article, reader, visitor).select_related("answered_by").first()


@transaction.atomic
def give(
    article: Article,
    *,
    reader: User | None = None,
    visitor: str = "",
    is_helpful: bool,
    reasons: list[str] | tuple[str, ...] = (),
    comment: str = "",
) -> Feedback:
    """Keep the answer to "Was this article helpful?" of a reader, or else of the visitor of a name.

    Saying the same again changes nothing. Raises Refusal for a "no" without a reason, and for a comment that is
    too long.
    """
    said = _checked(is_helpful, reasons, comment)
    row = _locked(article, reader, visitor)
    if row is None:
        row = Feedback(article=article, reader=reader, visitor="" if reader else visitor)
        try:
            with transaction.atomic():
                return _keep(row, said, force_insert=True)
        except IntegrityError:  # the same reader in another tab was faster
            row = _locked(article, reader, visitor)
    unchanged = said == {name: getattr(row, name) for name in said}
    return row if unchanged else _keep(row, said)


def _whose(article, reader, visitor):
    whose = {"reader": reader} if reader else {"reader": None, "visitor": visitor}
    return Feedback.objects.filter(article=article, **whose)


def _locked(article, reader, visitor) -> Feedback | None:
    return _whose(article, reader, visitor).select_for_update(no_key=True).first()


def _checked(is_helpful, reasons, comment) -> dict:
    if is_helpful:
        return {"is_helpful": True, "reasons": [], "comment": ""}
    reasons = [value for value in Reason.values if value in reasons]
    if not reasons:
        raise Refusal("Select at least one reason", field="reasons")
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise Refusal(f"The comment can have {LONGEST_COMMENT:,} characters; it has {len(comment):,}.", field="comment")
    return {"is_helpful": False, "reasons": reasons, "comment": comment}


def _keep(row: Feedback, said: dict, **how) -> Feedback:
    for name, value in said.items():
        setattr(row, name, value)
    row.version, row.given_at = row.article.version, clock.now()
    row.resolved_at = row.resolved_by = None
    row.save(**how)
    log.record(events.FEEDBACK_GIVEN, subject=row, by=row.reader, article=row.article_id, is_helpful=row.is_helpful)
    return row


@transaction.atomic
def answer(row: Feedback, text: str, *, by: User) -> Feedback:
    """Say something back; the reader sees it on the article's page. A later answer takes the place of the first."""
    text = text.strip()
    if not text:
        raise Refusal("Write an answer.", field="answer")
    if len(text) > LONGEST_ANSWER:
        raise Refusal(f"The answer can have {LONGEST_ANSWER:,} characters; it has {len(text):,}.", field="answer")
    row = edits.lock(row)
    if row.answer != text:
        row.answer, row.answered_by, row.answered_at = text, by, clock.now()
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        log.record(events.FEEDBACK_ANSWERED, subject=row, by=by, article=row.article_id)
    return row


def resolve(row: Feedback, *, by: User) -> Feedback:
    """Say that nothing is left to do about it."""
    return _resolve(row, clock.now(), events.FEEDBACK_RESOLVED, by=by)


def reopen(row: Feedback, *, by: User) -> Feedback:
    """Take it back among what is left to do."""
    return _resolve(row, None, events.FEEDBACK_REOPENED, by=by)


@transaction.atomic
def _resolve(row, at, event, *, by) -> Feedback:
    row = edits.lock(row)
    if (row.resolved_at is None) != (at is None):
        row.resolved_at, row.resolved_by = at, by if at else None
        row.save(update_fields=["resolved_at", "resolved_by"])
        log.record(event, subject=row, by=by, article=row.article_id)
    return row
