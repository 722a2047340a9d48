"""Sending at the desk: what waits stands in the conversation, for its author alone, with Undo and Send now."""

import re

import pytest

from tests import make
from tickets import assignment, conversation, drafts, progress, timeline
from tickets.models import Draft, HeldReply, Message

pytestmark = pytest.mark.django_db

WORDS = "The second charge is gone."


@pytest.fixture
def ticket(cast, clock, post_office):
    """Cleo's ticket, assigned to Ana a while ago."""
    given = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    post_office()
    clock(minutes=5)
    return given


@pytest.fixture
def ana(cast, visit):
    """Ana's browser."""
    return visit(cast.ana)


def at(ticket, noun=""):
    return f"/desk/tickets/{ticket.number}/{noun}{'/' if noun else ''}"


def send(browser, ticket, **more):
    form = {"form_key": make.key(), "body": WORDS, "seen": timeline.last_event_id(ticket)} | more
    return browser.get(browser.post(at(ticket, "replies"), form)["Location"]).content.decode()


def acts_on(page):
    return re.findall(r'action="(/desk/undo/[^"]+)"', page)


def test_what_waits_stands_in_the_conversation_with_both_ways_on(ana, ticket):
    page = send(ana, ticket, then="solution")
    assert WORDS in page
    assert "Sent in a few seconds" in page
    undo, now = acts_on(page)[:2]
    assert now.split("?")[0] == undo.split("?")[0] + "sending/"
    assert not Message.objects.filter(kind="reply").exists()


def test_a_colleague_reads_that_a_reply_is_coming_and_the_customer_nothing(cast, visit, ana, ticket):
    send(ana, ticket)
    for_mia = visit(cast.mia).get(at(ticket)).content.decode()
    assert "Ana Acme is about to send a reply" in for_mia
    assert WORDS not in for_mia
    assert acts_on(for_mia) == []
    for address in (f"/tickets/{ticket.number}/", "/tickets/", "/"):
        for_cleo = visit(cast.cleo).get(address).content.decode()
        assert WORDS not in for_cleo
        assert "about to send" not in for_cleo


def test_undo_puts_the_words_back_into_the_box(ana, ticket, post_office):
    undo = acts_on(send(ana, ticket))[0]
    page = ana.get(ana.post(undo)["Location"])
    assert page.context["reply"]["body"].value() == WORDS
    assert "Your words are in the box again" in page.content.decode()
    assert post_office() == []


def test_send_now_sends(ana, ticket):
    now = acts_on(send(ana, ticket))[1]
    assert ana.post(now).status_code == 303
    assert Message.objects.get(kind="reply").body == WORDS
    assert ana.post(now).status_code == 303, "a second click sends nothing"
    assert Message.objects.filter(kind="reply").count() == 1


def test_a_send_that_was_stopped_says_why_above_the_words_below_what_is_new(cast, ana, ticket, post_office):
    send(ana, ticket)
    conversation.message(ticket, body="It is back!", by=cast.cleo, form_key=make.key())
    post_office()
    page = ana.get(at(ticket)).content.decode()
    why = page.index("Not sent. Cleo Acme added a message while you had this page open.")
    assert page.index("It is back!") < why < page.index(f"{WORDS}</textarea>")


def test_somebody_elses_reply_is_neither_undone_nor_sent(cast, visit, ana, ticket):
    undo, now = acts_on(send(ana, ticket))[:2]
    for who in (cast.mia, cast.ben):
        assert [visit(who).post(address).status_code for address in (undo, now)] == [404, 404]
    assert HeldReply.objects.exists()


def test_a_draft_that_is_saved_late_does_not_bring_sent_words_back(cast, ana, ticket, post_office):
    form_key = make.key()
    send(ana, ticket, form_key=form_key)
    for _ in range(2):  # while it waits, and once it was sent
        assert ana.post(at(ticket, "drafts/reply"), {"body": WORDS, "form_key": form_key}).status_code == 204
        assert drafts.of(cast.ana, Draft.Kind.REPLY, ticket=ticket) is None
        post_office()
    ana.post(at(ticket, "drafts/reply"), {"body": "Of the next form", "form_key": make.key()})
    assert drafts.of(cast.ana, Draft.Kind.REPLY, ticket=ticket).words == {"body": "Of the next form"}


class TestWordsThatWereNotSent:
    """Nobody else's act takes them from who wrote them."""

    @pytest.fixture(autouse=True)
    def _written(self, ana, ticket):
        for kind, words in (("reply", "Dear Cleo"), ("note", "Ask Ben")):
            ana.post(at(ticket, f"drafts/{kind}"), {"body": words})

    ACTS = {
        "reassigned": lambda cast, ticket: assignment.assign(ticket, to=cast.mia, by=cast.mia),
        "unassigned": lambda cast, ticket: assignment.unassign(ticket, by=cast.mia),
        "closed": lambda cast, ticket: progress.close(ticket, by=cast.cleo),
    }

    @pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
    def test_are_read_on_the_ticket_where_they_cannot_be_sent_any_more(self, cast, ana, ticket, act):
        act(cast, ticket)
        page = ana.get(at(ticket)).content.decode()
        for words in ("Dear Cleo", "Ask Ben"):
            assert f"{words}</textarea>" in page

    def test_are_found_even_when_the_ticket_is_not(self, cast, ana, ticket):
        progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
        assignment.assign(ticket, to=cast.ben, by=cast.mia)
        assert ana.get(at(ticket)).status_code == 404
        page = ana.get("/desk/drafts/").content.decode()
        for words in ("Dear Cleo", "Ask Ben", f"#{ticket.number}", "You can no longer read this ticket"):
            assert words in page
        assert ticket.subject not in page

    def test_grow_also_after_the_ticket_went_where_their_author_may_not_read_it(self, cast, visit, ana, ticket):
        progress.recategorise(ticket, category=cast.site_down, by=cast.mia)
        assignment.assign(ticket, to=cast.ben, by=cast.mia)
        assert ana.post(at(ticket, "drafts/reply"), {"body": "Dear Cleo, it"}).status_code == 204
        assert drafts.of(cast.ana, Draft.Kind.REPLY, ticket=ticket).words == {"body": "Dear Cleo, it"}
        ana.post(at(ticket, "drafts/reply"), {"body": ""})
        assert ana.post(at(ticket, "drafts/reply"), {"body": "Begun anew"}).status_code == 404

    def test_are_nobody_elses_to_read_or_discard(self, cast, visit, ana, ticket):
        mia, draft = visit(cast.mia), Draft.objects.first()
        assert "Dear Cleo" not in mia.get("/desk/drafts/").content.decode()
        assert mia.post(f"/desk/drafts/{draft.pk}/discard/").status_code == 404
        assert ana.post(f"/desk/drafts/{draft.pk}/discard/").status_code == 303
        assert Draft.objects.count() == 1

    def test_mark_the_ticket_in_the_lists_of_who_wrote_them(self, cast, visit, ana, ticket):
        assert "Draft</" in ana.get("/desk/").content.decode().split('id="list"')[1]
        assert "Draft</" not in visit(cast.mia).get("/desk/lists/all/").content.decode().split('id="list"')[1]
