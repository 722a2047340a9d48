"""Words that no database keeps, and moments that no calendar has, are answered like any others."""

from datetime import date

import pytest

from knowledgebase import feedback
from knowledgebase.models import Article, Feedback, Status
from tenants.models import Profile
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db
OTHER_WORDS = "/desk/articles/insights/other-words/"


@pytest.fixture
def ana(cast, visit):
    return visit(cast.ana)


@pytest.fixture
def article(cast):
    return make.article(cast.ana)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/desk/articles/", {"q": "e-mail\0"}),
        (OTHER_WORDS, {"term": "mail\0box"}),
        (OTHER_WORDS, {"term": "mailbox", "q": "\0"}),
    ],
)
def test_a_question_with_a_nul_in_it_is_answered(ana, article, address, asked):
    assert ana.get(address, asked).status_code == 200


def test_a_nul_is_left_out_of_what_an_author_sends(cast, ana, article):
    ana.post(f"/desk/articles/{article.number}/other-words/", {"term": "mail\0box"})
    assert Article.objects.get().keywords == "mailbox"
    said = feedback.give(article, reader=cast.cleo, is_helpful=False, reasons=["other"])
    ana.post(f"/desk/articles/feedback/{said.pk}/answer/", {"answer": "Than\0ks"})
    assert Feedback.objects.get().answer == "Thanks"


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2999-01-01T00:00:00+23:59"])
def test_a_way_back_to_a_moment_that_there_is_not_is_refused(cast, ana, at):
    article = make.draft(cast.ana)
    answer = ana.post(f"/desk/articles/{article.number}/state/?at={at.replace('+', '%2B')}", {"to": "scheduled"})
    assert answer.status_code in (303, 409)
    assert ana.get("/desk/articles/").status_code == 200


def test_an_article_is_not_scheduled_for_the_end_of_the_calendar(cast, ana):
    Profile.objects.update(time_zone="America/New_York")
    article = make.draft(cast.ana)
    typed = {
        "title": "At last",
        "body": "Words",
        "visibility": 0,
        "category": article.category.slug,
        "author": cast.ana.pk,
        "seen": 1,
        "then": "schedule",
        "publish_day": date.max.isoformat(),
        "publish_time": "23:59",
    }
    assert ana.post(f"/desk/articles/{article.number}/", typed).status_code == 422
    assert Article.objects.get().status == Status.DRAFT
    assert ana.get("/desk/articles/?show=drafts").status_code == 200
