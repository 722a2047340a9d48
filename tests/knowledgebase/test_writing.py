"""Every save is a version, and nobody writes over what they have not seen."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from knowledgebase import access, categories, publishing, writing
from knowledgebase.models import Article, Status, Visibility
from shared import clock as the_clock
from shared.refusal import Refusal
from tests.knowledgebase import make
from tests.make import key

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


class TestWriting:
    def test_an_article_begins_as_a_draft_with_its_first_version(self, cast):
        article = make.draft(cast.ana)
        assert article.state == Status.DRAFT
        assert [version.number for version in article.versions.all()] == [1]

    def test_numbers_rise_and_are_never_given_twice(self, cast):
        first, second = make.draft(cast.ana), make.draft(cast.ben)
        assert second.number == first.number + 1
        assert make.draft(cast.ana, number=318).number == 318
        assert make.draft(cast.ana).number == 319

    def test_the_second_click_finds_the_first_ones_article(self, cast):
        form_key = key()
        assert make.draft(cast.ana, form_key=form_key) == make.draft(cast.ana, form_key=form_key)
        assert make.draft(cast.ben, form_key=form_key) != make.draft(cast.ana, form_key=form_key)

    def test_every_save_is_a_version(self, cast):
        article = make.article(cast.ana)
        saved = writing.save(article, {"title": "New title"}, by=cast.ben, seen=1, note="Shorter")
        assert saved.version == 2
        newest = saved.versions.get(number=2)
        assert (newest.title, newest.saved_by, newest.note) == ("New title", cast.ben, "Shorter")
        assert saved.versions.get(number=1).title == "Change your e-mail address"

    def test_saving_what_is_there_already_makes_no_version(self, cast):
        article = make.article(cast.ana)
        assert writing.save(article, {"title": article.title}, by=cast.ben, seen=1).version == 1

    def test_who_did_not_see_the_newest_version_is_told_and_writes_nothing(self, cast):
        article = make.article(cast.ana)
        writing.save(article, {"body": "Ana's words."}, by=cast.ana, seen=1)
        with pytest.raises(writing.EditedMeanwhile) as refusal:
            writing.save(article, {"body": "Ben's words."}, by=cast.ben, seen=1)
        assert refusal.value.saved.body == "Ana's words."
        article.refresh_from_db()
        assert article.body == "Ana's words."

    def test_an_earlier_wording_comes_back_as_the_next_version(self, cast):
        article = make.article(cast.ana, body="First words.")
        writing.save(article, {"body": "Second words."}, by=cast.ana, seen=1)
        restored = writing.restore_version(article, 1, by=cast.ben, seen=2)
        assert (restored.version, restored.body) == (3, "First words.")

    def test_a_published_article_keeps_what_readers_need(self, cast):
        article = make.article(cast.ana)
        with pytest.raises(writing.Incomplete):
            writing.save(article, {"body": " "}, by=cast.ana, seen=1)


class TestPublishing:
    def test_an_article_without_words_is_not_published(self, cast):
        with pytest.raises(writing.Incomplete):
            make.article(cast.ana, body="")

    def test_a_scheduled_article_comes_before_readers_when_its_time_has_come(self, cast, clock):
        article = publishing.schedule(make.draft(cast.ana), at=the_clock.now() + timedelta(days=1), by=cast.ana)
        assert publishing.publish_due() == 0
        clock(days=1, seconds=1)
        assert publishing.publish_due() == 1
        assert access.article(NOBODY, article.number).is_published

    def test_a_moment_that_has_passed_is_refused(self, cast):
        with pytest.raises(Refusal):
            publishing.schedule(make.draft(cast.ana), at=the_clock.now(), by=cast.ana)

    def test_the_day_of_first_publication_stays(self, cast, clock):
        article = make.article(cast.ana)
        clock(days=3)
        again = publishing.publish(publishing.unpublish(article, by=cast.ana), by=cast.ana)
        assert again.published_at == article.published_at

    def test_archiving_and_restoring_ends_in_a_draft(self, cast):
        article = publishing.archive(make.article(cast.ana), by=cast.ana)
        assert article.state == Status.ARCHIVED
        assert publishing.restore(article, by=cast.ana).state == Status.DRAFT


class TestWhoMayRead:
    @pytest.fixture
    def shelf(self, cast):
        return {level: make.article(cast.ana, title=level.name, visibility=level) for level in Visibility}

    @pytest.mark.parametrize(
        ("person", "levels"),
        [(None, 1), ("cleo", 2), ("gus", 2), ("ana", 3), ("mia", 3), ("max", 3)],
    )
    def test_each_reads_what_is_meant_for_them(self, cast, shelf, person, levels):
        reader = getattr(cast, person) if person else NOBODY
        assert access.readable(reader).count() == levels
        for level, article in shelf.items():
            if level < levels:
                assert access.article(reader, article.number) == article
            else:
                with pytest.raises(Http404):
                    access.article(reader, article.number)

    def test_what_was_there_once_is_gone_and_what_never_was_is_not_found(self, cast):
        gone, never = publishing.unpublish(make.article(cast.ana), by=cast.ana), make.draft(cast.ana)
        with pytest.raises(access.Gone):
            access.article(NOBODY, gone.number)
        with pytest.raises(Http404):
            access.article(NOBODY, never.number)

    def test_who_never_could_read_it_does_not_learn_that_it_is_gone(self, cast):
        gone = publishing.unpublish(make.staff_only(cast.ana), by=cast.ana)
        with pytest.raises(Http404):
            access.article(cast.cleo, gone.number)

    def test_customers_write_nothing(self, cast):
        article = make.article(cast.ana)
        assert Article.objects.filter(pk=article.pk).exists()
        with pytest.raises(Http404):
            access.writable_article(cast.cleo, article.number)


class TestCategories:
    def test_a_slug_is_made_once_and_two_never_meet(self, cast):
        account, billing = make.category(cast.max, "Account"), make.category(cast.max, "Billing")
        below = [categories.add(by=cast.max, name="Sign-in", parent=parent) for parent in (account, billing)]
        assert [category.slug for category in below] == ["sign-in", "billing-sign-in"]
        assert categories.change(account, by=cast.max, name="Your account", description="").slug == "account"

    def test_a_category_with_published_articles_is_not_archived(self, cast):
        article = make.article(cast.ana)
        with pytest.raises(categories.StillNeeded):
            categories.archive(article.category, by=cast.max)
        publishing.unpublish(article, by=cast.ana)
        assert categories.archive(article.category, by=cast.max).archived_at

    def test_a_path_finds_or_makes_its_categories(self, cast):
        made = categories.at_path("Account > Sign-in", by=cast.max)
        assert str(made) == "Account › Sign-in"
        assert categories.at_path("Account > Sign-in", by=cast.max) == made
