"""Several tickets at once on the desk: ticked or all of a list, with progress, results and undo; without JavaScript."""

import pytest

from tests import make, queries
from tickets import assignment, progress
from tickets.models import BulkJob, Ticket
from tickets.statuses import Status

SELECTION = "/desk/lists/mine/selection/"


@pytest.fixture
def three(cast):
    """Three tickets of Cleo's that Ana has."""
    return [make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=f"No. {number}") for number in range(3)]


def form(act, tickets=(), **more):
    return {"form_key": make.key(), "which": "ticked", "act": act, "tickets": [t.pk for t in tickets]} | more


def text(response):
    return response.content.decode()


def closed():
    return Ticket.objects.closed().count()


def test_ticked_ones_are_done_and_the_page_says_how_far_it_is(cast, visit, three, post_office):
    ana = visit(cast.ana)
    page = text(ana.get(SELECTION))
    assert page.count('name="tickets"') == 3
    answer = ana.post(SELECTION, form("close", three[:2], reason="Done"))
    job = BulkJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/bulk/{job.pk}/?list=mine")
    page = text(ana.get(answer["Location"]))
    assert "0 of 2 tickets." in page
    assert 'hx-trigger="every 1s"' in page
    assert "Stop and undo" in page
    post_office()
    page = text(ana.get(answer["Location"]))
    assert "Done: 2 tickets." in page
    assert "every 1s" not in page
    assert closed() == 2


def test_all_of_the_list(cast, visit, three, post_office):
    make.assigned(cast.cleo, cast.ben, by=cast.mia)
    ana = visit(cast.ana)
    assert "All 3 of this list" in text(ana.get(SELECTION))
    ana.post(SELECTION, form("close", which="all", reason="Done"))
    post_office()
    assert closed() == 3


def test_all_that_match_are_those_of_the_narrowed_list(cast, visit, three, post_office):
    progress.start_work(three[0], by=cast.ana)
    ana = visit(cast.ana)
    narrowed = SELECTION + "?list=mine&status=progress"
    assert "All 1 of this list" in text(ana.get(narrowed))
    answer = ana.post(narrowed, form("close", which="all", reason="Done"))
    assert answer["Location"].endswith("?list=mine&status=progress")
    post_office()
    assert list(Ticket.objects.closed()) == [three[0]]


def test_what_an_address_does_not_say_makes_it_no_more(cast, visit, three):
    ana = visit(cast.ana)
    answer = ana.post(SELECTION + "?status=nonsense", form("close", which="all", reason="Done"))
    assert answer.status_code == 422
    assert "There is no status “nonsense”." in text(answer)
    assert not BulkJob.objects.exists()
    assert ana.post(SELECTION + "?status=nonsense", form("close", three[:1], reason="Done")).status_code == 303


def test_an_agent_who_was_given_a_ticket_since_the_page_was_shown_keeps_it(cast, visit, three, post_office):
    mia = visit(cast.mia)
    page = mia.get("/desk/lists/all/selection/")
    make.member(cast.ben, cast.billing)
    zoe = cast.max
    zoe.is_manager = True
    zoe.save()
    assignment.assign(three[0], to=cast.ben, by=zoe)
    chosen = form("assign", three, assignee=zoe.pk, seen=page.context["seen"])
    answer = mia.post("/desk/lists/all/selection/", chosen)
    post_office()
    assert "Ben Acme was given this ticket meanwhile. Nothing was changed." in text(mia.get(answer["Location"]))
    assert list(Ticket.objects.filter(assignee=cast.ben)) == [three[0]]


def test_the_undo_of_the_whole(cast, visit, three, post_office):
    ana = visit(cast.ana)
    ana.post(SELECTION, form("tag", three, tag="outage"))
    job = BulkJob.objects.get()
    post_office()
    assert "Undo all" in text(ana.get(f"/desk/bulk/{job.pk}/"))
    assert ana.post(f"/desk/bulk/{job.pk}/undoing/").status_code == 303
    post_office()
    page = text(ana.get(f"/desk/bulk/{job.pk}/"))
    assert "Undone as far as that was possible." in page
    assert "Undo all" not in page


def test_what_was_not_possible_is_said_for_each_ticket(cast, visit, three, post_office):
    mia = visit(cast.mia)
    mia.post("/desk/lists/all/selection/", form("merge", three))
    post_office()
    mia.post("/desk/lists/all/selection/", form("close", three, reason="Done"))
    post_office()
    job = BulkJob.objects.latest("id")
    page = text(mia.get(f"/desk/bulk/{job.pk}/"))
    assert "What was not possible" in page
    assert "This ticket was merged into another one. Go on there." in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"act": "close", "reason": "  "}, "Say why you close"),
        ({"act": "recategorise", "category": "0"}, "Select a category from the list."),
        ({"act": "tag", "tag": ""}, ""),
        ({"act": "explode"}, "Choose what to do with these tickets."),
        ({"act": "assign", "assignee": "x"}, "Choose who takes these tickets."),
        ({"act": "escalate", "why": " "}, "Say why."),
        ({"act": "unassign"}, "Only a manager can do that."),
        ({"act": "close", "reason": "x", "tickets": ["x", "-1", "9" * 30]}, "Choose at least one ticket."),
        ({"act": "close", "reason": "x", "tickets": []}, "Choose at least one ticket."),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(cast, visit, three, sent, sentence):
    page = visit(cast.ana).post(SELECTION, form("", three) | sent)
    assert page.status_code == 422
    assert sentence in text(page)
    if "tickets" not in sent:
        assert text(page).count(" checked") >= 3
    assert BulkJob.objects.count() == 0


def test_an_agent_is_not_offered_what_managers_do(cast, visit, three):
    assert "Assign them" not in text(visit(cast.ana).get(SELECTION))
    assert "Assign them" in text(visit(cast.mia).get("/desk/lists/all/selection/"))


def test_tickets_that_one_may_not_read_cannot_be_slipped_in(cast, visit, three, post_office):
    hidden = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down)
    visit(cast.ana).post(SELECTION, form("close", [hidden, three[0]], reason="Done"))
    assert [item.ticket for item in BulkJob.objects.get().items.all()] == [three[0]]
    post_office()
    assert Ticket.objects.get(pk=hidden.pk).state == Status.ASSIGNED


def test_a_job_is_its_beginners_alone(cast, visit, three):
    visit(cast.ana).post(SELECTION, form("close", three, reason="Done"))
    job = BulkJob.objects.get()
    for person in (cast.ben, cast.mia):
        assert visit(person).get(f"/desk/bulk/{job.pk}/").status_code == 404
        assert visit(person).post(f"/desk/bulk/{job.pk}/undoing/").status_code == 404


def test_a_list_that_one_does_not_see_is_not_selected_from(cast, visit, three):
    ana = visit(cast.ana)
    for key in ("all", "unassigned", "nothing"):
        assert ana.get(f"/desk/lists/{key}/selection/").status_code == 404
        assert ana.post(f"/desk/lists/{key}/selection/", form("close", which="all", reason="x")).status_code == 404


def test_many_cost_what_a_few_cost(cast, visit, three):
    ana = visit(cast.ana)
    few = queries.count(ana, SELECTION)
    for _ in range(20):
        make.assigned(cast.gus, cast.ana, by=cast.mia)
    assert queries.count(ana, SELECTION) == few <= 12
