"""The results page, and what is remembered of a search."""

import re

import pytest
from django.core import signing
from django.test import RequestFactory

from knowledgebase import publishing, searched
from knowledgebase.models import Search, Visibility
from knowledgebase.searching import indexing
from tests.knowledgebase import make
from tests.knowledgebase.test_portal import text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(cast):
    """Three articles about refunds, for three kinds of readers, and a longer shelf about passwords."""
    billing = make.category(cast.max, "Billing")
    found = {
        level: make.article(cast.ana, title=f"Refund {level.name.lower()}", visibility=level, category=billing)
        for level in Visibility
    }
    for number in range(11):
        make.article(cast.ana, title=f"Password {number}")
    indexing.rebuild()
    return found


def look_for(client, question, **more):
    return client.get("/articles/search/", {"q": question} | more)


def key_in(answer):
    return re.search(r"\?found=([0-9a-f-]{36})", text(answer))[1]


class TestTheResultsPage:
    def test_it_keeps_the_question_and_marks_what_was_found(self, visit, shelf):
        page = text(look_for(visit(), "refund"))
        assert 'value="refund"' in page
        assert "1 article for ‘refund’" in page
        assert "<mark>Refund</mark> public" in page

    def test_each_finds_and_counts_what_is_meant_for_them(self, cast, visit, shelf):
        for person, count in ((None, 1), (cast.cleo, 2), (cast.ana, 3)):
            page = text(look_for(visit(person), "refund"))
            assert re.search(rf"\b{count} articles? for", page)
            assert ("</mark> staff" in page) == (count == 3)

    def test_a_typing_error_is_put_right_and_said(self, visit, shelf):
        page = text(look_for(visit(), "pasword"))
        assert 'value="pasword"' in page
        assert "Showing results for <b>password</b>" in page

    def test_it_can_be_narrowed_to_a_category(self, cast, visit, shelf):
        assert "in Billing" in text(look_for(visit(), "refund", **{"in": "billing"}))
        nothing = text(look_for(visit(), "refund", **{"in": "account"}))
        assert "No articles for ‘refund’" in nothing
        assert "search all categories" in nothing
        internal = make.staff_only(cast.ana, category=make.category(cast.max, "Internal"))
        page = text(look_for(visit(), "refund", **{"in": internal.category.slug}))
        assert "Internal" not in page

    def test_there_are_pages(self, visit, shelf):
        first, second = look_for(visit(), "password"), look_for(visit(), "password", page=2)
        assert "Page 1 of 2" in text(first)
        assert "?q=password&amp;page=2" in text(first)
        assert text(second).count("<mark>Password</mark>") == 1
        for nonsense in ("0", "x", "99", "²"):
            assert look_for(visit(), "password", page=nonsense).status_code == 200

    def test_nothing_found_goes_on_to_a_ticket_about_it(self, cast, visit, shelf):
        page = text(look_for(visit(cast.cleo), 'zebra "crossing" & co'))
        assert "No articles for ‘zebra &quot;crossing&quot; &amp; co’" in page
        assert "/tickets/new/?subject=zebra%20%22crossing%22%20%26%20co" in page
        assert "subject=" not in text(look_for(visit(cast.ana), "zebra crossing"))

    @pytest.mark.parametrize("question", ["", " ", "?!", "\0", "<script>alert(1)</script>", "a" * 5000])
    def test_nothing_that_is_typed_breaks_it(self, visit, shelf, question):
        answer = look_for(visit(), question)
        assert answer.status_code in (200, 400)
        assert "<script>alert" not in text(answer)

    def test_search_engines_leave_it_alone(self, visit, shelf):
        assert '<meta name="robots" content="noindex">' in text(look_for(visit(), "refund"))


class TestWhatIsRemembered:
    def test_the_first_page_is_logged_once_and_the_others_not(self, visit, shelf):
        client = visit()
        look_for(client, "password")
        look_for(client, "password", page=2)
        look_for(client, "")
        (row,) = Search.objects.all()
        assert (row.term, row.results, row.channel) == ("password", 11, Search.Channel.PAGE)

    def test_what_was_opened_is_noted_and_the_address_is_clean_again(self, visit, shelf):
        client, article = visit(), shelf[Visibility.PUBLIC]
        key = key_in(look_for(client, "refund"))
        answer = client.get(f"{url(article)}?found={key}")
        assert (answer.status_code, answer.headers["Location"]) == (302, url(article))
        assert Search.objects.get(key=key).clicked == article

    def test_what_cannot_be_read_is_not_noted(self, cast, visit, shelf):
        client, article = visit(), shelf[Visibility.STAFF]
        key = key_in(look_for(client, "refund"))
        assert client.get(f"{url(article)}?found={key}").status_code == 404
        gone = publishing.unpublish(shelf[Visibility.PUBLIC], by=cast.ana)
        assert client.get(f"{url(gone)}?found={key}").status_code == 410
        assert Search.objects.get(key=key).clicked is None

    @pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000", "'", "a" * 500])
    def test_a_made_up_key_changes_nothing(self, visit, shelf, key):
        assert visit().get(f"{url(shelf[Visibility.PUBLIC])}", {"found": key}).status_code == 302

    def test_the_last_search_stays_for_an_hour_and_is_nobody_elses(self, visit, shelf):
        client = visit()
        answer = look_for(client, "refund")
        cookie = answer.cookies["searched"]
        assert (bool(cookie["httponly"]), cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
        request = RequestFactory().get("/")
        assert searched.last(request) is None
        request.COOKIES["searched"] = cookie.value
        assert searched.last(request) == key_in(answer)
        request.COOKIES["searched"] = signing.get_cookie_signer(salt="searchedelsewhere").sign("x")
        assert searched.last(request) is None
