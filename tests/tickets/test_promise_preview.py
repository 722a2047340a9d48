"""What another calendar would move is said before it is saved, and is what happens when it is."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from businesshours import calendars
from businesshours.hours import WHOLE_DAY
from businesshours.models import House, usual_weeks
from tests import make
from tests.calendar_days import MONDAY, NEXT_TUESDAY, go_to
from tickets import conversation, promise_preview, promises
from tickets.models import Ticket
from tickets.promise_preview import moved_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def always(cast):
    """The same house, open around the clock."""
    go_to(MONDAY)
    return replace(calendars.current(), week=(WHOLE_DAY,) * 7)


@pytest.fixture
def waiting(cast, always):
    """Twelve tickets, filed after the house has closed."""
    go_to(NEXT_TUESDAY.replace(hour=20))
    return [make.ticket(cast.cleo, subject=f"No. {number}") for number in range(12)]


def promised():
    return dict(Ticket.objects.values_list("number", "due_at"))


def test_the_first_ten_are_named_with_both_moments(waiting, always):
    moves = moved_by(always)
    assert (moves.number, moves.number_in_words, moves.left) == (12, "12 open tickets", 2)
    assert {move.number for move in moves.first} == {ticket.number for ticket in waiting[:10]}
    first = moves.first[0]
    assert (first.what, first.before, first.after) == (
        "answer by", waiting[0].due_at, always.add_days(waiting[0].unanswered_since, 2),
    )  # fmt: skip


def test_what_is_said_is_what_happens(waiting, always):
    said = {move.number: move.after for move in moved_by(always).first if move.what == "answer by"}
    House.objects.create(weeks=usual_weeks() | {"tickets": [[["00:00", "00:00"]]] * 7})
    promises.bring_into_line()
    found = promised()
    assert {number: found[number] for number in said} == said
    assert moved_by(calendars.current()).number == 0


def test_looking_writes_nothing_and_costs_the_same_for_many(cast, waiting, always):
    before = promised()
    with CaptureQueriesContext(connection) as queries:
        moved_by(always)
    assert len(queries) == 3
    assert promised() == before


def test_what_is_answered_is_left_alone(cast, waiting, always):
    given = make.assigned(cast.vic, cast.ana, by=cast.mia)
    before = moved_by(always).number
    conversation.reply(given, body="Done.", by=cast.ana, form_key=make.key())
    assert moved_by(always).number == before - 1


def test_of_very_many_the_longest_waiting_are_looked_at_and_that_is_said(waiting, always, monkeypatch):
    monkeypatch.setattr(promise_preview, "_MOST_LOOKED_AT", 11)
    assert moved_by(always).number_in_words == "11 open tickets of the 11 that wait longest"


def test_a_right_that_has_begun_stays(waiting, always):
    begun = waiting[0]
    Ticket.objects.filter(pk=begun.pk).update(escalatable_at=begun.unanswered_since)
    assert ("escalation from", begun.number) not in {(move.what, move.number) for move in moved_by(always).first}
