"""What pages ask for themselves: news, the numbers of the menu, and who is at a ticket."""

import pytest

from shared import valkey
from tests import make, queries
from tickets import assignment, conversation

pytestmark = pytest.mark.django_db


def test_news_since_an_event_with_a_fresh_pass(cast, visit):
    ana, begun = visit(cast.ana), make.ticket(cast.cleo)
    after = ana.get("/live/").json()["last"]
    conversation.message(begun, body="Hello?", by=cast.cleo, form_key=make.key())
    said = ana.get(f"/live/?after={after}").json()
    assert said["user"] == cast.ana.pk
    assert said["pass"]
    assert [letter["data"]["ticket"] for letter in said["letters"] if letter["event"] > after] == [begun.number]
    assert said["last"] == said["letters"][-1]["event"]


def test_a_customer_learns_nothing_of_how_much_happens_to_others(cast, visit):
    cleo = visit(cast.cleo)
    make.ticket(cast.vic)
    assert cleo.get("/live/?after=5").json() | {"pass": ""} == {
        "pass": "", "user": cast.cleo.pk, "letters": [], "last": 5
    }  # fmt: skip


def test_whoever_is_told_nothing_finds_nothing(cast, visit):
    assert visit(cast.max).get("/live/").status_code == 404
    assert visit().get("/live/").status_code == 303
    for person, status in ((cast.cleo, 404), (cast.max, 403)):
        assert visit(person).get("/live/desk/").status_code == status
        assert visit(person).post("/live/tickets/1/").status_code == status


def test_the_numbers_of_the_menu_and_what_came_into_a_list(cast, visit):
    mine = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    other, bens = make.ticket(cast.cleo), make.ticket(cast.vic, category=cast.site_down)
    ana = visit(cast.ana)
    asked = f"/live/desk/?list={{}}&number={mine.number}&number={other.number}&number={bens.number}&number=x"
    said = ana.get(asked.format("mine")).json()
    assert said["counts"]["/desk/lists/mine/"] == "1"
    assert said["here"] == [mine.number]
    assert set(ana.get(asked.format("team")).json()["here"]) == {mine.number, other.number}
    for not_theirs in ("unassigned", "all", "nonsense"):
        assert ana.get(asked.format(not_theirs)).json()["here"] == []
    assignment.assign(other, to=cast.ana, by=cast.mia)
    assert set(ana.get(asked.format("mine")).json()["here"]) == {mine.number, other.number}


def test_it_costs_less_than_the_page(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    savepoints = 2
    assert queries.count(visit(cast.ana), f"/live/desk/?list=mine&number={ticket.number}") <= 6 + savepoints
    assert queries.count(visit(cast.ana), "/live/?after=1") <= 7 + savepoints


def test_who_is_at_a_ticket_sees_who_else_is(cast, visit):
    ticket = make.ticket(cast.cleo)
    address = f"/live/tickets/{ticket.number}/"
    valkey.client().delete(f"helpdesk:presence:{ticket.tenant_id}:{ticket.pk}")
    visit(cast.mia).post(address, {"doing": "reply"})
    said = visit(cast.ana).post(address, {"doing": "looking"}).json()
    assert {(one["name"], one["doing"]) for one in said["data"]["people"]} == {
        (cast.ana.name, "looking"), (cast.mia.name, "reply")
    }  # fmt: skip
    visit(cast.mia).post(address, {"doing": ""})
    left = visit(cast.ana).post(address, {"doing": "looking"}).json()
    assert [one["id"] for one in left["data"]["people"]] == [cast.ana.pk]


def test_nobody_is_at_a_ticket_that_they_may_not_read(cast, visit):
    ticket = make.ticket(cast.cleo)
    assert visit(cast.ben).post(f"/live/tickets/{ticket.number}/", {"doing": "looking"}).status_code == 404
    assert visit(cast.ana).get(f"/live/tickets/{ticket.number}/").status_code == 405


@pytest.mark.parametrize("at", ["x", "9" * 40, "99999999999999", "-5"])
def test_a_position_that_nobody_can_have_is_answered(cast, visit, at):
    assert visit(cast.ana).get(f"/live/?at={at}&after={at}").status_code == 200
