"""Authors find their articles, and what readers make of them."""

from datetime import timedelta

import pytest

from knowledgebase import author_list, categories, feedback, publishing, writing
from knowledgebase.models import Article, Consultation, Visibility
from shared import clock as the_clock
from tests import queries
from tests.knowledgebase import make
from tests.make import key

pytestmark = pytest.mark.django_db
DESK = "/desk/articles/"


def titles(browser, **asked):
    page = browser.get(DESK, asked)
    assert page.status_code == 200
    return [row.title for row in page.context["rows"]]


@pytest.fixture
def ana(cast, visit):
    return visit(cast.ana)


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("mia", 200), ("max", 200), ("cleo", 404), ("gus", 404)])
def test_staff_write_articles_and_customers_do_not(cast, visit, who, status):
    make.draft(cast.ana)
    for url in (DESK, f"{DESK}new/", f"{DESK}{Article.objects.get().number}/"):
        assert visit(getattr(cast, who)).get(url).status_code == status


def test_an_admin_without_a_desk_has_the_articles_in_the_menu(cast, visit):
    page = visit(cast.max).get(DESK).content.decode()
    assert f'<a class="nav__item" href="{DESK}" title="Articles" aria-current="page">' in page
    assert "My queue" not in page
    assert f'href="{DESK}"' in visit(cast.max).get("/settings/categories/").content.decode()


def test_each_list_holds_what_its_name_says(cast, ana):
    make.article(cast.ana, title="Published")
    make.draft(cast.ben, title="Draft")
    publishing.archive(make.article(cast.ana, title="Archived"), by=cast.ana)
    tomorrow = the_clock.now() + timedelta(days=1)
    publishing.schedule(make.draft(cast.ben, title="Scheduled"), at=tomorrow, by=cast.ben)
    due = make.article(cast.ben, title="Due")
    writing.care(due, author=cast.ben, review_on=author_list.today(), by=cast.ben)
    assert set(titles(ana)) == {"Published", "Scheduled", "Due"}
    assert titles(ana, show="drafts") == ["Draft"]
    assert titles(ana, show="archived") == ["Archived"]
    assert titles(ana, show="review") == ["Due"]
    assert titles(ana, show="mine") == ["Published"]


def test_a_category_holds_its_subcategories_articles_too(cast, ana):
    account = make.category(cast.max, "Account")
    below = categories.add(by=cast.max, name="Sign-in", parent=account)
    make.article(cast.ana, title="Above", category=account)
    make.article(cast.ana, title="Below", category=below)
    make.article(cast.ana, title="Beside", category=make.category(cast.max, "Billing"))
    assert set(titles(ana, **{"in": "account"})) == {"Above", "Below"}
    assert titles(ana, **{"in": "sign-in"}) == ["Below"]


def test_an_article_is_found_by_words_of_its_title_its_other_words_and_its_number(cast, ana):
    article = make.draft(cast.ana, title="Change your e-mail address", keywords="mailbox, login name")
    make.draft(cast.ana, title="Refunds")
    for words in ("address change", "login", str(article.number), f"#{article.number}"):
        assert titles(ana, show="drafts", q=words) == [article.title]
    assert titles(ana, show="drafts", q="address refunds") == []
    assert "No article matches" in ana.get(DESK, {"q": "never"}).content.decode()


def test_what_helps_least_comes_first_and_one_no_weighs_less_than_many(cast, ana):
    def voted(title, yes, no):
        article = make.article(cast.ana, title=title)
        for number in range(yes + no):
            said = {"is_helpful": True} if number < yes else {"is_helpful": False, "reasons": ["other"]}
            feedback.give(article, visitor=f"{title}{number}", **said)

    voted("Mostly bad", 1, 8)
    voted("One no", 0, 1)
    voted("Good", 6, 1)
    make.article(cast.ana, title="Unread")
    assert titles(ana, sort="unhelpful") == ["Mostly bad", "One no", "Good", "Unread"]
    row = ana.get(DESK, {"q": "Mostly"}).context["rows"][0]
    assert (row.helpful, row.votes, row.open_feedback) == (11, 9, 8)


def test_a_ticket_that_was_not_needed_counts_for_its_article_for_thirty_days(cast, ana, clock):
    article = make.article(cast.ana)
    now = the_clock.now()
    Consultation.objects.create(key=key(), begun_at=now, solved_by=article, solved_at=now)
    assert ana.get(DESK).context["rows"][0].deflected == 1
    clock(days=31)
    assert ana.get(DESK).context["rows"][0].deflected == 0


def test_who_may_read_it_and_an_overdue_review_are_said(cast, ana):
    article = make.article(cast.ana, visibility=Visibility.STAFF)
    writing.care(article, author=cast.ana, review_on=author_list.today() - timedelta(days=1), by=cast.ana)
    page = ana.get(DESK).content.decode()
    assert "Staff only" in page
    assert "Review due" in page


def test_thirty_articles_cost_what_two_cost(cast, ana):
    def write(count):
        for number in range(count):
            article = make.article(cast.ana, title=f"No. {number}", category=make.category(cast.max, f"C{number}"))
            feedback.give(article, reader=cast.cleo, is_helpful=False, reasons=["other"])

    write(2)
    costs = {sort: queries.count(ana, f"{DESK}?sort={sort}") for sort in author_list.ORDERS}
    write(28)
    assert ana.get(DESK).content.count(b"No. ") == 30
    assert {sort: queries.count(ana, f"{DESK}?sort={sort}") for sort in author_list.ORDERS} == costs
    assert max(costs.values()) <= 16, costs


def test_an_article_begins_with_its_title_and_opens_in_the_editor(cast, ana):
    page = ana.get(f"{DESK}new/", {"title": "export my data"})
    assert page.context["form"].initial["title"] == "Export my data"
    words = {"title": "Export your data", "category": "", "form_key": key()}
    first, second = (ana.post(f"{DESK}new/", words) for _ in range(2))
    article = Article.objects.get()
    assert first["Location"] == second["Location"] == f"{DESK}{article.number}/"
    assert article.author == cast.ana
    refused = ana.post(f"{DESK}new/", {"title": " ", "form_key": key()})
    assert refused.status_code == 422
    assert "Enter a title." in refused.content.decode()
