"""Admins tell the search what words mean, and try it before they save."""

import re

import pytest

from knowledgebase import search_rules
from knowledgebase.models import SearchRules
from knowledgebase.searching import indexing
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db

ADDRESS = "/settings/search/"


@pytest.fixture
def admin(cast, visit):
    indexing.index(make.article(cast.ana, title="Invoices", body="What was paid."))
    return visit(cast.max)


def send(client, **typed):
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(ADDRESS).content.decode())[1]
    start = {"language": "english", "synonyms": "", "stop_phrases": "", "question": "", "seen": seen}
    return client.post(ADDRESS, start | typed)


def test_only_admins_enter(cast, visit):
    assert visit(cast.max).get(ADDRESS).status_code == 200
    assert visit(cast.mia).get(ADDRESS).status_code == 403


def test_what_is_saved_counts_from_the_next_question_on(cast, visit, admin):
    assert "Invoices" not in visit().get("/articles/search/?q=bill").content.decode()
    assert send(admin, synonyms="invoice, bill").status_code == 303
    assert "Invoices" in visit().get("/articles/search/?q=bill").content.decode()


def test_a_question_can_be_tried_before_anything_is_saved(cast, admin):
    page = send(admin, synonyms="invoice, bill", stop_phrases="where is", question="Where is my bil", preview="1")
    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert "where is</" in text
    assert not SearchRules.objects.exists()
    page = send(admin, synonyms="invoice, bill", question="bill", preview="1").content.decode()
    assert "<b>bill</b> or <b>invoice</b>" in page
    assert "<mark>Invoices</mark>" in page


def test_a_line_of_one_word_and_a_language_that_is_not_there_are_refused(admin):
    page = send(admin, synonyms="invoice, bill\nlonely", language="klingon")
    assert page.status_code == 422
    assert "Line 2 holds one word" in page.content.decode()
    assert not SearchRules.objects.exists()


def test_two_admins_do_not_write_over_each_other(cast, admin):
    stale = re.search(r'name="seen" value="([^"]*)"', admin.get(ADDRESS).content.decode())[1]
    search_rules.change(language="english", synonyms="a, b", stop_phrases="", by=cast.max)
    assert send(admin, synonyms="c, d", seen=stale).status_code == 409
    assert SearchRules.current().synonyms == "a, b"


def test_another_language_makes_the_index_again(cast, admin, post_office, monkeypatch):
    monkeypatch.setattr("knowledgebase.tasks.rebuild_search_here.delay", indexing.rebuild)
    send(admin, language="german")
    assert not indexing.is_in_its_language()
    post_office()
    assert indexing.is_in_its_language()
