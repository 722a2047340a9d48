"""What requesters read of their place, what adding costs before it is paid, and how it is kept or taken back."""

import re
from datetime import timedelta

import pytest

from shared import clock as the_clock
from tests import make
from tickets import assignment, conversation, drafts, escalation, intake, line, merging, progress
from tickets.models import Draft, Message, Rules
from tickets.statuses import Status

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COSTS = "Adding to this ticket now moves it to the back of the line"


def filed(requester, *, ago, **more):
    with the_clock.stopped_at(the_clock.now() - ago):
        return make.ticket(requester, **more)


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, second in line and first with Ana; two others stand behind it, one of them Ana's."""
    filed(cast.gus, ago=5 * HOUR)
    own = assignment.assign(filed(cast.cleo, ago=4 * HOUR), to=cast.ana, by=cast.mia)
    filed(cast.gus, ago=3 * HOUR)
    assignment.assign(filed(cast.gus, ago=2 * HOUR), to=cast.ana, by=cast.mia)
    return own


@pytest.fixture
def cleo(cast, visit):
    return visit(cast.cleo)


def words(response):
    """What stands on a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()).replace(" ,", ",").replace(" )", ")")


def add(browser, ticket, body="Hello?", **more):
    page = browser.get(f"/tickets/{ticket.number}/").content.decode()
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("form_key", "told")}
    return browser.post(f"/tickets/{ticket.number}/messages/", fields | {"body": body} | more)


def test_both_numbers_stand_on_the_ticket_and_in_my_tickets(cleo, ticket):
    assert "2nd in line, next with Ana." in words(cleo.get(f"/tickets/{ticket.number}/"))
    assert "2nd in line, next with Ana." in words(cleo.get("/tickets/"))


def test_who_begins_another_ticket_reads_where_the_first_one_stands(cleo, ticket):
    assert "2nd in line, next with Ana." in words(cleo.get("/tickets/new/"))


def test_the_receipt_says_the_place(cast, cleo, ticket):
    new = make.ticket(cast.cleo)
    assert "5th in line." in words(cleo.get(f"/tickets/{new.number}/?sent"))


@pytest.mark.parametrize("status", [Status.NEEDS_MORE_INFO, Status.SOLUTION_SUGGESTED, Status.CLOSED])
def test_no_place_while_it_is_not_our_turn(cast, cleo, ticket, status):
    other = make.in_status(status, requester=cast.cleo, agent=cast.ana, manager=cast.mia)
    page = cleo.get(f"/tickets/{other.number}/").content.decode()
    assert 'id="place"' not in page
    assert COSTS not in page


def test_in_progress_it_says_who_is_at_it(cast, cleo, ticket):
    progress.start_work(ticket, by=cast.ana)
    page = words(cleo.get(f"/tickets/{ticket.number}/"))
    assert "Ana is working on this now." in page
    assert " in line" not in page
    assert "Ana is working on this now." in words(cleo.get("/tickets/"))


class TestThePrice:
    """It is read before it is paid."""

    def test_both_numbers_before_the_words(self, cleo, ticket):
        page = cleo.get(f"/tickets/{ticket.number}/").content.decode()
        told = "(from 2nd to about 4th, with Ana from 1st to about 2nd), because we answer the oldest message first."
        assert f"{COSTS}</b> {told}" in page
        assert page.index('id="price-words"') < page.index('id="write"')
        assert re.search(r'<textarea[^>]*aria-describedby="price-words"', page)
        assert "Keep my place" in page

    def test_in_the_grace_it_says_until_when(self, cast, cleo, ticket):
        new = make.ticket(cast.cleo)
        page = words(cleo.get(f"/tickets/{new.number}/"))
        assert re.search(r"You can add to this until \d\d:\d\d without losing your place\.", page)
        assert COSTS not in page

    def test_no_word_where_tickets_keep_their_place(self, cleo, ticket):
        Rules.objects.create(bump=Rules.Bump.KEEPS)
        page = words(cleo.get(f"/tickets/{ticket.number}/"))
        assert COSTS not in page
        assert "losing your place" not in page

    def test_it_is_what_is_paid(self, cast, cleo, ticket):
        answer = add(cleo, ticket)
        assert answer.headers["Location"].endswith(f"/tickets/{ticket.number}/?added")
        page = words(cleo.get(answer.headers["Location"]))
        assert "Added. You are now about 4th in line, about 2nd with Ana. Undo" in page
        assert "Now 4th in line, 2nd with Ana: your message moved it." in page
        assert COSTS not in page

    def test_who_was_told_that_it_is_free_is_asked_once_more(self, cleo, ticket):
        answer = add(cleo, ticket, body="Half a thought", told="0")
        page = words(answer)
        assert answer.status_code == 409
        assert "Adding to this ticket costs its place in line by now. Read what it costs, then decide." in page
        assert COSTS in page
        assert "Half a thought" in page
        assert line.place(ticket) == 1
        assert add(cleo, ticket).status_code == 303

    @pytest.mark.parametrize("told", [{}, {"told": ""}, {"told": "many"}, {"told": "-3"}])
    def test_a_form_that_says_no_price_is_told_it_before_it_is_paid(self, cleo, ticket, told):
        sent = {"body": "Half a thought", "form_key": make.key(), **told}
        answer = cleo.post(f"/tickets/{ticket.number}/messages/", sent)
        assert (answer.status_code, line.place(ticket), ticket.messages.count()) == (409, 1, 1)
        page = answer.content.decode()
        assert "from 2nd to about 4th" in page
        assert re.search(r'<textarea[^>]*id="write"[^>]*>Half a thought<', page)
        sent["told"] = re.search(r'name="told" value="(\d+)"', page)[1]
        assert cleo.post(f"/tickets/{ticket.number}/messages/", sent).status_code == 303
        assert line.place(ticket) == 2

    def test_an_answer_to_our_question_is_simply_added(self, cast, cleo, ticket):
        conversation.ask_for_information(ticket, body="Which?", by=cast.ana, form_key=make.key())
        answer = add(cleo, ticket)
        assert "#message-" in answer.headers["Location"]


class TestUndo:
    """For ten seconds the message is taken back by the button beside it."""

    def test_place_and_words_come_back(self, cast, cleo, ticket):
        add(cleo, ticket, body="Never mind")
        page = cleo.get(f"/tickets/{ticket.number}/?added").content.decode()
        undo_url = re.search(r'action="(/tickets/undo/\d+/)"', page)[1]
        answer = cleo.post(undo_url)
        assert answer.headers["Location"] == f"/tickets/{ticket.number}/#write"
        page = words(cleo.get(f"/tickets/{ticket.number}/"))
        assert "Taken back. You have your place again, and your words are in the box." in page
        assert "2nd in line, next with Ana." in page
        assert page.count("Never mind") == 1, "in the box alone"

    def test_nobody_else_can(self, cast, cleo, visit, ticket):
        add(cleo, ticket)
        page = cleo.get(f"/tickets/{ticket.number}/?added").content.decode()
        undo_url = re.search(r'action="(/tickets/undo/\d+/)"', page)[1]
        for person in (cast.gus, cast.globex.cleo):
            assert visit(person).post(undo_url).status_code == 404
        assert line.place(ticket) == 2

    def test_after_that_it_is_no_longer_offered(self, cleo, ticket, clock):
        add(cleo, ticket)
        clock(seconds=11)
        assert "Undo" not in words(cleo.get(f"/tickets/{ticket.number}/?added"))


class TestKeepMyPlace:
    """Words can wait for our answer; then they are offered."""

    def keep(self, browser, ticket, body="Also on my phone."):
        return browser.post(f"/tickets/{ticket.number}/kept-words/", {"body": body, "form_key": make.key()})

    def test_they_are_kept_and_nothing_moves(self, cast, cleo, ticket):
        before = ticket.waiting_since
        answer = self.keep(cleo, ticket)
        page = words(cleo.get(answer.headers["Location"]))
        assert "Kept. Your place stays." in page
        ticket.refresh_from_db()
        assert (ticket.waiting_since, ticket.messages.count()) == (before, 1)
        assert "Your words are kept, and so is your place. We offer them to you again when we answer." in page
        assert "from 2nd to about 4th" in page
        assert "Also on my phone." in page

    def test_with_our_answer_they_are_offered(self, cast, cleo, ticket):
        self.keep(cleo, ticket)
        conversation.reply(ticket, body="Try again.", by=cast.ana, form_key=make.key())
        page = words(cleo.get(f"/tickets/{ticket.number}/"))
        offered = "You kept these words while you waited. Add them if they still matter: that costs no place now."
        assert offered in page
        assert "Also on my phone." in page
        assert add(cleo, ticket, body="Also on my phone.").status_code == 303
        assert not Draft.objects.filter(user=cast.cleo).exists()
        assert offered not in words(cleo.get(f"/tickets/{ticket.number}/"))

    def test_the_mail_with_our_answer_reminds_of_them(self, cast, cleo, ticket, post_office):
        reminder = "You kept a message while you waited."
        conversation.reply(ticket, body="A first word.", by=cast.ana, form_key=make.key())
        conversation.message(ticket, body="And?", by=cast.cleo, form_key=make.key())
        assert reminder not in "".join(mail.body for mail in post_office())
        self.keep(cleo, ticket)
        conversation.reply(ticket, body="Try again.", by=cast.ana, form_key=make.key())
        (mail,) = [mail for mail in post_office() if mail.to == ["cleo@acme.test"]]
        assert reminder in mail.body

    def test_what_is_typed_on_stays_kept(self, cast, cleo, ticket):
        self.keep(cleo, ticket)
        cleo.post(f"/tickets/{ticket.number}/draft/", {"body": "Also on my phone and at work."})
        draft = drafts.of(cast.cleo, Draft.Kind.MESSAGE, ticket=ticket)
        assert (draft.kept, draft.words) == (True, {"body": "Also on my phone and at work."})

    def test_nothing_cannot_be_kept(self, cleo, ticket):
        answer = self.keep(cleo, ticket, body=" ")
        assert answer.status_code == 422
        assert "Write something first." in words(answer)

    def test_others_keep_nothing_here(self, cast, visit, ticket):
        for person in (cast.gus, cast.globex.cleo):
            assert self.keep(visit(person), ticket).status_code == 404


class TestEachMinute:
    """The page asks how it stands; nothing is announced and nothing moves."""

    def test_the_place_and_the_price_as_they_are_now(self, cast, cleo, ticket):
        cleo.get(f"/tickets/{ticket.number}/")
        make.ticket(cast.gus, category=cast.site_down)
        answer = cleo.get(f"/tickets/{ticket.number}/place/?box").content.decode()
        assert "Now 3rd in line, next with Ana: a more urgent ticket came in." in answer
        assert 'id="price" hx-swap-oob="true"' in answer
        assert "from 3rd to about 5th" in answer
        assert "aria-live" not in answer
        assert "<main" not in answer

    def test_a_page_without_a_price_gets_none(self, cleo, ticket):
        assert 'id="price"' not in cleo.get(f"/tickets/{ticket.number}/place/").content.decode()

    def test_when_we_answered_meanwhile_the_box_stays_and_says_that_it_is_free(self, cast, cleo, ticket):
        conversation.reply(ticket, body="Try again.", by=cast.ana, form_key=make.key())
        answer = words(cleo.get(f"/tickets/{ticket.number}/place/?box"))
        assert "Adding to this ticket costs no place now." in answer
        assert " in line" not in answer

    def test_others_learn_nothing(self, cast, visit, ticket):
        for person in (cast.gus, cast.globex.cleo):
            assert visit(person).get(f"/tickets/{ticket.number}/place/").status_code == 404


def test_why_it_is_worse_says_nothing_of_whom(cast, cleo, ticket):
    cleo.get(f"/tickets/{ticket.number}/")
    other = filed(cast.gus, ago=HOUR, subject="My secret")
    escalation.escalate(other, reason="He shouts", by=cast.mia)
    page = words(cleo.get(f"/tickets/{ticket.number}/"))
    assert "Now 3rd in line, next with Ana: a ticket was escalated." in page
    for secret in ("My secret", "He shouts", str(other.number), "Gus"):
        assert secret not in page


def test_a_page_that_was_open_during_a_merge_speaks_of_where_it_goes_on(cast, cleo, ticket):
    other = filed(cast.cleo, ago=HOUR)
    merging.merge(other, into=ticket, by=cast.mia)
    assert "2nd in line, next with Ana." in words(cleo.get(f"/tickets/{other.number}/place/"))
    answer = cleo.post(f"/tickets/{other.number}/kept-words/", {"body": "Also.", "form_key": make.key()})
    assert answer.headers["Location"] == f"/tickets/{ticket.number}/?kept"
    assert drafts.of(cast.cleo, Draft.Kind.MESSAGE, ticket=ticket).kept


class TestReopenInstead:
    """What was typed for a new ticket goes into one that it names, unless that stands in line again by then."""

    @pytest.fixture
    def closed(self, cast, ticket):
        """Cleo's ticket, closed, with its place in line should it be reopened."""
        return progress.close(ticket, by=cast.ana, reason="Done")

    @pytest.fixture
    def reopened_meanwhile(self, cast, closed, monkeypatch):
        """A manager's reopening between the look of the door at the ticket and the act."""

        def late(*args):
            found = named_ticket(*args)
            conversation.reopen(closed, body="Let us look again.", by=cast.mia, form_key=make.key())
            conversation.message(closed, body="Thanks.", by=cast.cleo, form_key=make.key())
            assignment.unassign(closed, by=cast.mia)
            make.ticket(cast.gus)
            Message.objects.filter(ticket=closed).update(written_at=the_clock.now() - HOUR)
            return found

        named_ticket = intake.named_ticket
        monkeypatch.setattr(intake, "named_ticket", late)

    def send(self, cast, browser, closed):
        typed = {
            "subject": "Again", "description": f"Like #{closed.number}.", "category": cast.sales.pk, "named": "reopen",
            "form_key": make.key(),
        }  # fmt: skip
        return browser.post("/tickets/new/", typed)

    def test_it_is_reopened_with_those_words(self, cast, cleo, closed):
        assert self.send(cast, cleo, closed).status_code == 303
        closed.refresh_from_db()
        assert (closed.state, closed.messages.last().body) == (Status.REOPENED, f"Like #{closed.number}.")

    def test_in_line_again_by_then_the_price_is_read_first(self, cast, cleo, closed, reopened_meanwhile):
        answer = self.send(cast, cleo, closed)
        assert answer.headers["Location"] == f"/tickets/{closed.number}/#write"
        page = words(cleo.get(answer.headers["Location"]))
        assert COSTS in page
        assert "Adding to this ticket costs its place in line by now." in page
        assert page.count(f"Like #{closed.number}.") == 1, "in the box alone"
        assert not closed.messages.filter(body__startswith="Like").exists()
