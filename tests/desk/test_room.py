"""The manager's room: every number is the length of the list behind it, and two clicks put it right."""

import re
from datetime import timedelta

import pytest

from accounts.models import Plan
from activity.models import Delivery
from shared import clock as clocks
from tests import make, queries
from tickets import conversation, escalation, loads, promises, queue, room
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

ROOM, ASSIGN = "/desk/live-queue/", "/desk/live-queue/assignments/"


@pytest.fixture
def busy(cast, clock):
    """A morning: three nobody's, two with Ana, one of them old and one escalated, one waiting on its customer."""
    old = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Forgotten")
    clock(days=8)
    for subject in ("First", "Second"):
        make.ticket(cast.cleo, subject=subject)
    escalated = make.ticket(cast.vic, subject="On fire", category=cast.site_down)
    escalation.escalate(escalated, reason="A court date", by=cast.mia)
    make.assigned(cast.vic, cast.ana, by=cast.mia, subject="Fresh")
    return old


def tiles(page) -> dict[str, tuple[str, str]]:
    """Return the tiles of the page: label to value and address."""
    text = page.content.decode()
    label, value = (f'<span class="stat__{part}">(.*?)</span>' for part in ("label", "value"))
    found = re.findall(f'<a href="([^"]*)" class="stat[^"]*">{label}{value}', text)
    return {label: (re.sub(r"<[^>]*>", "", value), url.replace("&amp;", "&")) for url, label, value in found}


@pytest.mark.usefixtures("busy")
class TestTiles:
    @pytest.mark.parametrize(("label", "number"), [("Waiting", 5), ("Overdue", 1), ("Escalated", 1)])
    def test_a_tile_opens_the_list_that_it_counts(self, cast, visit, label, number):
        mia = visit(cast.mia)
        value, url = tiles(mia.get(ROOM))[label]
        assert value == str(number)
        assert len(mia.get(url).context["rows"]) == number

    def test_the_oldest_one_opens_itself(self, cast, visit, busy):
        value, url = tiles(visit(cast.mia).get(ROOM))["Oldest"]
        assert value.startswith("8d")
        assert url.startswith(f"/desk/tickets/{busy.number}/")

    def test_an_answer_ends_being_overdue(self, cast, visit, busy):
        conversation.reply(busy, body="Found it again.", by=cast.ana, form_key=make.key())
        assert tiles(visit(cast.mia).get(ROOM))["Overdue"][0] == "0"

    def test_the_plan_says_when_a_ticket_is_overdue_and_what_is_stays_so(self, cast, visit):
        Plan.objects.update(guarantee_days=30)
        promises.bring_into_line()
        assert tiles(visit(cast.mia).get(ROOM))["Overdue"][0] == "1"
        clocks.move(timedelta(days=20))
        assert tiles(visit(cast.mia).get(ROOM))["Overdue"][0] == "1"

    def test_agents_are_listed_with_what_they_have(self, cast, visit):
        page = visit(cast.mia).get(ROOM)
        by_name = {desk.agent.name: desk for desk, _ in page.context["desks"]}
        ana = by_name[cast.ana.name]
        assert (ana.load.open_tickets, ana.waiting, ana.overdue) == (2, 2, 1)
        assert (by_name[cast.ben.name].load.open_tickets, by_name[cast.ben.name].oldest) == (0, None)
        assert page.context["desks"][0][0].agent == cast.ana, "whose ticket waits longest stands first"


@pytest.mark.parametrize("who", ["ana", "max"])
def test_only_managers_find_the_room(cast, visit, who):
    assert visit(getattr(cast, who)).get(ROOM).status_code == 403


def test_with_nothing_to_do_it_says_so(cast, visit):
    assert b"Everything is assigned" in visit(cast.mia).get(ROOM).content


@pytest.mark.usefixtures("busy")
class TestAssigning:
    def numbers(self):
        return list(Ticket.objects.unassigned().in_serving_order().values_list("number", flat=True))

    def test_evenly_to_those_on_shift_of_the_team(self, cast, visit):
        page = visit(cast.mia).post(ASSIGN, {"ticket": self.numbers(), "evenly": "yes"}, follow=True)
        assert not Ticket.objects.unassigned().exists()
        assert Ticket.objects.get(subject="On fire").assignee == cast.ben, "the only one in its team"
        assert b"3 tickets assigned" in page.content
        again = visit(cast.mia).post(ASSIGN, {"ticket": [1], "evenly": "yes"})
        assert again.status_code == 422

    def test_undo_gives_all_of_them_back_and_no_mail_leaves(self, cast, visit):
        mia, numbers = visit(cast.mia), self.numbers()
        page = mia.post(ASSIGN, {"ticket": numbers, "to": cast.ben.pk}, follow=True)
        undo = re.search(r'action="(/desk/undo/\d+/\d+/\?next=/desk/live-queue/)"', page.content.decode())[1]
        assert Ticket.objects.filter(assignee=cast.ben).count() == 3
        told = Delivery.objects.filter(reaction="mail.tickets.tell_assignee", event__actor_id=cast.mia.pk)
        before = told.count()
        page = mia.post(undo, follow=True)
        assert self.numbers() == numbers
        assert told.count() == before - 3
        assert b"Undone for 3 tickets." in page.content
        mia.post(undo, follow=True)  # the second click
        assert self.numbers() == numbers

    def test_whoever_was_faster_keeps_what_they_decided(self, cast, visit):
        first, *_ = self.numbers()
        mia = visit(cast.mia)
        mia.get(ROOM)
        Ticket.objects.filter(number=first).update(assignee=cast.ana, status=12)
        page = mia.post(ASSIGN, {"ticket": [first], "to": cast.ben.pk}, follow=True)
        assert Ticket.objects.get(number=first).assignee == cast.ana
        assert f"#{first}: {cast.ana.name} has this ticket already." in page.content.decode()

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, b"Tick the tickets that you want to assign."),
            ({"ticket": ["x", "9" * 30]}, b"Tick the tickets that you want to assign."),
            ({"ticket": None, "to": "0"}, b"Choose who takes these tickets."),
        ],
    )
    def test_what_is_missing_is_said(self, cast, visit, data, sentence):
        if "to" in data:
            data = data | {"ticket": self.numbers()}
        page = visit(cast.mia).post(ASSIGN, data)
        assert page.status_code == 422
        assert sentence in page.content

    def test_somebody_elses_acts_are_not_undone(self, cast, visit):
        assert visit(cast.ana).post("/desk/undo/1/999999/").status_code == 404


def test_thirty_tickets_cost_what_two_cost(cast, visit):
    mia = visit(cast.mia)
    for _ in range(2):
        make.ticket(cast.cleo)
    of_two = queries.count(mia, ROOM)
    for number in range(28):
        make.assigned(cast.gus, cast.ben, by=cast.mia, subject=f"No. {number}")
    assert queries.count(mia, ROOM) == of_two
    savepoints = 2  # the request's own, inside the test's transaction
    assert of_two <= 12 + savepoints


def test_everybody_who_works_tickets_has_a_load(cast):
    now = clocks.now()
    assert {load.agent for load in loads.everybody(now)} >= {cast.ana, cast.ben, cast.mia}
    assert queue.counts(cast.mia, [room.WAIT]) == {"waiting": 0}
