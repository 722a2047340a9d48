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
    assert queries.count(nobody, "/") <= 6 + savepoints
    assert queries.count(nobody, "/tickets/new/") <= 4 + savepoints
    assert queries.count(cleo, "/") <= 9 + savepoints
    assert queries.count(cleo, "/tickets/") <= 8 + savepoints
    assert queries.count(cleo, f"/tickets/{ticket.number}/") <= 12 + savepoints
    assert queries.count(cleo, "/tickets/new/?different") <= 7 + savepoints
