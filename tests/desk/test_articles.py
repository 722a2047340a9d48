"""Articles beside the work on tickets: found, put into a reply, and made from a good one."""

import pytest

from knowledgebase.models import Article, Search, Status, Visibility
from knowledgebase.searching import indexing
from tenants.scope import tenant_scope
from tests import make as made
from tests.cast import GLOBEX_ID
from tests.knowledgebase import make
from tickets import conversation
from tickets.models import FieldAnswer, FormField

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return made.assigned(cast.cleo, cast.ana, by=cast.mia, subject="chnage my e-mail adress")


@pytest.fixture
def shelf(cast):
    """An article for each kind of reader."""
    titles = ("Change your e-mail address", "Change the address of a team", "Change an address after a check")
    articles = [
        make.article(cast.ana, title=title, visibility=visibility, body=f"# How\n\nChange it, {visibility}.")
        for title, visibility in zip(titles, Visibility, strict=True)
    ]
    for article in articles:
        indexing.index(article)
    return articles


def beside(browser, ticket, **more):
    return browser.get("/desk/articles/beside/", {"ticket": ticket.number} | more)


class TestBeside:
    def test_the_subject_asks_before_anybody_types(self, cast, visit, ticket, shelf):
        page = beside(visit(cast.ana), ticket).content.decode()
        assert "[Change your e-mail address](http" in page
        assert f"acme.test/k/{shelf[0].number})" in page
        assert not Search.objects.exists()

    def test_what_is_for_staff_is_shown_and_cannot_be_inserted(self, cast, visit, ticket, shelf):
        page = beside(visit(cast.ana), ticket, q="change address").content.decode()
        assert page.count("data-link") == 2
        assert "Staff only" in page
        assert f"/k/{shelf[2].number})" not in page
        assert "Signed-in customers" in page

    def test_the_last_text_of_a_reply_is_logged(self, cast, visit, ticket, shelf):
        key, ana = made.key(), visit(cast.ana)
        beside(ana, ticket, q="change", key=key)
        beside(ana, ticket, q="change address", key=key)
        ana.get(f"/desk/articles/{shelf[1].number}/for-reply/", {"key": key})
        logged = Search.objects.get()
        assert (logged.term, logged.channel, logged.clicked) == ("change address", Search.Channel.DESK, shelf[1])

    def test_a_null_character_breaks_nothing(self, cast, visit, ticket, shelf):
        assert beside(visit(cast.ana), ticket, q="change\0", key=made.key()).status_code == 200

    @pytest.mark.parametrize("number", ["", "x", "9" * 40, "999999999"])
    def test_a_ticket_that_is_not_there_is_not_found(self, cast, visit, number):
        assert visit(cast.ana).get("/desk/articles/beside/", {"ticket": number}).status_code == 404

    def test_customers_and_admins_do_not_get_it(self, cast, visit, ticket):
        assert beside(visit(cast.cleo), ticket).status_code == 404
        assert beside(visit(cast.max), ticket).status_code == 403


class TestForReply:
    def test_its_words_come_with_lowered_headings(self, cast, visit, shelf):
        answer = visit(cast.ana).get(f"/desk/articles/{shelf[0].number}/for-reply/")
        assert answer.content.decode() == "### How\n\nChange it, 0."
        assert answer["Content-Type"].startswith("text/plain")

    def test_what_is_for_staff_or_not_published_goes_into_no_reply(self, cast, visit, shelf):
        ana = visit(cast.ana)
        for article in (shelf[2], make.draft(cast.ana)):
            assert ana.get(f"/desk/articles/{article.number}/for-reply/").status_code == 404


class TestArticleFrom:
    def post(self, browser, ticket, **more):
        return browser.post(f"/desk/tickets/{ticket.number}/article/", more)

    @pytest.fixture
    def answered(self, cast, ticket):
        """The ticket with a question, a solution and a further reply, each with something private."""
        field = FormField.objects.create(category=cast.refund, label="Account name")
        FieldAnswer.objects.create(ticket=ticket, field=field, label=field.label, value="cleo_77", position=0)
        conversation.ask_for_information(ticket, body="Which one, Cleo?", by=cast.ana, form_key=made.key())
        conversation.message(ticket, body="My secret words", by=cast.cleo, form_key=made.key())
        solution = (
            f"Hi Cleo,\n\nOpen **Settings** of cleo_77 and remove {cast.cleo.email} (#{ticket.number}).\n\nBest,\nAna"
        )
        conversation.suggest_solution(ticket, body=solution, by=cast.ana, form_key=made.key())
        conversation.reply(ticket, body="You are welcome, Cleo!", by=cast.ana, form_key=made.key())
        return ticket

    def test_the_last_solution_becomes_a_draft_for_staff_without_its_customer(self, cast, visit, answered):
        answer = self.post(visit(cast.ana), answered)
        article = Article.objects.get()
        assert answer["Location"] == f"/desk/articles/{article.number}/"
        assert article.body == "Open **Settings** of … and remove … (…)."
        assert article.title == "chnage my e-mail adress"
        assert (article.state, article.visibility) == (Status.DRAFT, Visibility.STAFF)
        assert article.versions.get().note == f"From ticket #{answered.number}"

    def test_nothing_that_the_customer_wrote_is_in_it_whatever_reply_is_chosen(self, cast, visit, answered):
        ana = visit(cast.ana)
        for reply in answered.messages.filter(kind="reply"):
            self.post(ana, answered, message=reply.pk)
        for article in Article.objects.all():
            for private in ("Cleo", "secret", "cleo_77", "@", str(answered.number)):
                assert private not in f"{article.title} {article.summary} {article.keywords} {article.body}"

    def test_a_second_click_opens_the_first_ones_draft(self, cast, visit, answered):
        ana = visit(cast.ana)
        assert len({self.post(ana, answered)["Location"] for _ in range(2)}) == 1
        assert Article.objects.count() == 1

    def test_a_subject_that_may_name_somebody_is_not_the_title(self, cast, visit, answered):
        answered.subject = "Acme Bakery of Anna cannot sign in"
        answered.save(update_fields=["subject"])
        self.post(visit(cast.ana), answered)
        assert Article.objects.get().title == "New article"

    def test_only_a_reply_of_this_ticket_is_taken(self, cast, visit, answered):
        with tenant_scope(GLOBEX_ID):
            elsewhere = made.assigned(cast.globex.cleo, cast.globex.ana, by=cast.globex.mia)
            foreign = conversation.reply(elsewhere, body="Foreign", by=cast.globex.ana, form_key=made.key())
        note = conversation.internal_note(answered, body="A note", by=cast.ana, form_key=made.key())
        theirs = answered.messages.get(kind="message")
        for chosen in (foreign.pk, note.pk, theirs.pk, "x", "9" * 30):
            assert self.post(visit(cast.ana), answered, message=chosen).status_code == 409
        assert not Article.objects.exists()

    def test_where_nobody_replied_there_is_nothing_to_make_it_from(self, cast, visit, ticket):
        assert self.post(visit(cast.ana), ticket).status_code == 409

    def test_who_may_not_read_the_ticket_makes_nothing_of_it(self, cast, visit, answered):
        for person in (cast.max, cast.cleo):
            assert self.post(visit(person), answered).status_code == 404
        assert not Article.objects.exists()
