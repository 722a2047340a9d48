"""However much a page of the portal shows, it asks the database the same number of questions."""

import pytest

from tests import make, queries
from tickets import conversation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/", "/tickets/", "/tickets/new/"])
def test_twenty_tickets_cost_what_two_cost(cast, visit, url):
    cleo = visit(cast.cleo)
    for _ in range(2):
        make.ticket(cast.cleo)
    of_two = queries.count(cleo, url)
    for _ in range(14):
        make.ticket(cast.cleo, category=cast.site_down)
        make.assigned(cast.cleo, cast.ana, by=cast.mia)
    assert queries.count(cleo, url) == of_two


def test_a_long_conversation_costs_what_a_short_one_costs(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    url, cleo = f"/tickets/{ticket.number}/", visit(cast.cleo)
    conversation.reply(ticket, body="Which card was it?", by=cast.ana, form_key=make.key())
    of_two = queries.count(cleo, url)
    for number in range(29):
        conversation.message(ticket, body=f"Card {number}", by=cast.cleo, form_key=make.key())
        conversation.reply(ticket, body=f"Not card {number}", by=cast.ana, form_key=make.key())
    assert cleo.get(url).content.count(b"Not card ") == 29
    assert queries.count(cleo, url) == of_two


def test_the_numbers_do_not_creep_up(cast, visit):
    """A change that needs more says so here."""
    ticket = make.ticket(cast.cleo)
    cleo, nobody = visit(cast.cleo), visit()
    savepoints = 2  # the request's own, inside the test's transaction
    expected = 1  # when staff will answer, on every page that says something of it
    last_look = 1  # so that a worse place can be explained
    complaints = 1  # in the requester's own scope: what they wrote to the managers about the ticket
    assert queries.count(nobody, "/") <= 5 + expected + savepoints
    assert queries.count(nobody, "/tickets/new/") <= 3 + expected + savepoints
    assert queries.count(cleo, "/") <= 8 + expected + savepoints
    assert queries.count(cleo, "/tickets/") <= 7 + expected + savepoints
    assert queries.count(cleo, f"/tickets/{ticket.number}/") <= 11 + last_look + complaints + expected + savepoints
    assert queries.count(cleo, "/tickets/new/?different") <= 6 + expected + savepoints
