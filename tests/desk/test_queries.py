"""However much a page of the desk shows, it asks the database the same number of questions."""

import pytest

from knowledgebase import consultation
from tests import make, queries
from tests.knowledgebase import make as articles
from tickets import conversation

pytestmark = pytest.mark.django_db


def fill(cast, tickets: int):
    """Give Ana tickets of both categories, of customers with and without a plan."""
    for number in range(tickets):
        requester, category = ((cast.cleo, cast.refund), (cast.gus, cast.site_down))[number % 2]
        make.assigned(requester, cast.ana, by=cast.mia, category=category, subject=f"No. {number}")


@pytest.mark.parametrize("url", ["/desk/", "/desk/lists/team/", "/desk/lists/mine/"])
def test_a_list_of_thirty_costs_what_a_list_of_two_costs(cast, visit, url):
    ana = visit(cast.ana)
    fill(cast, 2)
    of_two = queries.count(ana, url)
    fill(cast, 58)  # half of them are of her team
    assert ana.get(url).content.count(b"No. ") >= 30
    assert queries.count(ana, url) == of_two


@pytest.mark.parametrize("url", ["/desk/lists/unassigned/", "/desk/lists/all/"])
def test_so_does_a_managers_list(cast, visit, url):
    mia = visit(cast.mia)
    for _ in range(2):
        make.ticket(cast.cleo)
    of_two = queries.count(mia, url)
    for _ in range(28):
        make.ticket(cast.gus, category=cast.site_down)
    assert queries.count(mia, url) == of_two


def test_a_long_conversation_costs_what_a_short_one_costs(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    url, ana = f"/desk/tickets/{ticket.number}/", visit(cast.ana)
    conversation.reply(ticket, body="Which card was it?", by=cast.ana, form_key=make.key())
    of_two = queries.count(ana, url)
    for number in range(29):
        conversation.message(ticket, body=f"Card {number}", by=cast.cleo, form_key=make.key())
        conversation.internal_note(ticket, body=f"Hm, {number}", by=cast.ana, form_key=make.key())
    assert ana.get(url).content.count(b"Card ") >= 29
    assert queries.count(ana, url) == of_two


def test_a_ticket_beside_a_full_list_costs_what_it_costs_alone(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    url, ana = f"/desk/tickets/{ticket.number}/", visit(cast.ana)
    fill(cast, 2)
    beside_two = queries.count(ana, url)
    fill(cast, 28)
    assert queries.count(ana, url) == beside_two


def test_what_the_requester_read_before_writing_costs_one_question(cast, visit):
    tickets = []
    for offered in (0, 1, 5):
        key = make.key()
        if offered:
            several = [articles.article(cast.ana, title=f"{offered}.{number}") for number in range(offered)]
            consultation.offered(key=key, question="mail", articles=several)
        tickets.append(make.ticket(cast.cleo, consulted=key))
    ana = visit(cast.ana)
    of_none, of_one, of_five = (queries.count(ana, f"/desk/tickets/{ticket.number}/") for ticket in tickets)
    assert of_five == of_one == of_none + 1


def test_the_numbers_do_not_creep_up(cast, visit):
    """A change that needs more says so here."""
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    ana, mia = visit(cast.ana), visit(cast.mia)
    savepoints = 2  # the request's own, inside the test's transaction
    assert queries.count(ana, "/desk/") <= 8 + savepoints
    assert queries.count(ana, f"/desk/tickets/{ticket.number}/") <= 11 + savepoints
    assert queries.count(mia, f"/desk/tickets/{ticket.number}/") <= 12 + savepoints
