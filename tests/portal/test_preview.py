"""The preview of what somebody writes is what readers will see, and leaves nothing behind."""

import pytest

from activity.models import Event
from tests import make
from tickets.models import Draft, Message

pytestmark = pytest.mark.django_db

WORDS = "Hello **Cleo**,\n\n1. Open <b>Settings</b>\n2. [Save](https://example.com)\n\n> as before"


def shown(browser, words):
    answer = browser.post("/preview/", {"body": words})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["nobody", "cleo", "ana", "mia"])
def test_whoever_may_write_sees_the_words_as_they_will_be_read(cast, visit, who):
    page = shown(visit(getattr(cast, who, None)), WORDS)
    assert "<strong>Cleo</strong>" in page
    assert "<blockquote>" in page
    assert "&lt;b&gt;Settings" in page


def test_it_is_the_very_html_of_the_ticket(cast, visit):
    ticket = make.ticket(cast.cleo, description=WORDS)
    page = visit(cast.cleo).get(f"/tickets/{ticket.number}/").content.decode()
    assert shown(visit(cast.cleo), WORDS).strip() in page


def test_nothing_is_saved_and_hardly_anything_asked(cast, visit, django_assert_max_num_queries):
    ana = visit(cast.ana)
    before = [kind.objects.count() for kind in (Message, Draft, Event)]
    with django_assert_max_num_queries(5):
        shown(ana, WORDS)
    assert [kind.objects.count() for kind in (Message, Draft, Event)] == before


def test_a_very_long_text_is_shown_as_far_as_ten_thousand_characters(cast, visit):
    page = shown(visit(cast.cleo), "a" * 9_000 + " " + "b" * 5_000)
    assert "b" * 999 in page
    assert "b" * 1_000 not in page
    assert "The preview ends here." in page
    assert "The preview ends here." not in shown(visit(cast.cleo), "short")


@pytest.mark.parametrize("words", ["", " \n "])
def test_no_words_are_said_to_be_none(cast, visit, words):
    assert "Nothing is written yet." in shown(visit(cast.cleo), words)


def test_it_is_asked_for_and_never_linked_to(cast, visit):
    assert visit(cast.cleo).get("/preview/").status_code == 405


@pytest.mark.parametrize("address", ["/tickets/new/?different", "/tickets/{number}/", "/tickets/{number}/description/"])
def test_every_place_where_customers_write_has_the_bar(cast, visit, address):
    ticket = make.ticket(cast.cleo)
    page = visit(cast.cleo).get(address.format(number=ticket.number)).content.decode()
    assert page.count("<markdown-bar") == 1
    assert 'src="/preview/"' in page
    # Without its script there is nothing to press.
    assert 'aria-label="Formatting"' in page.split("<markdown-bar")[1].split(" hidden>")[0]


def test_reply_and_note_have_a_bar_each(cast, visit):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    page = visit(cast.ana).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert page.count("<markdown-bar") == 2
