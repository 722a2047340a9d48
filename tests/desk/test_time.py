"""Time on a ticket's page, at the foot of the desk, and on its own page."""

from datetime import timedelta

import pytest

from tests import make, queries
from tickets import timekeeping
from tickets.models import TimeEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def at(ticket, noun=""):
    return f"/desk/tickets/{ticket.number}/{noun}"


def entry_of(person, ticket, minutes=20, **more):
    return timekeeping.enter(
        ticket, length=timedelta(minutes=minutes), by=person, form_key=make.key(), **more
    )  # fmt: skip


def test_a_running_timer_stands_at_the_foot_of_every_page_of_the_desk(cast, visit, ticket, clock):
    ana = visit(cast.ana)
    assert ana.post(at(ticket, "timer/")).status_code == 303
    for page in ("/desk/", "/desk/keys/", "/desk/articles/", at(ticket), at(ticket, "time/")):
        assert f"#{ticket.number}</span> <running-time" in ana.get(page).content.decode(), page
    clock(minutes=12)
    answer = ana.post("/desk/timer/stop/", {"next": at(ticket)}, follow=True)
    assert answer.redirect_chain == [(at(ticket), 303)]
    assert f"12m entered for #{ticket.number}." in answer.content.decode()
    assert b"<running-time" not in ana.get("/desk/").content
    assert ana.post("/desk/timer/stop/", {"next": "https://evil.test/"})["Location"] == "/desk/"


def test_starting_another_one_says_which_was_stopped(cast, visit, ticket):
    other = make.assigned(cast.vic, cast.ana, by=cast.mia)
    ana = visit(cast.ana)
    ana.post(at(ticket, "timer/"))
    page = ana.post(at(other, "timer/"), follow=True).content.decode()
    assert f"The timer runs. The one on #{ticket.number} is stopped." in page


def test_time_is_entered_by_hand(cast, visit, ticket):
    ana = visit(cast.ana)
    form = {"length": "1:30", "note": "Asked <the> bank", "is_billable": "on", "form_key": make.key()}
    for _ in range(2):
        assert ana.post(at(ticket, "time/"), form).status_code == 303
    page = ana.get(at(ticket, "time/")).content.decode()
    assert page.count("Asked &lt;the&gt; bank") == 1
    assert "1h 30m" in page
    assert "1h 30m in all" in ana.get(at(ticket)).content.decode()


@pytest.mark.parametrize("length", ["", "soon", "-3", "25h", "0"])
def test_what_is_no_time_is_said_at_the_field(cast, visit, ticket, length):
    page = visit(cast.ana).post(at(ticket, "time/"), {"length": length, "form_key": make.key(), "note": "Half an hour"})
    assert page.status_code == 422
    assert b"Half an hour" in page.content
    assert not TimeEntry.objects.exists()


def test_a_manager_sees_everybodys_and_an_agent_their_own(cast, visit, ticket):
    entry_of(cast.ana, ticket, note="Mine")
    entry_of(cast.mia, ticket, note="Of the manager")
    seen_by = {who: visit(getattr(cast, who)).get(at(ticket, "time/")).content for who in ("ana", "mia")}
    assert b"Of the manager" not in seen_by["ana"]
    assert b"Mine" in seen_by["ana"]
    assert b"Mine" in seen_by["mia"]
    assert b"Of the manager" in seen_by["mia"]
    assert seen_by["ana"].count(b"40m") == seen_by["mia"].count(b"40m") == 1


def test_customers_never_see_time(cast, visit, ticket):
    entry = entry_of(cast.ana, ticket, note="Slow reader")
    cleo = visit(cast.cleo)
    assert b"Slow reader" not in cleo.get(f"/tickets/{ticket.number}/").content
    for address in (at(ticket, "time/"), f"/desk/time/{entry.pk}/"):
        assert cleo.get(address).status_code == 404


def test_an_entry_is_corrected_deleted_and_taken_back_by_its_owner_alone(cast, visit, ticket):
    entry = entry_of(cast.ana, ticket)
    ana, own = visit(cast.ana), f"/desk/time/{entry.pk}/"
    assert b'value="20m"' in ana.get(own).content
    form = {"length": "45", "note": "Longer", "form_key": make.key()}
    assert ana.post(own, form).status_code == 303
    page = ana.post(f"{own}deletion/", follow=True).content.decode()
    assert f'action="{own}restoring/"' in page
    assert not TimeEntry.objects.kept().exists()
    ana.post(f"{own}restoring/")
    assert TimeEntry.objects.kept().get().length == timedelta(minutes=45)
    for other in (cast.mia, cast.ben, cast.cleo, cast.globex.mia):
        browser = visit(other)
        for address in (own, f"{own}deletion/", f"{own}restoring/"):
            assert browser.post(address, form).status_code == 404


def test_who_reads_along_sees_the_sum_and_no_button(cast, visit, ticket):
    make.member(cast.ben, cast.billing)
    entry_of(cast.ana, ticket)
    page = visit(cast.ben).get(at(ticket)).content
    assert b"20m in all" in page
    assert b"Start a timer" not in page
    assert visit(cast.ben).post(at(ticket, "timer/")).status_code == 409


def test_time_costs_the_page_of_a_ticket_no_question(cast, visit, ticket):
    ana = visit(cast.ana)
    before = queries.count(ana, at(ticket))
    ana.post(at(ticket, "timer/"))
    entry_of(cast.ana, ticket)
    assert queries.count(ana, at(ticket)) == before


def test_many_entries_cost_what_two_cost(cast, visit, ticket):
    mia = visit(cast.mia)
    for _ in range(2):
        entry_of(cast.ana, ticket)
    of_two = queries.count(mia, at(ticket, "time/"))
    for _ in range(10):
        entry_of(cast.ana, ticket)
    assert queries.count(mia, at(ticket, "time/")) == of_two
