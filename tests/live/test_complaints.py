"""The managers' number of complaints changes while they look; whom a complaint is about hears nothing."""

import pytest

from activity.models import Event
from helpdesk.live import exchange
from sla import complaints
from tests import make
from tests.sla.test_complaints import complain

pytestmark = pytest.mark.django_db

COUNTS = [("counts", None)]


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, which Ben has, who is a manager himself."""
    cast.ben.is_manager = True
    cast.ben.save()
    return make.assigned(cast.cleo, cast.ben, by=cast.mia)


@pytest.fixture
def people(cast, listens):
    """Everybody with a page open, by name."""
    return {name: listens(getattr(cast, name)) for name in ("cleo", "ana", "ben", "mia")}


def of_complaints(first=0):
    return list(Event.objects.filter(subject_kind="complaint", pk__gt=first).order_by("id"))


def heard(people, told, events):
    answer = told(list(people.values()), events)
    return {name: answer[caller] for name, caller in people.items() if answer[caller]}


def test_a_new_one_and_an_answer_are_told_to_those_who_read_it(cast, ticket, people, told):
    written = complain(ticket, cast.cleo)
    assert heard(people, told, of_complaints()) == {"mia": COUNTS}
    last = of_complaints()[-1].pk
    complaints.answer(written, body="Sorry.", outcome="answered", by=cast.mia, form_key=make.key())
    assert heard(people, told, of_complaints(last)) == {"mia": COUNTS}


def test_the_letter_holds_no_number(cast, ticket, people):
    complain(ticket, cast.cleo)
    ids = {event.pk for event in of_complaints()}
    (letter,) = exchange.tell(cast.mia.tenant_id, {people["mia"]}, events=ids, presence=set()).letters[people["mia"]]
    assert letter.as_json() == {"kind": "counts", "data": {}, "event": None}


def test_a_bell_that_nobody_heard_is_made_up_for(cast, ticket, people):
    after = Event.objects.latest("id").pk
    complain(ticket, cast.cleo)
    again = exchange.look_again(cast.mia.tenant_id, set(people.values()), after=after, told=frozenset())
    assert {name for name, caller in people.items() if again.letters[caller]} == {"mia"}
    assert again.told == {event.pk for event in of_complaints()}


def test_who_comes_back_is_told_as_well(cast, visit, ticket, monkeypatch):
    monkeypatch.setattr("helpdesk.live.positions._LATE_IDS", 0)
    after = Event.objects.latest("id").pk
    before = {name: visit(getattr(cast, name)).get(f"/live/?after={after}").json() for name in ("ben", "ana", "mia")}
    complain(ticket, cast.cleo)
    for name, was in before.items():
        now = visit(getattr(cast, name)).get(f"/live/?after={after}").json()
        assert [one["kind"] for one in now["letters"]] == (["counts"] if name == "mia" else [])
        assert now["last"] == was["last"], "no event of a ticket happened"
