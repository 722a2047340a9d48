"""A script that asks and asks is answered, and changes nothing of what authors and readers are told."""

from datetime import timedelta

import pytest

from accounts import throttle
from knowledgebase import searchlog
from knowledgebase.models import Consultation, Search, View
from knowledgebase.searching import indexing
from tests.knowledgebase import make
from tests.make import key

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast, monkeypatch):
    monkeypatch.setitem(throttle._NOTED, "search", (3, timedelta(hours=1)))
    article = make.article(cast.ana, title="Change an address")
    indexing.index(article)
    return article


def test_only_so_many_searches_of_one_network_are_written_down(visit, article, clock):
    for number in range(5):
        answer = visit().get("/articles/search/", {"q": f"address {number}"})
        assert b"1 article for" in answer.content
    assert Search.objects.count() == 3
    visit().get("/articles/search/", {"q": "address"}, REMOTE_ADDR="192.0.2.7")
    assert Search.objects.count() == 4
    clock(hours=2)
    visit().get("/articles/search/", {"q": "address"})
    assert Search.objects.count() == 5


def test_made_up_keys_of_forms_fill_nothing_and_a_form_goes_on(visit, article):
    def offered(form, subject):
        page = visit().get("/articles/suggestions/", {"q": subject, "key": form})
        assert b"These articles may help" in page.content

    mine = key()
    offered(mine, "change")
    for _ in range(4):
        offered(key(), "change")
    assert Search.objects.count() == Consultation.objects.count() == 3
    offered(mine, "change the address")
    assert Consultation.objects.get(key=mine).asked == "change the address"


def test_the_broom_forgets_what_was_looked_for_long_ago(visit, article, clock):
    visit().get("/articles/search/", {"q": "anna nowak address"})
    clock(days=89)
    assert searchlog.forget_old() == 0
    clock(days=2)
    assert searchlog.forget_old() == 1
    assert not Search.objects.exists()


def test_one_address_does_not_become_a_crowd_of_readers(visit, article):
    for number in range(60):
        agent = f"Mozilla/5.0 (X11; Linux x86_64; rv:{number}.0) Gecko/20100101 Firefox/{number}.0"
        address = f"2001:db8::{number:x}"
        url = f"/articles/{article.number}-{article.slug}/"
        visit().get(url, headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert View.objects.count() <= 32
