"""Finding articles: in people's own words, with their slips, and never past what they may read."""

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledgebase import publishing, search, searchlog, writing
from knowledgebase.models import Search, SearchEntry, SearchIndex, SearchRules, Visibility, Word
from knowledgebase.searching import indexing
from tenants.scope import tenant_scope
from tests.cast import GLOBEX_ID
from tests.knowledgebase import make

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def shelf(cast):
    """Articles that everybody may read, by title."""
    there = [
        make.article(cast.ana, title=title, body=body, **more)
        for title, body, more in (
            ("Change your password", "Open **Settings**, type the old password and twice the new one.", {}),
            ("Sign in with a code", "A second factor protects your password and your account.", {}),
            ("Printers", "How printing works. The printer must be switched on.\n\n## Paper jam\n\nOpen the tray.", {}),
            (
                "Invoices",
                "Each invoice lists what was paid.",
                {"keywords": "bill receipt", "summary": "Where they are"},
            ),
            ("Größe von Bildern", "Café and naïve: pictures & their size in <pixels>.", {}),
        )
    ]
    indexing.index_many(there)
    return {article.title: article for article in there}


def found(question, reader=NOBODY, **more):
    return [hit.article.title for hit in search.find(question, reader=reader, **more).hits]


class TestWords:
    @pytest.mark.parametrize(
        ("question", "first"),
        [
            ("change password", "Change your password"),
            ("changing my passwords", "Change your password"),
            ("paper jam", "Printers"),
            ("receipt", "Invoices"),
            ("CAFE grosse", "Größe von Bildern"),
            ("tray", "Printers"),
        ],
    )
    def test_an_article_is_found_by_any_form_of_its_words(self, shelf, question, first):
        assert found(question)[0] == first

    @pytest.mark.parametrize("question", ["email", "e-mail", "emial"])
    def test_email_is_e_mail(self, cast, question):
        indexing.index(make.article(cast.ana, title="Change your e-mail address"))
        (hit,) = search.find(question, reader=NOBODY).hits
        assert "<mark>e-mail</mark>" in hit.title

    @pytest.mark.parametrize("typed", ["pasword", "passwrod", "passsword", "pa5sword", "apssword"])
    def test_one_slip_in_a_word_is_put_right(self, shelf, typed):
        results = search.find(f"Change {typed}!", reader=NOBODY)
        assert results.hits[0].article.title == "Change your password"
        assert results.corrected == [(typed, "password")]
        assert results.understood == "Change password!"

    def test_an_unfinished_word_is_completed_only_while_typing(self, shelf):
        assert found("chan passw", typing=True)[0] == "Change your password"
        assert [hit.article.title for hit in search.suggest("my print", reader=NOBODY)] == ["Printers"]
        assert found("invo") == []

    def test_when_nothing_has_all_words_those_with_most_are_shown_and_it_is_said(self, shelf):
        assert not search.find("change password", reader=NOBODY).is_partial
        partial = search.find("change password zeppelin", reader=NOBODY)
        assert partial.is_partial
        assert partial.hits[0].article.title == "Change your password"

    @pytest.mark.parametrize("question", ["", "  ", "?!…", "'\"\\:*&|!()<->", "\x00", "% _", "the", "zeppelin " * 500])
    def test_nothing_that_is_typed_breaks_it(self, shelf, question):
        results = search.find(question, reader=NOBODY)
        assert not results
        assert (results.count, results.page, results.pages) == (0, 1, 1)
        assert search.suggest(question, reader=NOBODY) == []

    def test_a_title_of_nothing_but_small_words_can_be_found(self, cast):
        indexing.index(make.article(cast.ana, title="Who we are"))
        assert found("who we are") == ["Who we are"]


class TestWhatIsShown:
    def test_found_words_are_marked_and_everything_else_is_escaped(self, shelf):
        [hit] = search.find("size pictures", reader=NOBODY).hits
        assert hit.snippet == "Café and naïve: <mark>pictures</mark> &amp; their <mark>size</mark> in &lt;pixels&gt;."
        assert search.find("printer", reader=NOBODY).hits[0].title == "<mark>Printers</mark>"

    def test_a_snippet_shows_where_the_words_stand_in_a_long_article(self, cast):
        filler = "Nothing to see here in this sentence. " * 60
        indexing.index(make.article(cast.ana, title="Long", body=f"{filler}The gearbox needs oil. {filler}"))
        [hit] = search.find("gearbox oil", reader=NOBODY).hits
        assert "The <mark>gearbox</mark> needs <mark>oil</mark>." in hit.snippet
        assert len(hit.snippet) < 300
        assert hit.snippet.startswith("… ")
        assert hit.snippet.endswith(" …")

    def test_pages_are_cut_and_a_page_that_is_not_there_is_the_last(self, cast):
        indexing.index_many([make.article(cast.ana, title=f"Gearbox {number}") for number in range(7)])
        pages = [search.find("gearbox", reader=NOBODY, page=page, size=3) for page in (1, 2, 3, 99, -1)]
        assert [(one.page, one.pages, one.count, len(one.hits)) for one in pages] == [
            *((1, 3, 7, 3), (2, 3, 7, 3), (3, 3, 7, 1), (3, 3, 7, 1), (1, 3, 7, 3)),
        ]
        numbers = [hit.article.number for one in pages[:3] for hit in one.hits]
        assert len(set(numbers)) == 7

    def test_a_category_holds_what_its_subcategories_hold(self, cast):
        top = make.category(cast.max, "Hardware")
        below = make.category(cast.max, "Gears", parent=top)
        other = make.category(cast.max, "Other")
        indexing.index_many([make.article(cast.ana, title="Gearbox", category=below)])
        assert found("gearbox", category=top) == found("gearbox", category=below) == ["Gearbox"]
        assert found("gearbox", category=other) == []


class TestReaders:
    def test_nobody_finds_is_completed_or_is_corrected_to_what_they_may_not_read(self, cast):
        indexing.index(make.staff_only(cast.ana, title="Zeppelin"))
        indexing.index(make.article(cast.ana, title="Balloon", visibility=Visibility.SIGNED_IN))
        assert (found("zeppelin", cast.ana), found("balloon", cast.ana)) == (["Zeppelin"], ["Balloon"])
        assert (found("zeppelin", cast.cleo), found("balloon", cast.cleo)) == ([], ["Balloon"])
        assert (found("zeppelin"), found("balloon")) == ([], [])
        for reader in (NOBODY, cast.cleo, cast.gus):
            slip, beginning = (search.find(text, reader=reader, typing=True) for text in ("zepelin ", "zepp"))
            assert (slip.count, slip.corrected, slip.understood, beginning.count) == (0, [], "", 0)

    def test_other_tenants_articles_are_not_there(self, cast):
        with tenant_scope(GLOBEX_ID):
            indexing.index(make.article(cast.globex.ana, title="Zeppelin"))
        assert found("zeppelin", cast.ana) == []

    def test_an_index_that_lags_behind_shows_nothing_that_is_withdrawn(self, cast):
        article = make.article(cast.ana, title="Zeppelin")
        indexing.index(article)
        publishing.unpublish(article, by=cast.ana)
        assert found("zeppelin") == []


class TestRules:
    def test_synonyms_lead_both_ways_also_phrases(self, cast, shelf):
        SearchRules.objects.create(synonyms="log in, sign in, login\nkennwort, password")
        assert found("login")[0] == "Sign in with a code"
        assert found("kennwort change")[0] == "Change your password"

    def test_stop_phrases_are_left_out_of_a_question(self, cast, shelf):
        assert search.find("where in the world is my invoice", reader=NOBODY).is_partial
        SearchRules.objects.create(stop_phrases="where in the world is my\n")
        assert not search.find("where in the world is my invoice", reader=NOBODY).is_partial
        question, _ = search.explain("Where in the world is my invoice?", reader=NOBODY, rules=SearchRules.current())
        assert question.left_out == ["where in the world is my"]

    def test_another_language_is_there_after_a_rebuild(self, cast):
        indexing.index(make.article(cast.ana, title="Die Häuser", body="Alle Häuser haben Türen."))
        assert found("haus") == []
        SearchRules.objects.create(language="german")
        assert not indexing.is_in_its_language()
        indexing.rebuild()
        assert indexing.is_in_its_language()
        assert found("Tür") == ["Die Häuser"]


class TestTheIndex:
    def counted(self):
        rows = Word.objects.exclude(stem="").values_list("word", "in_public", "in_signed_in", "in_staff")
        state = SearchIndex.objects.get()
        return {word: counts for word, *counts in rows}, (state.in_public, state.in_signed_in, state.in_staff)

    def test_words_are_counted_where_they_stand_and_by_who_may_read_them(self, cast):
        first = make.article(cast.ana, title="Gearbox", body="Oil oil oil.")
        second = make.staff_only(cast.ana, title="Gearbox", body="Steel.")
        indexing.index_many([first, second])
        expected = {"gearbox": [1, 0, 1], "oil": [1, 0, 0], "steel": [0, 0, 1]}, (1, 0, 1)
        assert self.counted() == expected
        indexing.index(first)
        indexing.rebuild()
        assert self.counted() == expected

    def test_an_article_that_changes_or_goes_takes_its_words_along(self, cast, post_office):
        article = make.article(cast.ana, title="Gearbox", body="Oil.")
        post_office()
        assert found("oil") == ["Gearbox"]
        article = writing.save(article, {"body": "Steel."}, by=cast.ana, seen=1)
        post_office()
        assert (found("oil"), found("steel")) == ([], ["Gearbox"])
        article = writing.save(article, {"visibility": Visibility.STAFF}, by=cast.ana, seen=2)
        post_office()
        assert self.counted() == ({"gearbox": [0, 0, 1], "steel": [0, 0, 1]}, (0, 0, 1))
        publishing.archive(article, by=cast.ana)
        post_office()
        assert self.counted() == ({}, (0, 0, 0))
        assert not SearchEntry.objects.exists()


class TestTheLog:
    def test_a_search_is_kept_with_what_was_opened_and_whether_a_ticket_followed(self, cast, shelf):
        results = search.find("Password  for ana@acme.test or 030/123 45 67", reader=cast.cleo)
        key = searchlog.note(results, channel=Search.Channel.PAGE)
        searchlog.clicked(key, shelf["Invoices"])
        searchlog.clicked(key, shelf["Printers"])
        searchlog.filed(key)
        row = Search.objects.get()
        assert row.term == "password for … or …"
        assert (row.results, row.level, row.clicked) == (results.count, Visibility.SIGNED_IN, shelf["Invoices"])
        assert row.filed_at is not None

    def test_what_is_typed_on_takes_the_place_of_what_was_typed_before(self, shelf):
        key = searchlog.note(search.find("pass", reader=NOBODY, typing=True), channel=Search.Channel.TICKET)
        searchlog.note(search.find("password", reader=NOBODY), channel=Search.Channel.TICKET, key=key)
        assert Search.objects.get().term == "password"

    def test_a_key_that_nobody_gave_out_changes_nothing(self, shelf):
        searchlog.clicked("x", shelf["Invoices"])
        searchlog.filed("")
        assert not Search.objects.exists()
