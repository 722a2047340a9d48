"""What is fetched beside a ticket: the requester's other tickets, and the choice of a category."""

import pytest

from tests import make
from tickets import progress
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def at(ticket, noun):
    return f"/desk/tickets/{ticket.number}/{noun}/"


def test_open_tickets_come_first_with_their_numbers(cast, visit, ticket):
    for number in range(3):
        make.ticket(cast.cleo, subject=f"Open {number}")
        closed = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject=f"Closed {number}")
        progress.close(closed, by=cast.cleo)
    page = visit(cast.ana).get(at(ticket, "others"), **HTMX).content.decode()
    assert "3 open, 3 closed" in page
    assert page.index("Open 0") < page.index("Closed 2") < page.index("Closed 1")
    assert "Closed 0" not in page
    assert "<html" not in page


def test_what_may_not_be_read_is_neither_shown_nor_counted(cast, visit, ticket):
    make.ticket(cast.cleo, subject="Secret", category=cast.site_down)
    make.ticket(cast.vic, subject="Somebody else's")
    page = visit(cast.ana).get(at(ticket, "others"), **HTMX).content.decode()
    assert "No other tickets from" in page
    assert "Secret" not in page
    assert "1 open, 0 closed" in visit(cast.mia).get(at(ticket, "others"), **HTMX).content.decode()
    assert visit(cast.ben).get(at(ticket, "others")).status_code == 404


def test_without_a_script_each_is_a_page(cast, visit, ticket):
    for noun in ("others", "categories"):
        page = visit(cast.ana).get(at(ticket, noun)).content.decode()
        assert "Back to the ticket" in page
        assert "<html" in page


def test_a_category_is_chosen_and_taken_back(cast, visit, ticket, post_office):
    ana = visit(cast.ana)
    post_office()
    choice = ana.get(at(ticket, "categories"), **HTMX)
    assert b"Site down" in choice.content
    form = {"category": cast.site_down.pk, "seen": choice.context["seen"]}
    page = ana.post(at(ticket, "category"), form, follow=True).content.decode()
    assert "Moved to Site down." in page
    undo = page.partition('toast"')[2].partition('action="')[2].partition('"')[0]
    ana.post(undo)
    assert Ticket.objects.get(pk=ticket.pk).category == cast.refund
    assert post_office() == []


def test_who_may_not_move_it_is_offered_nothing(cast, visit, ticket):
    make.member(cast.ben, cast.billing)
    assert visit(cast.ben).get(at(ticket, "categories")).status_code == 404
    assert b"Change category" not in visit(cast.ben).get(f"/desk/tickets/{ticket.number}/").content
