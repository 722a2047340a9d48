"""Was this article helpful? One answer for each reader and article, and the author's words back."""

import pytest

from activity.models import Event
from knowledgebase import events, feedback, publishing, writing
from knowledgebase.models import Feedback
from shared.refusal import Refusal
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast):
    return make.article(cast.ana)


def no(article, **more):
    """Say that an article did not help, because it is out of date."""
    return feedback.give(article, **{"is_helpful": False, "reasons": ["outdated"]} | more)


def told(name):
    return Event.objects.filter(name=name).count()


class TestGiving:
    def test_a_reader_has_one_answer_and_may_change_it(self, cast, article):
        feedback.give(article, reader=cast.cleo, is_helpful=True)
        changed = no(article, reader=cast.cleo, comment=" Step 3 is gone. ")
        assert Feedback.objects.get() == changed
        assert (changed.is_helpful, changed.reasons, changed.comment) == (False, ["outdated"], "Step 3 is gone.")
        assert changed.reasons_in_words == ["It's out of date"]
        feedback.give(article, reader=cast.cleo, is_helpful=True)
        assert Feedback.objects.get().comment == ""

    def test_readers_and_visitors_do_not_share_one(self, cast, article):
        for who in ({"reader": cast.cleo}, {"reader": cast.gus}, {"visitor": "a"}, {"visitor": "b"}):
            no(article, **who)
        assert Feedback.objects.count() == 4
        assert feedback.of(article, reader=cast.cleo, visitor="a").reader == cast.cleo
        assert feedback.of(article, visitor="b").visitor == "b"
        assert feedback.of(article, visitor="c") is None
        assert feedback.of(article) is None

    def test_saying_the_same_again_is_no_news(self, cast, article):
        first = no(article, reader=cast.cleo)
        again = no(article, reader=cast.cleo)
        assert (again.pk, again.given_at) == (first.pk, first.given_at)
        assert told(events.FEEDBACK_GIVEN) == 1

    @pytest.mark.parametrize("reasons", [[], ["made-up"], [""]])
    def test_no_needs_a_reason(self, cast, article, reasons):
        with pytest.raises(Refusal, match="Select at least one reason"):
            no(article, reader=cast.cleo, reasons=reasons)
        assert not Feedback.objects.exists()

    def test_a_comment_has_an_end(self, cast, article):
        no(article, reader=cast.cleo, comment="x" * 1000)
        with pytest.raises(Refusal, match="1,001"):
            no(article, reader=cast.gus, comment="x" * 1001)

    def test_it_is_about_the_version_that_was_read(self, cast, article):
        assert no(article, reader=cast.cleo).version == 1
        saved = writing.save(article, {"title": "Shorter"}, by=cast.ana, seen=1)
        assert no(saved, reader=cast.cleo, comment="Still.").version == 2


class TestAnswering:
    def test_an_author_answers_resolves_and_takes_it_back(self, cast, article):
        row = feedback.answer(no(article, reader=cast.cleo), " Step 3 is back. ", by=cast.ana)
        assert (row.answer, row.answered_by) == ("Step 3 is back.", cast.ana)
        assert feedback.resolve(row, by=cast.ben).resolved_by == cast.ben
        reopened = feedback.reopen(row, by=cast.mia)
        assert (reopened.resolved_at, reopened.resolved_by) == (None, None)

    def test_doing_it_twice_is_told_once(self, cast, article):
        row = no(article, reader=cast.cleo)
        for _ in range(2):
            feedback.answer(row, "Step 3 is back.", by=cast.ana)
            feedback.resolve(row, by=cast.ana)
        for name in (events.FEEDBACK_ANSWERED, events.FEEDBACK_RESOLVED):
            assert told(name) == 1

    def test_a_changed_answer_is_open_again_and_keeps_what_the_author_said(self, cast, article):
        row = feedback.answer(no(article, reader=cast.cleo), "Step 3 is back.", by=cast.ana)
        feedback.resolve(row, by=cast.ana)
        changed = no(article, reader=cast.cleo, comment="Not for me.")
        assert changed.resolved_at is None
        assert changed.answer == "Step 3 is back."

    @pytest.mark.parametrize("text", ["", " ", "x" * 2001])
    def test_an_answer_has_words_but_not_too_many(self, cast, article, text):
        with pytest.raises(Refusal):
            feedback.answer(no(article, reader=cast.cleo), text, by=cast.ana)


class TestTheMail:
    @pytest.fixture
    def row(self, cast, article, post_office):
        row = no(article, reader=cast.cleo, comment="Step 3 is gone.")
        post_office()
        return row

    def test_the_reader_gets_the_answer(self, cast, article, row, post_office):
        feedback.answer(row, "Step 3 is back.", by=cast.ana)
        (mail,) = post_office()
        assert mail.to == [cast.cleo.email]
        assert article.title in mail.subject
        assert "Step 3 is back." in mail.body
        assert f"/k/{article.number}" in mail.body

    def test_a_visitor_has_no_address_to_write_to(self, cast, article, post_office):
        feedback.answer(no(article, visitor="a"), "Step 3 is back.", by=cast.ana)
        assert post_office() == []

    def test_who_cannot_read_the_article_any_more_hears_nothing_of_it(self, cast, article, row, post_office):
        publishing.unpublish(article, by=cast.ana)
        feedback.answer(row, "Step 3 is back.", by=cast.ana)
        assert post_office() == []

    def test_who_left_gets_no_mail(self, cast, row, post_office):
        cast.cleo.is_active = False
        cast.cleo.save()
        feedback.answer(row, "Step 3 is back.", by=cast.ana)
        assert post_office() == []
