"""Admins keep the categories of articles in order."""

import re

import pytest
from django.urls import reverse

from knowledgebase import categories
from knowledgebase.models import ArticleCategory
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


def hidden(response):
    return dict(re.findall(r'name="(seen|form_key)" value="([^"]*)"', response.content.decode()))


@pytest.fixture
def admin(cast, visit):
    return visit(cast.max)


@pytest.fixture
def account(cast):
    return make.category(cast.max, "Account")


def test_only_admins_enter(cast, visit, account):
    for address in (url("article_categories"), url("add_article_category"), url("article_category", account)):
        assert visit(cast.max).get(address).status_code == 200
        assert visit(cast.mia).get(address).status_code == 403
        assert visit(cast.cleo).get(address).status_code == 404


def test_a_category_and_a_subcategory_are_added_once(admin, account):
    page = admin.get(url("add_article_subcategory", account))
    words = {"name": "Sign-in", "description": "Passwords and keys", **hidden(page)}
    answers = [admin.post(url("add_article_subcategory", account), words) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {url("article_category", account)}
    (below,) = ArticleCategory.objects.filter(parent=account)
    assert (str(below), below.slug) == ("Account › Sign-in", "sign-in")
    assert "Sign-in" in admin.get(url("article_categories")).content.decode()


def test_a_third_level_is_not_found(cast, admin, account):
    below = categories.add(by=cast.max, name="Sign-in", parent=account)
    assert admin.get(url("add_article_subcategory", below)).status_code == 404


def test_a_name_that_is_taken_is_said_at_the_field(admin, account):
    answer = admin.post(url("add_article_category"), {"name": "Account", "description": "Typed with care"})
    assert answer.status_code == 422
    assert "There is a category of this name already." in answer.content.decode()
    assert "Typed with care" in answer.content.decode()


def test_a_category_that_readers_need_says_what_stands_in_it(cast, admin, account):
    make.article(cast.ana, category=account)
    assert "1 article stands here for readers." in admin.get(url("article_category", account)).content.decode()
    refused = admin.post(url("archive_article_category", account))
    assert refused.status_code == 409
    assert "an article stands" in refused.content.decode()


def test_an_empty_one_is_archived_with_a_way_back(admin, account):
    page = admin.post(url("archive_article_category", account), follow=True).content.decode()
    assert "Account is archived." in page
    assert url("restore_article_category", account) in page
    admin.post(url("restore_article_category", account))
    account.refresh_from_db()
    assert account.archived_at is None


def test_they_move_among_their_own(cast, admin, account):
    billing = make.category(cast.max, "Billing")
    admin.post(url("move_article_category", billing), {"to": "up"})
    names = list(ArticleCategory.objects.in_use().top().values_list("name", flat=True))
    assert names.index("Billing") < names.index("Account")


def test_the_second_of_two_admins_is_told(admin, account):
    seen = hidden(admin.get(url("article_category", account)))
    admin.post(url("article_category", account), {"name": "Your account", "description": "", **seen})
    second = admin.post(url("article_category", account), {"name": "My account", "description": "", **seen})
    assert second.status_code == 409
    assert "saved now as <b>Your account</b>, you typed <b>My account</b>" in second.content.decode()
