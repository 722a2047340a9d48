"""The search pages: at the desk and in the portal."""

import pytest

from shared import clock
from tests import make, queries
from tickets import search, tagging
from tickets.searching import indexing

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets(cast):
    """Tickets of Cleo with the word "anchor", one more than a page shows."""
    filed = [make.ticket(cast.cleo, subject=f"Anchor {number}") for number in range(search.SIZE + 1)]
    indexing.rebuild()
    return filed


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("typed", ["{}", "#{}", " # {} "])
def test_a_number_opens_its_ticket(cast, visit, typed):
    ticket = make.ticket(cast.cleo)
    question = {"q": typed.format(ticket.number)}
    for user, url, place in ((cast.ana, "/desk/search/", "/desk"), (cast.cleo, "/tickets/search/", "")):
        answer = visit(user).get(url, question)
        assert (answer.status_code, answer["Location"]) == (303, f"{place}/tickets/{ticket.number}/")


def test_results_lead_to_what_was_found(cast, visit, tickets):
    page = text(visit(cast.mia).get("/desk/search/", {"q": "anchor"}))
    newest = tickets[-1]
    assert f'href="/desk/tickets/{newest.number}/#message-{newest.messages.get().pk}"' in page
    assert "<mark>Anchor</mark> 20" in page


@pytest.mark.parametrize(("who", "url"), [("mia", "/desk/search/"), ("cleo", "/tickets/search/")])
def test_older_ones_are_a_page_further(cast, visit, tickets, who, url):
    visitor = visit(getattr(cast, who))
    first = visitor.get(url, {"q": "anchor"})
    assert text(first).count("<mark>Anchor</mark>") == search.SIZE
    second = text(visitor.get(url + first.context["next_url"]))
    assert second.count("<mark>Anchor</mark>") == 1
    assert "Back to the newest" in second
    assert "Show older tickets" not in second


@pytest.mark.parametrize(("who", "url"), [("mia", "/desk/search/"), ("cleo", "/tickets/search/")])
def test_nothing_found_says_what_to_try(cast, visit, tickets, who, url):
    visitor = visit(getattr(cast, who))
    assert "What are you looking for?" in text(visitor.get(url))
    assert "Check the spelling" in text(visitor.get(url, {"q": "<nosuchword>"}))
    assert "&lt;nosuchword&gt;" in text(visitor.get(url, {"q": "<nosuchword>"}))
    assert "Nearly every ticket has these words" in text(visitor.get(url, {"q": "the"}))


def test_the_field_stands_in_the_nav_of_the_desk_and_over_my_tickets(cast, visit):
    assert 'action="/desk/search/"' in text(visit(cast.ana).get("/desk/"))
    assert 'action="/tickets/search/"' in text(visit(cast.cleo).get("/tickets/"))


def test_twenty_results_cost_what_two_cost(cast, visit):
    make.ticket(cast.cleo, subject="Anchor"), make.ticket(cast.cleo, subject="Anchor")
    indexing.rebuild()
    mia, cleo = visit(cast.mia), visit(cast.cleo)
    of_two = queries.count(mia, "/desk/search/?q=anchors"), queries.count(cleo, "/tickets/search/?q=anchors")
    for number in range(18):
        make.assigned(cast.cleo, cast.ana, by=cast.mia, category=(cast.refund, cast.site_down)[number % 2],
                      subject="Anchor", description="An anchored anchor")  # fmt: skip
    indexing.rebuild()
    of_twenty = queries.count(mia, "/desk/search/?q=anchors"), queries.count(cleo, "/tickets/search/?q=anchors")
    assert of_twenty == of_two
    savepoints = 2  # the request's own, inside the test's transaction
    assert of_two[0] <= 12 + savepoints
    assert of_two[1] <= 9 + savepoints


def test_a_search_is_narrowed_by_what_the_lists_are_narrowed_by(cast, visit):
    refund = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Anchor refund")
    site = make.ticket(cast.vic, category=cast.site_down, subject="Anchor site")
    tagging.add(site, names=["parcel"], by=cast.mia)
    indexing.rebuild()
    mia = visit(cast.mia)
    today = f"{clock.now():%Y-%m-%d}"
    narrowed = {
        "status=new": site,
        f"category={cast.refund.parent_id}": refund,
        f"assignee={cast.ana.pk}": refund,
        "assignee=nobody": site,
        "tag=parcel": site,
        "requester=vic@acme.test": site,
        f"filed_since={today}&status=assigned": refund,
    }
    for query, wanted in narrowed.items():
        page = mia.get(f"/desk/search/?q=anchor&{query}")
        assert [hit.ticket for hit in page.context["results"].hits] == [wanted], query
        assert "Search all" in text(page)
    assert "Search all tickets" in text(mia.get("/desk/search/?q=anchor&filed_until=2001-01-01"))
    both = text(mia.get("/desk/search/?q=anchor&status=nosuch"))
    assert "There is no status" in both
    assert both.count("<mark>Anchor</mark>") == 2
