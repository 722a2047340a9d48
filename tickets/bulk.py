"""One act on many tickets: begun at once, done by the workers in small turns, each ticket by its own verb.

A turn is a reaction of the outbox, so a worker that dies or runs it twice harms nothing: what a turn
did and where the job stands are one transaction. Whether the act is allowed is asked for each ticket at
the moment of acting. Mails wait until the job is through and could not be undone any more.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts import roles
from accounts.models import User
from activity import edits, log
from activity.models import Delivery, Event
from shared import clock
from shared.clock import DatabaseNow
from shared.once import own_key
from shared.refusal import Refusal
from tickets import access, assignment, escalation, events, merging, progress, tagging, undo
from tickets.models import BulkItem, BulkJob, Category, Relation, Ticket

MOST = 5000
# Of one person: more would only wait for each other.
MOST_AT_ONCE = 5
# Of a turn: few enough that nobody waits long for one of its tickets.
TURN = 25
# For as long mails wait at most, should a job take longer.
_HOLD = timedelta(minutes=10)
Act, Outcome = BulkJob.Act, BulkItem.Outcome
_FOR_MANAGERS = (Act.ASSIGN, Act.UNASSIGN, Act.ESCALATE)


class CannotBegin(Refusal):
    """What was chosen, or how, is not something that can be done."""


def acts(user: User) -> list[Act]:
    """Return what somebody may ask for; each ticket is asked about again when its turn comes."""
    may_assign = roles.may(user, "tickets.assign")
    return [act for act in Act if may_assign or act not in _FOR_MANAGERS]


# --- the acts ---------------------------------------------------------------------------------------------


def _assign(ticket, how, by):
    _refuse_if_given_meanwhile(ticket, how, by)
    assignment.assign(ticket, to=User.objects.get(pk=how["to"]), by=by)


def _unassign(ticket, how, by):
    _refuse_if_given_meanwhile(ticket, how, by)
    assignment.unassign(ticket, by=by)


def _refuse_if_given_meanwhile(ticket, how, by):
    """Leave a locked ticket with the agent to whom somebody else has given it since it was chosen."""
    if "seen" not in how or ticket.assignee_id in (None, how.get("to")):
        return
    happened = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, pk__gt=how["seen"])
    if happened.filter(name=events.ASSIGNED).exclude(actor_id=by.pk).exists():
        raise assignment.AlreadyAssigned(
            f"{ticket.assignee.name} was given this ticket meanwhile. Nothing was changed."
        )


def _recategorise(ticket, how, by):
    category = Category.objects.select_related("priority", "parent__priority").get(pk=how["category"])
    if ticket.category_id != category.pk:
        progress.recategorise(ticket, category=category, by=by)


def _close(ticket, how, by):
    progress.close(ticket, by=by, reason=how["reason"])


def _escalate(ticket, how, by):
    escalation.escalate(ticket, reason=how["reason"], by=by)


def _tag(ticket, how, by):
    tagging.add(ticket, names=[how["tag"]], by=by)


def _untag(ticket, how, by):
    tagging.remove(ticket, names=[how["tag"]], by=by)


def _merge(ticket, how, by):
    merging.merge(ticket, into=access.desk_tickets(by).get(pk=how["into"]), by=by)


_VERBS: dict[Act, Callable] = {
    Act.ASSIGN: _assign,
    Act.UNASSIGN: _unassign,
    Act.RECATEGORISE: _recategorise,
    Act.CLOSE: _close,
    Act.ESCALATE: _escalate,
    Act.TAG: _tag,
    Act.UNTAG: _untag,
    Act.MERGE: _merge,
}


# --- beginning --------------------------------------------------------------------------------------------


@transaction.atomic
def begin(act: Act, *, tickets: QuerySet, how: dict, by: User, form_key: uuid.UUID) -> BulkJob:
    """Write down which tickets there are now and what shall be done to them; the first turn follows.

    `tickets` are among those that somebody may read. The same form_key begins once. Raises CannotBegin.
    """
    form_key = own_key(form_key, by)
    if first := BulkJob.objects.filter(form_key=form_key).first():
        return first
    if act not in acts(by):
        raise CannotBegin("Only a manager can do that.")
    if BulkJob.objects.filter(begun_by=by, finished_at=None).count() >= MOST_AT_ONCE:
        raise CannotBegin(f"{MOST_AT_ONCE} of your acts on many tickets still run. Wait until one of them is done.")
    ids = list(tickets.order_by().values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        raise CannotBegin("Choose at least one ticket.")
    if len(ids) > MOST:
        raise CannotBegin(f"That is more than {MOST:,} tickets. Narrow the list down first.")
    if act == Act.MERGE:
        how, ids = _oldest(ids)
    now = clock.now()
    job = BulkJob.objects.create(act=act, how=how, begun_by=by, begun_at=now, form_key=form_key)
    BulkItem.objects.bulk_create((BulkItem(job=job, ticket_id=pk) for pk in ids), batch_size=1000)
    log.record(events.BULK_BEGUN, subject=job, by=by, at=now, act=act, tickets=len(ids))
    return job


def _oldest(ids) -> tuple[dict, list[int]]:
    """Return into which of some tickets the others are merged, and these; raise CannotBegin for strangers' tickets."""
    chosen = Ticket.objects.filter(pk__in=ids)
    if len(ids) < 2:
        raise CannotBegin("Choose at least two tickets to merge.")
    if chosen.values("requester").distinct().count() > 1:
        raise CannotBegin("These tickets are from different people. Only tickets of one person can be merged.")
    oldest = chosen.order_by("filed_at", "pk").values_list("pk", flat=True)[0]
    return {"into": oldest}, [pk for pk in ids if pk != oldest]


# --- the turns --------------------------------------------------------------------------------------------


@transaction.atomic
def carry_on(job: BulkJob) -> BulkJob:
    """Do the act to the next tickets of a job, or take it back; the turn after this one follows from its event."""
    job = _lock(job)
    if job.undone_at:
        return _carry_back(job)
    if job.finished_at:
        return job
    turn = _turn(job, Outcome.WAITING)
    _lock_tickets(turn, job)
    for item in turn:
        _take(item, job)
    if len(turn) == TURN:
        log.record(events.BULK_CONTINUED, subject=job, by=job.begun_by)
        return job
    job.finished_at = job.locked_at
    job.save(update_fields=["finished_at"])
    _let_mails_go(job, after=undo.UNDO_FOR)
    return job


def _lock(job) -> BulkJob:
    # Who began it is read afterwards: joined here, it would be the person of before the lock was waited for.
    rows = BulkJob.objects.select_for_update(no_key=True)
    return rows.annotate(locked_at=DatabaseNow()).get(pk=job.pk)


def _turn(job, outcome, order="ticket") -> list[BulkItem]:
    return list(BulkItem.objects.filter(job=job, outcome=outcome).order_by(order)[:TURN])


def _lock_tickets(turn, job):
    # At once, and with the one that takes the others in: each act would lock its own where the others are held already.
    into = [job.how["into"]] if job.act == Act.MERGE else []
    edits.lock_all(Ticket.objects.filter(pk__in=[*(item.ticket_id for item in turn), *into]))


def _take(item, job):
    ticket = access.desk_tickets(job.begun_by).filter(pk=item.ticket_id).first()
    try:
        if ticket is None:
            raise CannotBegin("You can no longer read this ticket.")
        before = _newest_event(ticket)
        with transaction.atomic():
            _VERBS[job.act](ticket, job.how, job.begun_by)
        item.event = _newest_event(ticket, since=before)
        item.outcome = Outcome.DONE if item.event else Outcome.UNCHANGED
        _hold_mails([item.event_id], job)
    except (Refusal, User.DoesNotExist, Category.DoesNotExist, Ticket.DoesNotExist) as refusal:
        item.outcome = Outcome.REFUSED
        item.sentence = getattr(refusal, "sentence", "What this needs is no longer there.")
    item.save(update_fields=["outcome", "sentence", "event"])


def _newest_event(ticket, since: Event | None = None) -> Event | None:
    newest = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("-id")
    return (newest.filter(pk__gt=since.pk) if since else newest).first()


# --- the undo ---------------------------------------------------------------------------------------------


@transaction.atomic
def undo_all(job: BulkJob, *, by: User) -> BulkJob:
    """Stop a job and take back what it did, ticket by ticket, as far as nothing else happened to each since.

    Possible while it runs and ten seconds more, for who began it; twice changes nothing. Raises TooLateToUndo.
    """
    job = _lock(job)
    if job.undone_at:
        return job
    if job.begun_by_id != by.pk:
        raise undo.TooLateToUndo("Only who began this can undo it.")
    if not can_undo(job, now=job.locked_at):
        raise undo.TooLateToUndo("It is too late to undo this: people have been told already.")
    job.undone_at = job.locked_at
    job.finished_at = job.finished_at or job.locked_at
    job.save(update_fields=["undone_at", "finished_at"])
    _hold_mails(BulkItem.objects.filter(job=job, outcome=Outcome.DONE).values("event"), job)
    BulkItem.objects.filter(job=job, outcome=Outcome.WAITING).update(outcome=Outcome.SKIPPED)
    log.record(events.BULK_CONTINUED, subject=job, by=by)
    return job


def can_undo(job: BulkJob, *, now) -> bool:
    """Tell whether the undo of a job can still be asked for."""
    return not job.undone_at and (job.finished_at is None or now <= job.finished_at + undo.UNDO_FOR)


def _carry_back(job) -> BulkJob:
    if job.undo_finished_at:
        return job
    # The last one first: each merge finds the ticket that took it in as it left it.
    turn = _turn(job, Outcome.DONE, order="-ticket")
    _lock_tickets(turn, job)
    for item in turn:
        _take_back(item, job)
    if len(turn) == TURN:
        log.record(events.BULK_CONTINUED, subject=job, by=job.begun_by)
        return job
    job.undo_finished_at = job.locked_at
    job.save(update_fields=["undo_finished_at"])
    _let_mails_go(job, after=timedelta())
    return job


def _take_back(item, job):
    try:
        with transaction.atomic():
            if job.act == Act.MERGE:
                merging.undo(Relation.objects.get(pk=item.event.data["relation"]), by=job.begun_by)
            else:
                until = item.event.at + _HOLD
                undo.take_back(item.ticket, item.event, by=job.begun_by, until=until)
        item.outcome = Outcome.UNDONE
    except Refusal as refusal:
        item.outcome, item.sentence = Outcome.KEPT, refusal.sentence
    item.save(update_fields=["outcome", "sentence"])


# --- the mails --------------------------------------------------------------------------------------------


def _hold_mails(event_ids: Iterable, job) -> None:
    waiting = Delivery.objects.filter(event__in=event_ids, done_at=None, attempts=0)
    waiting.update(available_at=job.locked_at + _HOLD)


def _let_mails_go(job, *, after: timedelta) -> None:
    told = BulkItem.objects.filter(job=job, event__isnull=False).values("event")
    Delivery.objects.filter(event__in=told, done_at=None, attempts=0).update(available_at=job.locked_at + after)
