"""What readers looked for and what they say reaches the authors, and something is done about it."""

from datetime import timedelta

import pytest

from knowledgebase import feedback, report, writing
from knowledgebase.models import Article, Consultation, Search
from shared import clock as the_clock
from tests import queries
from tests.knowledgebase import make
from tests.make import key

pytestmark = pytest.mark.django_db
INSIGHTS = "/desk/articles/insights/"
INBOX = "/desk/articles/feedback/"


@pytest.fixture
def ana(cast, visit):
    return visit(cast.ana)


def searched(term, *, results=0, filed=False, days_ago=0):
    at = the_clock.now() - timedelta(days=days_ago)
    more = {"channel": Search.Channel.TICKET, "level": 1, "searched_at": at, "filed_at": at if filed else None}
    return Search.objects.create(term=term, results=results, **more)


class TestSearches:
    def test_what_was_not_found_is_counted_for_thirty_days(self, cast):
        for days_ago in (0, 1, 2, 31):
            searched("export data", days_ago=days_ago)
        searched("invoice")
        searched("refund", results=3)
        assert [(row["term"], row["times"]) for row in report.not_found()] == [("export data", 3), ("invoice", 1)]
        assert report.totals() == {"searches": 5, "not_found": 4, "filed": 0, "deflected": 0}

    def test_what_ended_in_a_ticket_stands_by_itself(self, cast, ana):
        searched("refund", results=3, filed=True)
        assert [row["term"] for row in report.filed_anyway()] == ["refund"]
        page = ana.get(INSIGHTS).content.decode()
        assert "/desk/articles/new/?title=refund" in page
        assert "/desk/articles/insights/other-words/?term=refund" in page

    def test_a_term_becomes_the_title_of_a_new_article(self, cast, ana):
        searched("export & import")
        page = ana.get(INSIGHTS).content.decode()
        assert "?title=export%20%26%20import" in page
        assert (
            'value="Export &amp; import"'
            in ana.get("/desk/articles/new/", {"title": "export & import"}).content.decode()
        )

    def test_a_term_is_added_to_the_other_words_of_an_article_once_with_undo(self, cast, ana):
        article = make.article(cast.ana, title="Download your data", keywords="backup")
        make.article(cast.ana, title="Refunds")
        offered = ana.get("/desk/articles/insights/other-words/", {"term": "export data"})
        assert [row.title for row in offered.context["rows"]] == ["Download your data"]
        add = f"/desk/articles/{article.number}/other-words/"
        for _ in range(2):
            assert ana.post(add, {"term": "export data"})["Location"] == INSIGHTS
        article.refresh_from_db()
        assert (article.keywords, article.version) == ("backup, export data", 2)
        assert f"/desk/articles/{article.number}/versions/1/restoring/" in ana.get(INSIGHTS).content.decode()

    def test_words_that_no_longer_fit_are_refused_with_a_way_on(self, cast, ana):
        article = make.article(cast.ana, keywords="x" * 295)
        answer = ana.post(f"/desk/articles/{article.number}/other-words/", {"term": "export data"})
        assert answer.status_code == 409
        assert "as many other words as it can hold" in answer.content.decode()

    def test_the_articles_that_help_and_those_that_do_not(self, cast, ana):
        good, bad = make.article(cast.ana, title="Good"), make.article(cast.ana, title="Bad")
        feedback.give(good, reader=cast.cleo, is_helpful=True)
        feedback.give(bad, reader=cast.cleo, is_helpful=False, reasons=["hard"])
        now = the_clock.now()
        Consultation.objects.create(key=key(), begun_at=now, solved_by=good, solved_at=now)
        assert [article.title for article, _ in report.least_helpful()] == ["Bad", "Good"]
        assert [(article.title, times) for article, times in report.deflected()] == [("Good", 1)]
        assert ana.get(INSIGHTS).status_code == 200

    def test_a_long_report_costs_what_a_short_one_costs(self, cast, ana):
        def fill(count):
            for number in range(count):
                article = make.article(cast.ana, title=f"No. {number}")
                feedback.give(article, reader=cast.cleo, is_helpful=False, reasons=["hard"])
                searched(f"term {number} of {count}")
                searched(f"filed {number} of {count}", filed=True)
                now = the_clock.now()
                Consultation.objects.create(key=key(), begun_at=now, solved_by=article, solved_at=now)

        fill(2)
        costs = [queries.count(ana, url) for url in (INSIGHTS, INBOX)]
        fill(28)
        assert [queries.count(ana, url) for url in (INSIGHTS, INBOX)] == costs
        assert max(costs) <= 20, costs


class TestFeedback:
    @pytest.fixture
    def row(self, cast):
        article = make.article(cast.ana, title="Change your e-mail address")
        words = "I cannot find <b>Settings</b>."
        return feedback.give(article, reader=cast.cleo, is_helpful=False, reasons=["hard", "broken"], comment=words)

    def test_it_lands_in_the_inbox_and_on_the_articles_own_page(self, cast, ana, row):
        for url in (INBOX, f"/desk/articles/{row.article.number}/feedback/"):
            page = ana.get(url).content.decode()
            assert "It&#x27;s hard to follow · Steps or links don&#x27;t work" in page
            assert "I cannot find &lt;b&gt;Settings&lt;/b&gt;." in page
            assert cast.cleo.name in page
            assert "read version 1" in page

    def test_it_says_which_version_was_read(self, cast, ana, row):
        writing.save(row.article, {"body": "Better words."}, by=cast.ana, seen=1)
        page = ana.get(INBOX).content.decode()
        assert "What changed since version 1" in page
        assert f"/desk/articles/{row.article.number}/versions/compare/?from=1&amp;to=2" in page

    def test_an_answer_is_kept_and_an_empty_one_is_said_at_its_field(self, cast, ana, row):
        url = f"{INBOX}{row.pk}/answer/"
        refused = ana.post(url, {"answer": " "})
        assert refused.status_code == 422
        assert "Write an answer." in refused.content.decode()
        assert ana.post(url, {"answer": "It is below Account.", "place": INBOX})["Location"] == INBOX
        row.refresh_from_db()
        assert (row.answer, row.answered_by, row.resolved_at) == ("It is below Account.", cast.ana, None)

    def test_an_answer_can_resolve_at_once(self, cast, ana, row):
        ana.post(f"{INBOX}{row.pk}/answer/", {"answer": "Done.", "then": "resolve"})
        row.refresh_from_db()
        assert row.resolved_by == cast.ana

    def test_resolving_takes_it_out_of_what_is_open_and_back_again(self, cast, ana, row):
        page = ana.post(f"{INBOX}{row.pk}/resolving/", {"place": INBOX}, follow=True).content.decode()
        assert f"{INBOX}{row.pk}/reopening/" in page
        assert "Nothing waits for an answer." in page
        assert "I cannot find" in ana.get(INBOX, {"show": "resolved"}).content.decode()
        ana.post(f"{INBOX}{row.pk}/reopening/")
        assert "I cannot find" in ana.get(INBOX).content.decode()

    @pytest.mark.parametrize("place", ["https://evil.test/", "//evil.test", "javascript:x", ""])
    def test_an_act_leads_nowhere_but_home(self, cast, ana, row, place):
        answer = ana.post(f"{INBOX}{row.pk}/resolving/", {"place": place})
        assert answer["Location"] == f"/desk/articles/{row.article.number}/feedback/"

    def test_customers_do_not_see_what_others_say(self, cast, visit, row):
        for url in (INBOX, INSIGHTS, f"/desk/articles/{Article.objects.get().number}/feedback/"):
            assert visit(cast.cleo).get(url).status_code == 404
