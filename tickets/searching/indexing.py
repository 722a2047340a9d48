"""Keeps what the ticket search looks into in line with the tickets."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Cast

from knowledgebase.models import SearchRules
from knowledgebase.searching.languages import stems_of
from knowledgebase.searching.words import words
from tickets.models import Message, Ticket, TicketText
from tickets.searching import keeping

_BATCH = 200


def index(ticket_ids: Iterable[int]) -> None:
    """Bring the words of some tickets in line with what is written in them. May be repeated."""
    language = SearchRules.current().language
    tickets = list(Ticket.objects.filter(pk__in=ticket_ids).only("tenant", "number", "subject"))
    with transaction.atomic():
        _lock(tickets, language)
        _write(tickets, language)


def rebuild() -> int:
    """Make the words of all tickets of the open scope's tenant again; return how many there are.

    Searches go on meanwhile, and find by the old words what has not had its turn yet.
    """
    return _index_all(Ticket.objects.all())


def catch_up() -> int:
    """Index the tickets that are not, or not in the language of the rules; return how many there were."""
    current = TicketText.objects.filter(language=SearchRules.current().language).values("ticket")
    return _index_all(Ticket.objects.exclude(pk__in=current))


def is_in_its_language() -> bool:
    """Whether all words were kept in the language that the rules name."""
    return not TicketText.objects.exclude(language=SearchRules.current().language).exists()


def _index_all(tickets) -> int:
    ids = list(tickets.order_by("-pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), _BATCH):
        index(ids[begin : begin + _BATCH])
    return len(ids)


def _lock(tickets: list[Ticket], language: str) -> None:
    """Hold the rows: of two who index one ticket, the second reads what the first has not seen."""
    fresh = (TicketText(ticket=ticket, language=language, words=_vector("")) for ticket in tickets)
    TicketText.objects.bulk_create(fresh, ignore_conflicts=True)
    held = TicketText.objects.select_for_update(no_key=True).filter(ticket__in=tickets).order_by("ticket")
    list(held.values_list("pk", flat=True))


def _write(tickets: list[Ticket], language: str) -> None:
    public, internal = _said(tickets)
    stems = stems_of(sorted({word for said in (public, internal) for some in said.values() for word in some}), language)
    TicketText.objects.bulk_create(
        [
            TicketText(
                ticket=ticket,
                language=language,
                words=_vector(keeping.kept(public[ticket.pk], internal[ticket.pk], stems)),
            )
            for ticket in tickets
        ],
        update_conflicts=True,
        unique_fields=["tenant", "ticket"],
        update_fields=["language", "words"],
    )


def _said(tickets: list[Ticket]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return the words of each ticket that its requester may read, and those of its internal notes."""
    public, internal = defaultdict(list), defaultdict(list)
    for ticket in tickets:
        public[ticket.pk] += [str(ticket.number), *words(ticket.subject)]
    messages = Message.objects.filter(ticket__in=tickets).order_by("-pk").values_list("ticket", "kind", "body")
    for ticket, kind, body in messages.iterator(chunk_size=500):
        said = internal if kind == Message.Kind.INTERNAL_NOTE else public
        if len(said[ticket]) < keeping.MOST_KEPT:
            said[ticket] = list({*said[ticket], *words(body)})
    return public, internal


def _vector(text: str) -> Cast:
    return Cast(Value(text), SearchVectorField())
