"""Writing, publishing and bringing back, at the author's desk."""

from datetime import timedelta

import pytest

from knowledgebase import author_list, categories, publishing, writing
from knowledgebase.models import Article, Status, Visibility
from shared import clock as the_clock
from tenants.models import Profile
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(cast, visit):
    return visit(cast.ana)


@pytest.fixture
def ben(cast, visit):
    return visit(cast.ben)


def url(article, more=""):
    return f"/desk/articles/{article.number}/{more}"


def typed(article, **changes):
    """What a browser sends of the editor as it is open now."""
    fresh = Article.objects.select_related("category").get(pk=article.pk)
    fields = {
        "title": fresh.title,
        "summary": fresh.summary,
        "keywords": fresh.keywords,
        "body": fresh.body,
        "category": fresh.category.slug if fresh.category else "",
        "visibility": fresh.visibility,
        "author": fresh.author_id,
        "review_on": fresh.review_on or "",
        "seen": fresh.version,
        "cared": f"{fresh.author_id} {fresh.review_on or ''}".strip(),
    }
    return fields | changes


class TestSaving:
    def test_everything_of_the_page_is_saved_as_one_version(self, cast, ana):
        article = make.draft(cast.ana)
        below = categories.add(by=cast.max, name="Sign-in", parent=article.category)
        words = typed(article, title="New", body="One\r\n\r\nTwo", category="sign-in", visibility=2, note="Shorter")
        answer = ana.post(url(article), words, follow=True)
        assert "Saved as version 2." in answer.content.decode()
        article.refresh_from_db()
        assert (article.title, article.body, article.category) == ("New", "One\n\nTwo", below)
        assert (article.visibility, article.version) == (Visibility.STAFF, 2)
        assert article.versions.get(number=2).note == "Shorter"

    def test_the_second_click_saves_nothing(self, cast, ana):
        article = make.article(cast.ana)
        words = typed(article, body="New words.", is_major="on")
        assert [ana.post(url(article), words).status_code for _ in range(2)] == [303, 303]
        assert article.versions.count() == 2

    def test_what_is_wrong_is_said_at_the_field_with_everything_typed(self, cast, ana):
        article = make.draft(cast.ana)
        words = typed(article, title="", body="Typed with care", keywords="x" * 301)
        answer = ana.post(url(article), words)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Enter a title." in page
        assert "Use at most 300 characters for the other words." in page
        assert "Typed with care" in page

    def test_an_article_begins_with_the_line_that_was_typed_even_an_empty_one(self, cast, ana):
        article = make.draft(cast.ana, body="First line.")
        page = ana.get(url(article)).content.decode()
        assert "\nFirst line.</textarea>" in page

    def test_who_looks_after_it_and_until_when(self, cast, ana):
        article = make.draft(cast.ana)
        day = author_list.today() + timedelta(days=90)
        ana.post(url(article), typed(article, author=cast.mia.pk, review_on=day.isoformat()))
        article.refresh_from_db()
        assert (article.author, article.review_on, article.version) == (cast.mia, day, 1)

    def test_a_page_that_did_not_change_the_care_leaves_it_as_it_is(self, cast, ana):
        article = make.draft(cast.ana)
        opened = typed(article, body="New words.")
        writing.care(article, author=cast.ben, review_on=None, by=cast.ben)
        ana.post(url(article), opened)
        article.refresh_from_db()
        assert (article.author, article.body) == (cast.ben, "New words.")

    @pytest.mark.parametrize("who", ["cleo", "max"])
    def test_nobody_is_given_an_article_who_cannot_write(self, cast, ana, who):
        article = make.draft(cast.ana)
        answer = ana.post(url(article), typed(article, author=getattr(cast, who).pk))
        assert answer.status_code == (303 if who == "max" else 422)

    def test_the_preview_shows_what_readers_will_see_and_saves_nothing(self, cast, ana):
        article = make.draft(cast.ana)
        shown = ana.post("/desk/articles/preview/", {"title": "New", "body": "## Steps\n\n<script>x</script>"})
        assert "<h2" in shown.content.decode()
        assert "<script" not in shown.content.decode()
        page = ana.post(url(article), typed(article, body="**Strong**", preview="1")).content.decode()
        assert "<strong>Strong</strong>" in page
        assert article.versions.count() == 1


class TestTwoAuthors:
    def test_the_second_is_told_who_saved_what_and_keeps_all_that_was_typed(self, cast, ana, ben):
        article = make.article(cast.ana, body="Open Settings and press Save.")
        opened = typed(article)
        ana.post(url(article), opened | {"body": "Open Preferences and press Save.", "title": "Ana's title"})
        answer = ben.post(url(article), opened | {"body": "Open Settings and press Store.", "note": "Ben's note"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert f"{cast.ana.name} saved this article while you were editing it." in page
        assert "Open Settings and press Store.</textarea>" in page
        assert "Ben&#x27;s note" in page
        assert "[removed: </span>Preferences" in page
        assert "[added: </span>Store" in page
        assert "Ana&#x27;s title</del>" in page
        article.refresh_from_db()
        assert article.title == "Ana's title"

    def test_saving_again_is_a_decision_and_the_firsts_words_stay_a_version(self, cast, ana, ben):
        article = make.article(cast.ana)
        opened = typed(article)
        ana.post(url(article), opened | {"body": "Ana's words."})
        refused = ben.post(url(article), opened | {"body": "Ben's words."})
        seen = refused.context["form"]["seen"].value()
        assert ben.post(url(article), opened | {"body": "Ben's words.", "seen": seen}).status_code == 303
        bodies = dict(article.versions.values_list("number", "body"))
        assert (bodies[2], bodies[3]) == ("Ana's words.", "Ben's words.")

    def test_publishing_is_held_back_as_well(self, cast, ana, ben):
        article = make.draft(cast.ana)
        opened = typed(article)
        ana.post(url(article), opened | {"body": "Ana's words."})
        assert ben.post(url(article), opened | {"body": "Ben's words.", "then": "publish"}).status_code == 409
        article.refresh_from_db()
        assert article.state == Status.DRAFT

    @pytest.mark.parametrize("seen", ["", "0", "-1", "99", "x" * 50])
    def test_a_page_that_lies_about_what_it_saw_saves_nothing(self, cast, ana, seen):
        article = make.article(cast.ana)
        answer = ana.post(url(article), typed(article, body="New words.", seen=seen))
        assert answer.status_code in (409, 422)
        assert article.versions.count() == 1


class TestPublishing:
    def test_words_are_saved_and_published_with_one_button_and_taken_back_with_another(self, cast, ana):
        article = make.draft(cast.ana)
        page = ana.post(url(article), typed(article, body="Ready.", then="publish"), follow=True).content.decode()
        assert "Published." in page
        assert url(article, "state/?to=draft") in page
        article.refresh_from_db()
        assert (article.state, article.body) == (Status.PUBLISHED, "Ready.")
        ana.post(url(article, "state/?to=draft"))
        article.refresh_from_db()
        assert article.state == Status.DRAFT

    def test_what_readers_would_miss_is_asked_for_at_its_field_and_nothing_is_saved(self, cast, ana):
        article = make.draft(cast.ana)
        answer = ana.post(url(article), typed(article, category="", body="Ready.", then="publish"))
        assert answer.status_code == 422
        assert 'href="#id_category"' in answer.content.decode()
        article.refresh_from_db()
        assert (article.state, article.version) == (Status.DRAFT, 1)

    def test_a_day_and_time_are_those_of_the_tenant(self, cast, ana):
        Profile.objects.update(time_zone="Asia/Tokyo")
        article = make.draft(cast.ana)
        day = (the_clock.now() + timedelta(days=3)).date()
        ana.post(url(article), typed(article, then="schedule", publish_day=day.isoformat(), publish_time="09:00"))
        article.refresh_from_db()
        assert article.state == Status.SCHEDULED
        assert article.publish_at.isoformat() == f"{day}T00:00:00+00:00"
        assert "In the time of Asia/Tokyo." in ana.get(url(article)).content.decode()

    @pytest.mark.parametrize(
        ("day", "time", "words"),
        [("", "09:00", "Enter the day and the time."), ("2020-01-01", "09:00", "still to come"), ("x", "y", "Enter a")],
    )
    def test_a_moment_that_is_none_is_said_at_its_field(self, cast, ana, day, time, words):
        article = make.draft(cast.ana)
        answer = ana.post(url(article), typed(article, then="schedule", publish_day=day, publish_time=time))
        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_every_act_has_an_undo_that_brings_back_what_was(self, cast, ana):
        at = the_clock.now() + timedelta(days=3)
        article = publishing.schedule(make.draft(cast.ana), at=at, by=cast.ana)
        for wanted in ("draft", "published", "archived"):
            page = ana.post(url(article, "state/"), {"to": wanted}, follow=True)
            undo = str(list(page.context["messages"])[-1].extra_tags)
            assert ana.post(undo).status_code == 303
            article.refresh_from_db()
            assert (article.state, article.publish_at) == (Status.SCHEDULED, at)

    def test_a_published_article_comes_back_published_from_the_archive(self, cast, ana):
        article = make.article(cast.ana)
        page = ana.post(url(article, "state/"), {"to": "archived"}, follow=True)
        assert url(article, "state/?to=published") in page.content.decode()
        ana.post(url(article, "state/?to=published"))
        article.refresh_from_db()
        assert article.is_published

    def test_an_unknown_state_is_not_found_and_a_past_moment_is_refused(self, cast, ana):
        article = make.draft(cast.ana)
        assert ana.post(url(article, "state/"), {"to": "gone"}).status_code == 404
        assert ana.post(url(article, "state/?to=scheduled&at=2020-01-01T00:00:00Z")).status_code == 409
        assert ana.post(url(article, "state/?to=scheduled&at=9999999")).status_code == 409

    def test_the_short_address_can_be_copied_from_the_page(self, cast, ana):
        article = make.article(cast.ana)
        assert f'value="http://acme.test/k/{article.number}"' in ana.get(url(article)).content.decode()


class TestVersions:
    def test_they_are_listed_newest_first_and_compared_in_words(self, cast, ana):
        article = make.article(cast.ana, body="Open Settings and press Save.")
        writing.save(
            article,
            {"title": "New title", "visibility": 2, "body": "Open Preferences and press Save."},
            by=cast.ben,
            seen=1,
            note="Renamed",
        )
        page = ana.get(url(article, "versions/")).content.decode()
        assert page.index("Version 2") < page.index("Version 1")
        assert "Renamed" in page
        shown = ana.get(url(article, "versions/compare/?from=1&to=2")).content.decode()
        assert "<del>Everybody</del>" in shown
        assert "<ins>Staff only</ins>" in shown
        assert "[removed: </span>Settings" in shown

    def test_a_version_that_never_was_is_not_found(self, cast, ana):
        article = make.article(cast.ana)
        assert ana.get(url(article, "versions/compare/?from=1&to=7")).status_code == 404
        assert ana.post(url(article, "versions/7/restoring/")).status_code == 404
        assert ana.get(url(article, "versions/compare/?from=x&to=y")).status_code == 200

    def test_one_is_brought_back_and_the_undo_brings_back_the_other(self, cast, ana):
        article = make.article(cast.ana, body="First.")
        writing.save(article, {"body": "Second."}, by=cast.ben, seen=1)
        page = ana.post(url(article, "versions/1/restoring/"), {"seen": 2}, follow=True).content.decode()
        assert "The words of version 1 are back, as version 3." in page
        assert url(article, "versions/2/restoring/") in page
        ana.post(url(article, "versions/2/restoring/"))
        article.refresh_from_db()
        assert (article.body, article.version) == ("Second.", 4)

    def test_bringing_back_is_held_back_if_somebody_saved_meanwhile(self, cast, ana):
        article = make.article(cast.ana, body="First.")
        writing.save(article, {"body": "Second."}, by=cast.ana, seen=1)
        writing.save(article, {"body": "Third."}, by=cast.ben, seen=2)
        answer = ana.post(url(article, "versions/1/restoring/"), {"seen": 2})
        assert answer.status_code == 409
        article.refresh_from_db()
        assert article.body == "Third."
