"""Articles beside the form for a ticket: what may help, for whom, and what is kept of it."""

import pytest

from accounts import guests
from knowledgebase.models import Consultation, Search, Suggestion, View, Visibility
from knowledgebase.searching import indexing
from tests import make as made
from tests.knowledgebase import make
from tickets import intake

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def shelf(cast):
    """An article for each kind of reader."""
    articles = [
        make.article(cast.ana, title=title, body="Open **Settings**.", visibility=visibility)
        for title, visibility in zip(("Change an address", "Change a team", "Change a rank"), Visibility, strict=True)
    ]
    for article in articles:
        indexing.index(article)
    return articles


def offered(browser, q, **more):
    return browser.get("/articles/suggestions/", {"q": q} | more)


def titles(page, shelf):
    return [article.title for article in shelf if f"/articles/{article.number}/in-place/" in page.content.decode()]


def test_a_misspelt_subject_finds_it_and_it_is_kept_with_the_form(visit, shelf):
    key = made.key()
    page = offered(visit(), "chnage my adress", key=key)
    assert b"These articles may help" in page.content
    assert titles(page, shelf) == ["Change an address"]
    assert Consultation.objects.get(key=key).asked == "chnage my adress"
    assert Search.objects.get(key=key).channel == Search.Channel.TICKET


@pytest.mark.parametrize(("person", "found"), [(None, 1), ("gus", 2), ("cleo", 2)])
def test_nobody_is_offered_what_they_may_not_read(cast, visit, shelf, person, found):
    browser = visit(person and getattr(cast, person))
    assert len(titles(offered(browser, "change", key=made.key()), shelf)) == found
    assert Suggestion.objects.count() == found
    answers = [browser.get(f"/articles/{article.number}/in-place/").status_code for article in shelf]
    assert answers == [200] * found + [404] * (3 - found)


@pytest.mark.parametrize("q", ["", "cha", "c h a", "?!?!", "zzzzqqqq"])
def test_nothing_found_is_nothing_shown_and_nothing_offered(visit, shelf, q):
    page = offered(visit(), q, key=made.key())
    assert (page.status_code, page.content.strip()) == (200, b"")
    assert not Consultation.objects.exists()


def test_the_description_adds_what_the_subject_did_not_find(cast, visit, shelf):
    other = make.article(cast.ana, title="Invoices", body="Where your invoices are.")
    indexing.index(other)
    page = offered(visit(), "address", about="Where are my invoices?", key=made.key()).content.decode()
    assert 0 < page.index(f"/articles/{shelf[0].number}/") < page.index(f"/articles/{other.number}/")
    assert Search.objects.get().term == "address"


def test_only_the_last_text_of_a_form_is_logged_and_long_ones_are_cut(visit, shelf):
    key = made.key()
    for q in ("chan", "change", "change " + "x" * 9000, "change an address of jo@example.com"):
        assert offered(visit(), q, key=key, about="y" * 9000).status_code == 200
    assert "jo@" not in Search.objects.get().term
    assert "jo@" not in Consultation.objects.get().asked


@pytest.mark.parametrize("key", ["", "x", "0" * 99])
def test_without_a_key_of_a_form_it_helps_and_keeps_nothing(visit, shelf, key):
    assert titles(offered(visit(), "change", key=key), shelf)
    assert visit().get(f"/articles/{shelf[0].number}/in-place/", {"key": key}).status_code == 200
    assert not Consultation.objects.exists()
    assert not Search.objects.exists()


def test_opened_in_place_it_is_read_by_the_form_and_by_the_reader(visit, shelf):
    key, nobody = made.key(), visit()
    offered(nobody, "change", key=key)
    for _ in range(2):
        page = nobody.get(f"/articles/{shelf[0].number}/in-place/", {"key": key}, **BROWSER)
    assert b"<strong>Settings</strong>" in page.content
    assert b"This solved it" in page.content
    assert Suggestion.objects.get().opened_at
    assert Search.objects.get().clicked == shelf[0]
    assert View.objects.count() == 1


def test_a_search_before_the_form_counts_as_ended_in_a_ticket(cast, visit, shelf):
    cleo, key = visit(cast.cleo), made.key()
    cleo.get("/articles/search/", {"q": "zzzz"})
    offered(cleo, "change an address", key=key)
    form = {
        "form_key": key, "subject": "Mail", "description": "Help", "category": cast.refund.parent_id,
        "subcategory": cast.refund.pk,
    }  # fmt: skip
    assert cleo.post("/tickets/new/", form).status_code == 303
    assert Search.objects.filter(filed_at__isnull=False).count() == 2


def test_a_guests_search_counts_once_the_address_is_confirmed(cast, visit, shelf):
    nobody, key = visit(), made.key()
    nobody.get("/articles/search/", {"q": "zzzz"})
    form = {
        "form_key": key, "subject": "Mail", "description": "Help", "category": cast.refund.parent_id,
        "subcategory": cast.refund.pk, "name": "Noor", "email": "noor@example.net",
    }  # fmt: skip
    nobody.post("/tickets/new/", form)
    assert not Search.objects.filter(filed_at__isnull=False).exists()
    intake.file_confirmed(guests.admit(name="Noor", email="noor@example.net"), by_mail=True)
    assert Search.objects.filter(filed_at__isnull=False).count() == 1


def test_enter_in_a_field_sends_the_ticket_and_nothing_else(visit, cast):
    """The first button of a form is what Enter presses; the one for browsers without a script stays in its noscript."""
    words = {"step": "category", "category": cast.refund.parent_id}
    assert b"Continue" in visit().post("/tickets/new/", words).content
    assert b"Continue" not in visit().post("/tickets/new/", words, HTTP_HX_REQUEST="true").content
