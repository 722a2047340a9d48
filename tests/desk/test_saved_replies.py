"""The pages of saved replies, and putting one into a reply."""

import re

import pytest

from tests import make, queries
from tickets import conversation, saved_replies
from tickets.models import Draft, SavedReply

pytestmark = pytest.mark.django_db
LIST, NEW = "/desk/saved-replies/", "/desk/saved-replies/new/"


def save(by, title="Refund", *, owner=None, team=None, body="Hi {customer.first_name}, order {order number}."):
    return saved_replies.add(title=title, body=body, owner=owner, team=team, by=by)


def typed(**more):
    return {"title": "Refund", "body": "Hi {customer.name}", "form_key": make.key()} | more


def text(answer):
    return answer.content.decode()


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, with Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


class TestPages:
    def test_an_agent_saves_one_of_their_own_and_is_not_asked_for_whom(self, cast, visit):
        ana = visit(cast.ana)
        assert 'name="shelf"' not in text(ana.get(NEW))
        assert ana.post(NEW, typed(shelf="everybody"))["Location"] == LIST
        assert SavedReply.objects.get().owner == cast.ana
        page = text(ana.get(LIST))
        assert "Yours" in page
        assert "Hi {customer.name}" in page

    def test_managers_and_admins_say_for_whom(self, cast, visit):
        visit(cast.mia).post(NEW, typed(shelf="own"))
        visit(cast.mia).post(NEW, typed(shelf=str(cast.billing.pk)))
        visit(cast.max).post(NEW, typed(shelf="everybody"))
        shelves = [(reply.owner, reply.team) for reply in SavedReply.objects.order_by("pk")]
        assert shelves == [(cast.mia, None), (None, cast.billing), (None, None)]
        # An admin without a desk answers nothing, and has nothing of their own.
        assert 'value="own"' not in text(visit(cast.max).get(NEW))
        assert visit(cast.max).post(NEW, typed(shelf="own")).status_code == 422

    def test_what_was_typed_stays_whatever_is_wrong_with_it(self, cast, visit):
        save(cast.ana, owner=cast.ana)
        ana = visit(cast.ana)
        for wrong, said in (
            ({"title": ""}, "Enter a title"),
            ({"body": " "}, "Write the words"),
            ({"body": "Hi {customer.nmae}"}, "Nothing fills {customer.nmae}."),
            ({"title": "Refund"}, "There is a saved reply with this title already."),
            ({"title": "x" * 81}, "at most 80 characters"),
        ):
            answer = ana.post(NEW, typed(**wrong) | ({} if "title" in wrong else {"title": "Typed title"}))
            assert answer.status_code == 422
            assert said in text(answer)
            assert wrong.get("body", "Hi {customer.name}").strip() in text(answer)
        assert SavedReply.objects.count() == 1

    def test_whose_words_are_old_is_told_and_may_then_decide(self, cast, visit):
        reply = save(cast.mia, team=cast.billing, body="First")
        mia, url = visit(cast.mia), f"{LIST}{reply.pk}/"
        seen = re.search(r'name="seen" value="(\w+)"', text(mia.get(url)))[1]
        on_team = {"title": "Refund", "shelf": str(cast.billing.pk), "seen": seen}
        visit(cast.max).post(url, on_team | {"body": "Max wrote this"})
        answer = mia.post(url, on_team | {"body": "Mia wrote that"})
        assert answer.status_code == 409
        page = text(answer)
        assert "Somebody else changed this" in page
        assert "Max wrote this" in page
        assert "Mia wrote that</textarea>" in page
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        assert mia.post(url, on_team | {"body": "Mia wrote that", "seen": seen}).status_code == 303
        assert SavedReply.objects.get().body == "Mia wrote that"

    def test_an_agent_reads_what_others_wrote_and_has_no_form_for_it(self, cast, visit):
        reply = save(cast.mia, team=cast.billing, body="Hi\n{agent.name} <b>")
        ana, url = visit(cast.ana), f"{LIST}{reply.pk}/"
        page = text(ana.get(url))
        assert "<p>Hi<br>{agent.name} &lt;b&gt;</p>" in page
        assert "Managers and admins change it" in page
        assert 'name="body"' not in page
        for act in ("", "archiving/", "restoring/"):
            assert ana.post(url + act, typed()).status_code in (409, 422)
        reply.refresh_from_db()
        assert (reply.archived_at, reply.title) == (None, "Refund")

    def test_archiving_has_a_way_back(self, cast, visit):
        reply = save(cast.ana, owner=cast.ana)
        ana = visit(cast.ana)
        page = text(ana.post(f"{LIST}{reply.pk}/archiving/", follow=True))
        assert f"{LIST}{reply.pk}/restoring/" in page
        assert "Refund is archived." in page
        assert "Refund is in use again." in text(ana.post(f"{LIST}{reply.pk}/restoring/", follow=True))

    def test_one_that_cannot_come_back_says_why(self, cast, visit):
        reply = saved_replies.archive(save(cast.ana, owner=cast.ana), by=cast.ana)
        save(cast.ana, owner=cast.ana)
        answer = visit(cast.ana).post(f"{LIST}{reply.pk}/restoring/")
        assert answer.status_code == 409
        assert "with this title already" in text(answer)

    def test_what_somebody_may_not_read_is_not_there(self, cast, visit):
        bens = save(cast.ben, owner=cast.ben)
        technical = save(cast.mia, team=cast.technical)
        for reply in (bens, technical):
            for act in ("", "archiving/", "restoring/"):
                assert visit(cast.ana).post(f"{LIST}{reply.pk}/{act}", typed()).status_code == 404
            assert visit(cast.ana).get(f"{LIST}{reply.pk}/").status_code == 404
            assert visit(cast.globex.mia).get(f"{LIST}{reply.pk}/").status_code == 404
        assert visit(cast.mia).get(f"{LIST}{bens.pk}/").status_code == 404
        assert visit(cast.cleo).get(LIST).status_code == 404

    def test_a_sent_reply_is_where_one_begins(self, cast, visit, ticket):
        said = conversation.reply(ticket, body="Twice, indeed.", by=cast.ana, form_key=make.key())
        note = conversation.internal_note(ticket, body="Between us.", by=cast.ana, form_key=make.key())
        page = text(visit(cast.ana).get(f"/desk/tickets/{ticket.number}/"))
        assert re.findall(rf'href="({NEW}[^"]*)"', page) == [f"{NEW}?message={said.pk}"]
        assert "Twice, indeed.</textarea>" in text(visit(cast.ana).get(f"{NEW}?message={said.pk}"))
        assert "Between us." not in text(visit(cast.ana).get(NEW, {"message": note.pk}))
        for person, chosen in ((cast.ben, said.pk), (cast.max, said.pk), (cast.ana, "x"), (cast.ana, "9" * 30)):
            page = visit(person).get(NEW, {"message": chosen})
            assert page.status_code == 200
            assert "Twice" not in text(page)

    def test_words_find_one_and_pages_follow_each_other(self, cast, visit):
        for number in range(60):
            save(cast.ana, f"No. {number:02}", owner=cast.ana)
        ana = visit(cast.ana)
        assert "No. 59" not in text(ana.get(LIST))
        assert "No. 59" in text(ana.get(LIST, {"page": 2}))
        assert "No. 59" in text(ana.get(LIST, {"q": "59"}))
        assert "has these words" in text(ana.get(LIST, {"q": "\0zebra"}))

    def test_a_long_list_costs_what_a_short_one_costs(self, cast, visit):
        mia = visit(cast.mia)
        save(cast.mia, "One", team=cast.billing)
        of_one = queries.count(mia, LIST)
        for number in range(30):
            save(cast.mia, f"No. {number}", team=(cast.billing, cast.technical, None)[number % 3])
        assert queries.count(mia, LIST) == of_one <= 12 + 2


class TestBeside:
    def beside(self, browser, ticket, **more):
        return browser.get(f"/desk/tickets/{ticket.number}/saved-replies/", more, headers={"HX-Request": "true"})

    def test_they_come_filled_and_with_the_address_of_their_words(self, cast, visit, ticket):
        reply = save(cast.ana, owner=cast.ana)
        ana = visit(cast.ana)
        page = text(self.beside(ana, ticket, q="refund"))
        assert "Hi Cleo, order {order number}." in page
        address = f"/desk/tickets/{ticket.number}/saved-replies/{reply.pk}/"
        assert f'data-text="{address}"' in page
        answer = ana.get(address)
        assert text(answer) == "Hi Cleo, order {order number}."
        assert answer["Content-Type"].startswith("text/plain")
        assert "No saved reply has the words" in text(self.beside(ana, ticket, q="zebra"))

    def test_neither_others_replies_nor_others_tickets_are_found(self, cast, visit, ticket):
        bens, mine = save(cast.ben, "Ben's", owner=cast.ben), save(cast.ana, owner=cast.ana)
        theirs = make.assigned(cast.cleo, cast.ben, by=cast.mia, category=cast.site_down)
        ana, at = visit(cast.ana), "/desk/tickets/{}/saved-replies/{}"
        assert "Ben" not in text(self.beside(ana, ticket))
        assert ana.get(at.format(ticket.number, f"{bens.pk}/")).status_code == 404
        assert ana.get(at.format(ticket.number, f"{10**18}/")).status_code == 404
        assert ana.get(at.format(theirs.number, f"{mine.pk}/")).status_code == 404
        assert self.beside(ana, theirs).status_code == 404
        assert ana.post(at.format(ticket.number, ""), {"reply": bens.pk}).status_code == 404
        assert ana.post(at.format(ticket.number, ""), {"reply": "x"}).status_code == 404
        for person, status in ((cast.cleo, 404), (cast.max, 403)):
            assert self.beside(visit(person), ticket).status_code == status

    def test_without_a_script_a_page_offers_them_and_puts_one_below_what_was_written(self, cast, visit, ticket):
        reply = save(cast.ana, owner=cast.ana)
        ana, url = visit(cast.ana), f"/desk/tickets/{ticket.number}/saved-replies/"
        assert f'formaction="{url}' in text(ana.get(f"/desk/tickets/{ticket.number}/"))
        answer = ana.post(url, {"body": "Half a sentence", "form_key": make.key()})
        assert answer.status_code == 303
        page = text(ana.get(answer["Location"]))
        assert f'name="reply" value="{reply.pk}"' in page
        page = text(ana.post(url, {"reply": reply.pk}, follow=True))
        assert "Half a sentence\n\nHi Cleo, order {order number}.</textarea>" in page
        assert Draft.objects.get().words["body"].startswith("Half a sentence")

    def test_it_asks_little_however_much_is_offered(self, cast, visit, ticket):
        ana = visit(cast.ana)
        save(cast.ana, owner=cast.ana)
        url = f"/desk/tickets/{ticket.number}/saved-replies/"

        def cost():
            return queries.count(ana, url, headers={"HX-Request": "true"})

        of_one = cost()
        for number in range(25):
            save(cast.ana, f"No. {number}", owner=cast.ana)
        assert cost() == of_one <= 8 + 2
