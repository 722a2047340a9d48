"""A manager escalates on the ticket's page; filters stand in the address of a list."""

import pytest

from activity.models import Delivery
from tests import make
from tickets import escalation, timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def post(browser, ticket, noun, why="She calls every hour"):
    url = f"/desk/tickets/{ticket.number}/{noun}/?list=all"
    return browser.post(url, {"why": why, "seen": timeline.last_event_id(ticket)})


def test_a_manager_escalates_and_takes_it_back(cast, visit, ticket):
    mia, url = visit(cast.mia), f"/desk/tickets/{ticket.number}/?list=all"
    assert (answer := post(mia, ticket, "escalation")).status_code == 303
    assert answer["Location"] == url
    page = mia.get(url).content.decode()
    assert "Escalated by You" in page or "Escalated by you: She calls every hour" in page
    assert page.count('data-flag="escalated"') >= 2  # in the row and in the head
    assert post(mia, ticket, "deescalation", "All is well").status_code == 303
    assert 'data-flag="escalated"' not in mia.get(url).content.decode()


def test_without_a_reason_the_question_stays_open(cast, visit, ticket):
    page = post(visit(cast.mia), ticket, "escalation", " ")
    assert page.status_code == 409
    assert "Say why. Only staff reads it." in page.content.decode()


def test_an_agent_is_not_offered_it_and_cannot(cast, visit, ticket):
    ana = visit(cast.ana)
    assert "escalation/" not in ana.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert post(ana, ticket, "escalation").status_code == 409
    ticket.refresh_from_db()
    assert ticket.escalated_at is None


def test_the_requester_sees_the_place_and_not_the_reason(cast, visit, ticket):
    make.assigned(cast.vic, cast.ana, by=cast.mia, category=cast.site_down)
    cleo, url = visit(cast.cleo), f"/tickets/{ticket.number}/"
    assert "2nd in line, 2nd with Ana." in cleo.get(url).content.decode()
    assert "2nd in line, 2nd with Ana." in cleo.get("/tickets/").content.decode()
    escalation.escalate(ticket, reason="She calls every hour", by=cast.mia)
    page = cleo.get(url).content.decode()
    assert "Next in line." in page
    assert "every hour" not in page
    assert not Delivery.objects.filter(event__name="ticket.escalated", reaction__startswith="mail.").exists()


def test_a_filter_stands_in_the_address_and_goes_along_to_the_ticket(cast, visit, ticket):
    other, mia = make.ticket(cast.vic, category=cast.site_down, subject="Down again"), visit(cast.mia)
    url = f"/desk/lists/all/?category={cast.site_down.pk}"
    page = mia.get(url).content.decode()
    assert "Down again" in page
    assert ticket.subject not in page
    assert f"/desk/tickets/{other.number}/?list=all&amp;category={cast.site_down.pk}" in page
    beside = mia.get(f"/desk/tickets/{other.number}/?list=all&category={cast.site_down.pk}").content.decode()
    assert ticket.subject not in beside
    assert "Show the whole list" in beside


def test_what_a_filter_does_not_understand_is_said(cast, visit, ticket):
    page = visit(cast.mia).get("/desk/lists/all/?status=solved&filed_since=soon").content.decode()
    assert "There is no status “solved”. It was left out." in page
    assert ticket.subject in page


def test_a_filter_that_nothing_matches_says_so(cast, visit, ticket):
    assert "No ticket matches" in visit(cast.mia).get("/desk/lists/all/?escalated=yes").content.decode()
