"""Every ticket is born here, whichever door it came through."""

import re
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts import guests
from accounts.models import User, normalise_email
from activity import log
from knowledgebase import consultation
from shared import clock
from shared.once import own_key
from shared.refusal import Refusal
from tickets import drafts, events, numbers, promises
from tickets.models import Category, Draft, FieldAnswer, FormField, Message, Ticket, UnconfirmedTicket
from tickets.statuses import Status

# As long as the temporary password that confirms it.
UNCONFIRMED_FOR = timedelta(hours=72)
MOST_UNCONFIRMED = 5
_NUMBER = re.compile(r"(?<!\d)#?(\d{6,12})(?!\d)")


class CategoryGone(Refusal):
    """The category was archived while somebody was writing."""


def divert(
    *,
    requester: User,
    subject: str,
    description: str,
    form_key: uuid.UUID,
    answers: Iterable[tuple[FormField, str]] = (),
    consulted: uuid.UUID | None = None,
) -> str | None:
    """Give what a requester hands in to whom it is meant for, if that is not the queue.

    Returns the address where its writer reads on, None for a ticket. settings.DIVERSIONS names who is asked. Every
    door through which requesters hand in a ticket asks first: what is diverted must not become one. Nothing that was
    typed on the way is kept.
    """
    words = {"subject": subject, "description": description, "form_key": form_key, "answers": answers}
    for name in settings.DIVERSIONS:
        if address := import_string(name)(requester=requester, **words):
            drafts.discard(requester, Draft.Kind.NEW_TICKET)
            if consulted:
                consultation.forget(key=consulted)
            return address
    return None


@transaction.atomic
def file(
    *,
    requester: User,
    by: User,
    subject: str,
    description: str,
    category: Category,
    form_key: uuid.UUID,
    answers: Iterable[tuple[FormField, str]] = (),
    follow_up_of: Ticket | None = None,
    despite_open_ticket: bool = False,
    consulted: uuid.UUID | None = None,
    searched: str | None = None,
) -> Ticket:
    """File a ticket: ticket, description, answers, event and consequences in one transaction.

    The same form_key files one ticket however often it is sent: the second call returns the first
    one's ticket. `despite_open_ticket` records that the requester was shown an open ticket and said
    that this is a different problem. `consulted` is the form's key as the knowledge base knows it: what
    it offered stays with the ticket; `searched` is the key of the search that came before. Raises
    CategoryGone for an archived category.
    """
    form_key = own_key(form_key, by)
    if category.archived_at:
        # The first click may have come through before: then the second one finds its ticket.
        if first := _filed_before(form_key, requester):
            return first
        raise CategoryGone("This category is no longer used. Select another one.")
    now = clock.now()
    ticket = new(requester, by, category, now, subject=subject, follow_up_of=follow_up_of, form_key=form_key)
    try:
        with transaction.atomic():
            ticket.save(force_insert=True)
    except IntegrityError:
        if first := _filed_before(form_key, requester):
            return first
        raise
    ticket.consultation = consultation.filed(key=consulted, searched=searched) if consulted else None
    _write_content(ticket, requester, description, answers, form_key, now)
    log.record(events.FILED, subject=ticket, by=by, at=now, despite_open_ticket=despite_open_ticket)
    drafts.discard(by, Draft.Kind.NEW_TICKET)
    ticket.number = numbers.take()
    ticket.save(update_fields=["number", "consultation"])
    return ticket


def new(requester: User, by: User, category: Category, now: datetime, **more) -> Ticket:
    """Return a ticket that is not saved yet, without its real number."""
    terms = promises.terms_of(requester.pk)
    priority = category.priority_lifted(terms.priority_lift)
    ticket = Ticket(
        # Replaced at the end; no two provisional numbers meet.
        number=-1 - secrets.randbelow(2**62),
        status=Status.NEW,
        category=category,
        priority=priority,
        rank=priority.rank,
        team_id=category.effective_team_id,
        requester=requester,
        requester_name=requester.name,
        filed_by=by,
        filed_at=now,
        updated_at=now,
        waiting_since=now,
        unanswered_since=now,
        our_turn_since=now,
        **more,
    )
    promises.keep(ticket, terms)
    return ticket


def _filed_before(form_key, requester):
    return Ticket.objects.filter(form_key=form_key, requester=requester).first()


def _write_content(ticket, requester, description, answers, form_key, now):
    Message.objects.create(
        ticket=ticket,
        author=requester,
        author_name=requester.name,
        kind=Message.Kind.DESCRIPTION,
        body=description,
        written_at=now,
        form_key=form_key,
    )
    FieldAnswer.objects.bulk_create(
        FieldAnswer(ticket=ticket, field=field, label=field.label, value=value, position=position)
        for position, (field, value) in enumerate(answers)
        if value
    )


@transaction.atomic
def park(*, name: str, email: str, form_key: uuid.UUID, words: dict, by: User | None = None) -> bool:
    """Keep a ticket of somebody who is not signed in until their address is confirmed.

    It is no ticket yet: nobody sees, finds or counts it. Costs the same for known and unknown
    addresses. Never more than a handful wait for one address: False says that this one does not.
    `by` is who of staff wrote it down for somebody; words["filed_by"] keeps it until the ticket is filed.
    """
    now = clock.now()
    email_norm = normalise_email(email)
    # Whoever mends a mistyped address sends the same form again, for another mailbox.
    form_key = uuid.uuid5(form_key, email_norm)
    waiting = UnconfirmedTicket.objects.filter(email_norm=email_norm, expires_at__gt=now)
    waiting = list(waiting.values_list("form_key", flat=True))
    is_kept = form_key in waiting or len(waiting) < MOST_UNCONFIRMED
    if is_kept:
        UnconfirmedTicket.objects.bulk_create(
            [
                UnconfirmedTicket(
                    email_norm=email_norm,
                    words=words,
                    form_key=form_key,
                    received_at=now,
                    expires_at=now + UNCONFIRMED_FOR,
                )
            ],
            ignore_conflicts=True,  # the second click
        )
    guests.ask(name=name, email=email, by=by)
    return is_kept


@transaction.atomic
def file_confirmed(user: User, *, by_mail: bool, **unused) -> list[Ticket]:
    """File what waited for the confirmation of an address, once a key from its mailbox was used.

    Signing in with an ordinary password confirms nothing: the words may be a stranger's.
    """
    if not by_mail or user.is_staff_member:
        return []
    parked = UnconfirmedTicket.objects.select_for_update().filter(
        email_norm=user.email_norm, expires_at__gt=clock.now()
    )
    filed = []
    for unconfirmed in parked.order_by("id"):
        if ticket := _file_parked(unconfirmed, user):
            filed.append(ticket)
        unconfirmed.delete()
    return filed


def _file_parked(unconfirmed: UnconfirmedTicket, user: User) -> Ticket | None:
    words = unconfirmed.words
    category = Category.objects.select_related("parent__priority", "priority").filter(pk=words["category"]).first()
    if category is None:
        return None
    # Archived since: the ticket is filed all the same, a manager can recategorise it.
    category.archived_at = None
    fields = FormField.objects.in_bulk(list(map(int, words["answers"])))
    handed_in = {
        "requester": user,
        "subject": words["subject"],
        "description": words["description"],
        "form_key": unconfirmed.form_key,
        "answers": [(fields[int(pk)], value) for pk, value in words["answers"].items() if int(pk) in fields],
        "consulted": uuid.UUID(words["consulted"]) if words.get("consulted") else None,
    }
    filed_by = User.objects.staff().filter(pk=words.get("filed_by")).first()
    if filed_by is None and divert(**handed_in):
        return None
    return file(**handed_in, by=filed_by or user, category=category, searched=words.get("searched"))


def named_ticket(user: User, *texts: str) -> Ticket | None:
    """Return the requester's own ticket whose number stands in a text, the newest if several do.

    A number that is not theirs finds nothing and tells nothing.
    """
    found = {int(number) for text in texts for number in _NUMBER.findall(text)}
    if not found:
        return None
    return Ticket.objects.of_requester(user).filter(number__in=sorted(found)[:20]).order_by("-filed_at").first()


def forget_unconfirmed() -> int:
    """Delete what was never confirmed and has expired; return how many."""
    return UnconfirmedTicket.objects.filter(expires_at__lte=clock.now()).delete()[0]
