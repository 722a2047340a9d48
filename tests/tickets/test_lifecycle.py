"""The life of a ticket: every act, in every status, by everybody.

The table below is the rule written down a second time, from the words of its people, so that a slip in
tickets.acts.TABLE shows as a difference.
"""

import pytest
from django.db import transaction
from django.db.models import F

from shared.refusal import Refusal
from tests import make
from tickets import lifecycle
from tickets.acts import Act
from tickets.models import Ticket
from tickets.statuses import Status

LETTERS = {
    "N": Status.NEW,
    "A": Status.ASSIGNED,
    "R": Status.NEEDS_REPLY,
    "O": Status.REOPENED,
    "W": Status.WORK_IN_PROGRESS,
    "I": Status.NEEDS_MORE_INFO,
    "S": Status.SOLUTION_SUGGESTED,
    "C": Status.CLOSED,
}
# One column per status that the act begins in, a letter for the one it ends in, "-" where the answer is no.
TABLE = """
    act           by                          N A R O W I S C
    assign        manager clock               A A R O W I S -
    take                                      A - - O - - - -
    unassign      manager clock               - N N N N N N -
    ask_to_reassign  assignee                 N A R O W I S -
    start_work    assignee manager            - W W W - - - -
    reply         assignee manager            W W W W W I S -
    ask           assignee manager            - I I I I I I -
    suggest       assignee manager            - S S S S S S -
    write         requester                   N A R O R R R -
    note          assignee manager            N A R O W I S C
    recategorise  assignee manager            N A R O W I S -
    escalate      manager                     N A R O W I S -
    escalate      requester                   N A R O W - - -
    deescalate    manager                     - - - - - - - -
    close         requester assignee manager  C C C C C C C -
    auto_close    clock                       - - - - - - C -
    reopen        requester manager           - - - - - - - O
    tag           assignee manager            N A R O W I S C
    track_time    assignee manager            N A R O W I S C
    merge         assignee manager            C C C C C C C -
"""
PEOPLE = ("requester", "other customer", "assignee", "colleague", "manager", "admin", "clock")


def _read_table():
    header, *lines = [line.split() for line in TABLE.strip().splitlines()]
    table = {}
    for name, *rest in lines:
        people, cells = rest[: -len(LETTERS)], rest[-len(LETTERS) :]
        for letter, cell in zip(header[-len(LETTERS) :], cells, strict=True):
            for person in PEOPLE:
                expected = _expected(person, people, LETTERS[letter], LETTERS.get(cell))
                if person in people or (name, LETTERS[letter], person) not in table:  # a second line adds to the first
                    table[name, LETTERS[letter], person] = expected
    return table


def _expected(person, people, before, after):
    """The status an act ends in, or the name of the refusal."""
    if person == "assignee" and before == Status.NEW:
        person = "colleague"  # a new ticket is nobody's
    if person not in people:
        return "NotYours"
    return "NotPossible" if after is None else after.label


EXPECTED = _read_table()


@pytest.fixture
def people(cast):
    """Everybody the table speaks of; the colleague works in the ticket's own team."""
    make.member(cast.ben, cast.billing)
    parts = (cast.cleo, cast.vic, cast.ana, cast.ben, cast.mia, cast.max, None)
    return dict(zip(PEOPLE, parts, strict=True))


class _Enough(Exception):
    """Undoes an act, so that the next one finds the ticket as it was."""


def _row(ticket):
    return Ticket.objects.filter(pk=ticket.pk).values().get()


def _let_time_pass(ticket):
    """What closes by itself is to close by now, and who waits has waited long enough to escalate."""
    for moment in ("closes_at", "escalatable_at"):
        Ticket.objects.filter(pk=ticket.pk).exclude(**{moment: None}).update(**{moment: F("filed_at")})


def _outcome(ticket, act, person):
    """What an act leads to, as the table writes it, and the sentence of a refusal."""
    try:
        with transaction.atomic():
            _let_time_pass(ticket)
            lifecycle.apply(lifecycle.lock(ticket), act, by=person)
            ticket.refresh_from_db()
            raise _Enough
    except _Enough:
        return ticket.state.label, None
    except Refusal as refusal:
        return type(refusal).__name__, refusal.sentence


def test_the_table_speaks_of_every_act_status_and_person():
    acts = {name for name, _, _ in EXPECTED}
    assert acts == {act.name.lower() for act in Act}
    assert len(EXPECTED) == len(Act) * len(Status) * len(PEOPLE)


@pytest.mark.parametrize("status", Status, ids=lambda status: status.label)
def test_every_act_by_everybody_leads_where_the_table_says(status, people):
    ticket = make.in_status(status, requester=people["requester"], agent=people["assignee"], manager=people["manager"])
    before = _row(ticket)
    found, sentences = {}, {}
    for act in Act:
        for name, person in people.items():
            cell = act.name.lower(), status, name
            found[cell], sentences[cell] = _outcome(ticket, act, person)
            assert _row(ticket) == before, f"{cell}: the row has changed"
    assert found == {cell: outcome for cell, outcome in EXPECTED.items() if cell[1] == status}
    for (act, _, name), sentence in sentences.items():
        if sentence is not None and name != "clock":
            _assert_helpful(sentence, status, name, act)


def _assert_helpful(sentence, status, name, act):
    """A refusal says something, and what this person can do instead if there is anything."""
    assert sentence.strip(), (act, name)
    possible = {
        other
        for other, state, person in EXPECTED
        if (state, person) == (status, name) and _succeeds(other, state, person)
    }
    named = {other for other in possible if Act[other.upper()].value in sentence}
    assert bool(named) == bool(possible), f"{name} may not {act}: {sentence!r} names nothing of {possible}"


def _succeeds(act, status, person):
    return EXPECTED[act, status, person] in Status.labels


@pytest.mark.parametrize("status", Status, ids=lambda status: status.label)
def test_possible_says_what_apply_does(status, people, clock):
    ticket = make.in_status(status, requester=people["requester"], agent=people["assignee"], manager=people["manager"])
    _let_time_pass(ticket)
    ticket.refresh_from_db()
    for name, person in people.items():
        possible = {act.name.lower() for act in lifecycle.possible(ticket, person, now=ticket.updated_at)}
        assert possible == {
            act for act, state, who in EXPECTED if (state, who) == (status, name) and _succeeds(act, state, who)
        }


def test_an_assignee_who_is_no_agent_any_more_is_nothing_to_the_ticket(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    cast.ana.is_agent = False
    assert lifecycle.parties(cast.ana, ticket) == frozenset()


def test_nobody_of_another_tenant_is_anything_to_the_ticket(cast):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    for stranger in (cast.globex.cleo, cast.globex.ana):
        assert lifecycle.parties(stranger, ticket) == frozenset()


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "one day"), (2, "two days"), (7, "seven days"), (12, "twelve days"), (13, "13 days"), (90, "90 days")],
)
def test_days_are_told_in_words(days, words):
    assert lifecycle.in_days(days) == words
