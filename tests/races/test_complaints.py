"""Two who write to the managers, or answer, at one moment."""

import pytest

from shared import clock
from sla import complaints
from sla.models import Complaint, ComplaintEntry
from tenants.scope import person_scope
from tests import make
from tests.sla.test_seal import manager
from tests.together import committed, together


def rows(cast):
    """How many complaints and texts Mia reads."""
    with person_scope(cast.mia):
        return Complaint.objects.count(), ComplaintEntry.objects.count()


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, which Ben has."""
    return make.assigned(cast.cleo, cast.ben, by=cast.mia)


@committed
def test_a_double_click_writes_once(cast, ticket):
    key = make.key()
    words = {"happened": "Rude.", "by": cast.cleo, "form_key": key}
    first, second = together(*[lambda: complaints.complain(ticket, **words)] * 2)
    assert first == second
    assert rows(cast) == (1, 1)


@committed
def test_a_double_click_on_words_about_no_ticket_writes_once(cast):
    words = {"addressee": cast.mia, "body": "Rude.", "by": cast.cleo, "form_key": make.key(), "agent": None}
    first, second = together(*[lambda: complaints.tell(**words)] * 2)
    assert first == second
    assert rows(cast) == (1, 1)


@committed
def test_two_about_one_ticket_become_one_with_both(cast, ticket):
    def write():
        return complaints.complain(ticket, happened="Rude.", by=cast.cleo, form_key=make.key())

    first, second = together(write, write)
    assert first == second
    assert rows(cast) == (1, 2)


@committed
def test_of_two_managers_who_answer_at_once_the_second_is_told(cast, ticket):
    ines = manager("Ines")
    written = complaints.complain(ticket, happened="Rude.", by=cast.cleo, form_key=make.key())

    def answer(by):
        words = {"body": "Sorry.", "outcome": "answered", "form_key": make.key(), "seen": 1}
        return lambda: complaints.answer(written, by=by, **words)

    answers = together(answer(cast.mia), answer(ines))
    assert sorted(type(one).__name__ for one in answers) == ["ChangedMeanwhile", "Complaint"]
    assert rows(cast) == (1, 2)


@committed
def test_what_its_writer_adds_while_it_is_answered_is_never_lost_in_an_answered_one(cast, ticket):
    written = complaints.complain(ticket, happened="Rude.", by=cast.cleo, form_key=make.key())
    words = {"body": "Sorry.", "outcome": "answered", "by": cast.mia, "form_key": make.key(), "seen": 1}
    answered, added = together(
        lambda: complaints.answer(written, **words),
        lambda: complaints.add(written, body="And more.", by=cast.cleo, form_key=make.key()),
    )
    assert isinstance(added, Complaint)
    assert isinstance(answered, Complaint | complaints.ChangedMeanwhile)
    with person_scope(cast.mia):
        left = Complaint.objects.get()
    assert (left.state, left.waiting_since <= clock.now()) == ("new", True)
