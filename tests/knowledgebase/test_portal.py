"""The help centre as its readers see it: who finds what, and what they are told."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledgebase import categories, publishing, viewing, writing
from knowledgebase.models import Article, Feedback, View, Visibility
from knowledgebase.searching import indexing
from knowledgebase.views import crawlers as crawler_views
from tests import queries
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def url(article):
    return f"/articles/{article.number}-{article.slug}/"


def text(answer):
    return answer.content.decode()


class TestOneArticle:
    def test_renamed_moved_unpublished_and_restored_it_is_followed_through_its_short_link(self, cast, visit):
        article, cleo = make.article(cast.ana), visit(cast.cleo)
        short = f"/k/{article.number}"

        def leads_to():
            answer = cleo.get(short)
            assert answer.status_code == 301
            assert cleo.get(answer.headers["Location"]).status_code == 200
            return answer.headers["Location"]

        first = leads_to()
        assert first == f"/articles/{article.number}-change-your-e-mail-address/"
        article = writing.save(article, {"title": "A new address"}, by=cast.ana, seen=1)
        assert leads_to() == f"/articles/{article.number}-a-new-address/"
        moved = cleo.get(f"{first}?from=mail")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"{leads_to()}?from=mail")
        billing = make.category(cast.max, "Billing")
        article = writing.save(article, {"category": billing}, by=cast.ana, seen=2)
        assert "Billing" in text(cleo.get(leads_to()))

        article = publishing.unpublish(article, by=cast.ana)
        for gone in (short, first, url(article)):
            answer = cleo.get(gone)
            assert answer.status_code == 410
            assert "no longer published" in text(answer)
            assert "A new address" not in text(answer)
        publishing.archive(article, by=cast.ana)
        assert cleo.get(short).status_code == 410
        article = publishing.publish(publishing.restore(article, by=cast.ana), by=cast.ana)
        assert leads_to() == url(article)

    def test_it_says_when_it_changed_and_how_to_share_it(self, cast, visit, clock):
        article = make.article(cast.ana)
        page = text(visit().get(url(article)))
        assert "Modified on" in page
        assert f"acme.test/k/{article.number}</a>" in page

    @pytest.mark.parametrize(("headings", "listed"), [(2, False), (3, True)])
    def test_three_headings_make_a_list_of_contents(self, cast, visit, headings, listed):
        body = "\n\n".join(f"## Part {number}\n\nWords." for number in range(headings))
        page = text(visit().get(url(make.article(cast.ana, body=body))))
        assert ("On this page" in page) == listed
        assert page.count('href="#s-part-1"') == (2 if listed else 0)

    def test_what_only_some_may_read_says_so(self, cast, visit):
        for level, words in ((Visibility.SIGNED_IN, "Only signed-in customers"), (Visibility.STAFF, "Only staff")):
            article = make.article(cast.ana, visibility=level)
            assert words in text(visit(cast.ana).get(url(article)))
        assert "Only s" not in text(visit().get(url(make.article(cast.ana))))

    def test_still_stuck_takes_the_title_along(self, cast, visit):
        article = make.article(cast.ana, title="Refunds & credits")
        assert "/tickets/new/?subject=Refunds%20%26%20credits" in text(visit(cast.cleo).get(url(article)))
        assert "subject=" not in text(visit(cast.ana).get(url(article)))

    def test_a_title_is_never_markup(self, cast, visit):
        article = make.article(cast.ana, title='<b>"Bold" & </title><script>1</script>', summary='"><img src=x>')
        for address in (url(article), "/articles/in/account/", "/sitemap.xml"):
            page = text(visit().get(address))
            assert "<script>1" not in page
            assert "<img src=x>" not in page


class TestForOtherSites:
    def test_what_everybody_may_read_can_be_quoted(self, cast, visit):
        article = make.article(cast.ana, summary="What to do when it changes.")
        page = text(visit().get(url(article)))
        assert f'<link rel="canonical" href="http://acme.test{url(article)}">' in re.sub(r":\d+/", "/", page)
        assert '<meta property="og:title" content="Change your e-mail address">' in page
        assert '<meta name="description" content="What to do when it changes.">' in page
        assert "noindex" not in page

    def test_without_a_summary_it_is_described_by_how_it_begins(self, cast, visit):
        page = text(visit().get(url(make.article(cast.ana, body="## Before\n\n" + "Open the **settings**. " * 20))))
        described = re.search(r'<meta name="description" content="([^"]*)"', page)[1]
        assert described.startswith("Before Open the settings.")
        assert len(described) <= 160

    @pytest.mark.parametrize("level", [Visibility.SIGNED_IN, Visibility.STAFF])
    def test_what_only_some_may_read_cannot(self, cast, visit, level):
        page = text(visit(cast.ana).get(url(make.article(cast.ana, visibility=level))))
        assert '<meta name="robots" content="noindex">' in page
        assert "og:" not in page
        assert "canonical" not in page
        assert 'name="description"' not in page

    def test_the_sitemap_lists_what_everybody_may_read_whoever_asks(self, cast, visit):
        shelf = {level: make.article(cast.ana, title=level.name, visibility=level) for level in Visibility}
        make.draft(cast.ana, title="Not yet")
        publishing.unpublish(make.article(cast.ana, title="No more"), by=cast.ana)
        for person in (None, cast.cleo, cast.max):
            answer = visit(person).get("/sitemap.xml")
            assert answer.headers["Content-Type"] == "application/xml"
            assert text(answer).count("<loc>") == 1
            assert f"{url(shelf[Visibility.PUBLIC])}</loc>" in text(answer)
            assert "<lastmod>" in text(answer)

    def test_a_long_sitemap_comes_in_parts(self, cast, visit, monkeypatch):
        monkeypatch.setattr(crawler_views, "MOST_ADDRESSES", 2)
        for number in range(5):
            make.article(cast.ana, title=f"Article {number}")
        client = visit()
        assert re.findall(r"sitemap\.xml\?page=\d", text(client.get("/sitemap.xml")))[-1].endswith("3")
        assert [text(client.get(f"/sitemap.xml?page={page}")).count("<url>") for page in (1, 2, 3)] == [2, 2, 1]
        for nonsense in ("0", "4", "x", "-1", "²", "9" * 9):
            assert client.get(f"/sitemap.xml?page={nonsense}").status_code == 404

    def test_crawlers_are_told_where_not_to_look(self, cast, visit):
        answer = visit().get("/robots.txt")
        assert answer.headers["Content-Type"] == "text/plain"
        lines = text(answer).splitlines()
        assert {
            "Disallow: /desk/",
            "Disallow: /settings/",
            "Disallow: /tickets/",
            "Disallow: /articles/search/",
        } <= set(lines)
        assert re.fullmatch(r"Sitemap: http://acme\.test(:\d+)?/sitemap\.xml", lines[-1])


class TestWithoutRights:
    """A reader looks for an article that is not for them, on every way there is."""

    TITLE = "Refunds above the limit"

    @pytest.fixture
    def hidden(self, cast):
        internal = make.category(cast.max, "Internal")
        make.article(cast.ana, title="Refunds for everybody")
        article = make.staff_only(cast.ana, title=self.TITLE, category=make.category(cast.max, "Money", internal))
        make.staff_only(cast.ana, title="Refunds among ourselves")
        Article.objects.filter(pk=article.pk).update(recent_views=99)
        indexing.rebuild()
        return article

    def test_pages_do_not_name_it_or_count_it(self, cast, visit, hidden):
        others = Article.objects.get(title="Refunds for everybody")
        for person in (None, cast.cleo, cast.gus):
            client = visit(person)
            asked = ("/articles/search/?q=refunds+above", "/articles/suggestions/?q=refunds+above&key=")
            for address in ("/", "/articles/", "/articles/in/account/", url(others), "/sitemap.xml", *asked):
                page = text(client.get(address))
                # Not the whole title: what is found may be marked within it.
                assert "the limit" not in page, address
                assert "Internal" not in page, address
                assert "ourselves" not in page, address
            assert re.search(r"1 article\b", text(client.get("/articles/in/account/")))
            assert client.get("/articles/in/internal/").status_code == 404
            assert client.get("/articles/in/money/").status_code == 404
        assert self.TITLE in text(visit(cast.ana).get("/articles/in/internal/"))

    def test_its_addresses_lead_nowhere(self, cast, visit, hidden):
        draft = make.draft(cast.ana, title="Not yet")
        for person in (None, cast.cleo, cast.gus):
            client = visit(person)
            for article in (hidden, draft):
                base = f"/articles/{article.number}"
                short, asked = f"/k/{article.number}", f"{base}/feedback/"
                in_place = f"{base}/in-place/"
                for address in (url(article), f"{base}-x/", short, asked, f"{asked}challenge/", in_place):
                    answer = client.get(address)
                    assert answer.status_code == 404, address
                    assert article.title not in text(answer)
                assert client.post(f"{base}/feedback/", {"answer": "yes"}).status_code == 404
        assert not Feedback.objects.exists()
        assert not View.objects.exists()

    def test_once_unpublished_they_still_lead_nowhere(self, cast, visit, hidden):
        publishing.unpublish(hidden, by=cast.ana)
        for address in (url(hidden), f"/k/{hidden.number}", f"/articles/{hidden.number}/feedback/"):
            assert visit(cast.cleo).get(address).status_code == 404
            assert visit(cast.ana).get(address).status_code == 410


class TestShelves:
    def test_lists_of_the_first_page_wait_for_a_third_article(self, cast, visit):
        for number in range(2):
            make.article(cast.ana, title=f"Article {number}")
        Article.objects.update(recent_views=5)
        page = text(visit().get("/"))
        assert "Most viewed" not in page
        assert "Most recent" not in page
        make.article(cast.ana, title="Article 2")
        page = text(visit().get("/"))
        assert "Most viewed" not in page
        assert "Most recent" in page
        Article.objects.update(recent_views=5)
        assert "Most viewed" in text(visit().get("/"))

    def test_they_hold_ten_with_ties_by_title(self, cast, visit):
        for number in range(12):
            make.article(cast.ana, title=f"Article {number:02}")
        Article.objects.update(recent_views=1)
        Article.objects.filter(title="Article 11").update(recent_views=2)
        listed = visit().get("/").context["most_viewed"]
        assert [article.title[-2:] for article in listed] == ["11", *(f"{number:02}" for number in range(9))]

    def test_a_small_change_is_no_news_and_a_large_one_is(self, cast, visit, clock):
        old = make.article(cast.ana, title="Old")
        for title in ("Newer", "Newest"):
            clock(days=1)
            make.article(cast.ana, title=title)
        clock(days=1)
        old = writing.save(old, {"body": "A comma."}, by=cast.ana, seen=1)
        assert visit().get("/").context["most_recent"][-1] == old
        writing.save(old, {"body": "All of it."}, by=cast.ana, seen=2, is_major=True)
        assert visit().get("/").context["most_recent"][0] == old

    def test_nothing_published_says_so(self, cast, visit):
        for address in ("/", "/articles/"):
            assert "No articles yet" in text(visit(cast.cleo).get(address))

    def test_a_category_shows_its_own_in_pages_and_the_first_of_those_below(self, cast, visit):
        account = make.category(cast.max, "Account")
        below = make.category(cast.max, "Sign-in", account)
        for number in range(21):
            make.article(cast.ana, title=f"Own {number:02}", category=account)
        for number in range(7):
            make.article(cast.ana, title=f"Below {number}", category=below)
        page = visit().get("/articles/in/account/")
        assert "28 articles" in text(page)
        assert "Page 1 of 2" in text(page)
        assert text(page).count(">Below ") == 5
        assert "All 7 articles in Sign-in" in text(page)
        second = text(visit().get("/articles/in/account/?page=2"))
        assert "Own 20" in second
        assert "Below" not in second
        assert text(visit().get("/articles/in/sign-in/")).count(">Below ") == 7
        for nonsense in ("0", "x", "99", "-1"):
            assert visit().get(f"/articles/in/account/?page={nonsense}").status_code == 200

    def test_a_renamed_category_keeps_its_address(self, cast, visit):
        categories.change(make.article(cast.ana).category, by=cast.max, name="Your account", description="")
        assert "Your account" in text(visit().get("/articles/in/account/"))

    def test_an_empty_category_is_there_for_staff_alone(self, cast, visit):
        make.category(cast.max, "Plans")
        assert visit(cast.max).get("/articles/in/plans/").status_code == 200
        assert visit(cast.cleo).get("/articles/in/plans/").status_code == 404
        assert visit(cast.max).get("/articles/in/%00/").status_code == 404

    def test_related_articles_share_words_first(self, cast, visit):
        article = make.article(cast.ana, title="Change your password")
        make.article(cast.ana, title="Delete everything")
        make.article(cast.ana, title="Passwords that are too short")
        elsewhere = make.category(cast.max, "Billing")
        make.article(cast.ana, title="Change your card", category=elsewhere)
        related = visit().get(url(article)).context["related"]
        assert [other.title for other in related] == ["Passwords that are too short", "Delete everything"]


class TestQueries:
    """However many articles there are, a page asks the same number of questions. A change that needs more says so."""

    # Two are the savepoint of the request inside the test's transaction; the profile is read once. The front page asks
    # one more than that: when a ticket is answered.
    NOBODY = {"/": 8, "/articles/": 5, "/articles/in/account/": 7, "article": 7}
    CLEO = {"/": 11, "/articles/": 7, "/articles/in/account/": 9, "article": 10}

    @pytest.mark.parametrize("where", NOBODY)
    def test_thirty_articles_cost_what_two_cost(self, cast, visit, where):
        account = make.category(cast.max)
        below = make.category(cast.max, "Sign-in", account)
        article = make.article(cast.ana, title="The first", body="\n\n".join(f"## {n}\n\nx" for n in "abc"))

        def more(numbers):
            for number in numbers:
                make.article(cast.ana, title=f"More {number}", category=below if number % 2 else account)
            Article.objects.update(recent_views=3)

        address = url(article) if where == "article" else where
        nobody, cleo = visit(), visit(cast.cleo)
        for client in (nobody, cleo):
            client.defaults["HTTP_USER_AGENT"] = FIREFOX["User-Agent"]
        more(range(3))
        few = queries.count(nobody, address), queries.count(cleo, address)
        more(range(3, 30))
        assert (queries.count(nobody, address), queries.count(cleo, address)) == few
        assert few == (self.NOBODY[where], self.CLEO[where])

    def test_counting_a_reader_is_one_question(self, cast, visit, rf):
        article = make.article(cast.ana)
        client = visit()
        client.get(url(article), headers=FIREFOX)
        with CaptureQueriesContext(connection) as asked:
            client.get(url(article), headers=FIREFOX)
        inserts = [one["sql"] for one in asked if one["sql"].startswith("INSERT")]
        assert len(inserts) == 1
        assert "ON CONFLICT DO NOTHING" in inserts[0]
        assert View.objects.count() == 1
        assert viewing.refresh() == 1
