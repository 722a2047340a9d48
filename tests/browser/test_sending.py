"""A reply is counted down, taken back or sent, and no mail leaves before that is decided."""

import re
import time

from playwright.sync_api import Locator, Page, expect

ANA = "ana@example.com"


def open_ticket(page, at: int) -> str:
    """Open a ticket of one's own queue and return its number."""
    page.goto("/desk/")
    page.locator("#list .rows a").nth(at).click()
    expect(page.get_by_label("Reply to")).to_be_visible()
    return re.search(r"/tickets/(\d+)/", page.url)[1]


def letters_about(page: Page, number: str) -> Locator:
    """The caught mails to customers that name a ticket in their subject, the newest first."""
    page.goto("/local/mail/")
    return page.get_by_role("link").filter(has_text=f"[#{number}] Re:")


def wait_for_letter(page: Page, number: str, *, after: int) -> Locator:
    """Wait until one more mail about a ticket was caught."""
    deadline = time.monotonic() + 30
    while letters_about(page, number).count() <= after:
        assert time.monotonic() < deadline, "no mail came"
        page.wait_for_timeout(250)
    return letters_about(page, number)


def test_a_reply_that_was_taken_back_never_leaves_and_one_that_is_sent_now_leaves_at_once(person, installation):
    ana, post = person(ANA), person()
    number = open_ticket(ana, 3)
    before = letters_about(post, number).count()
    reply = ana.get_by_label("Reply to")
    reply.fill("Sent too soon.")
    reply.press("Control+Enter")
    expect(ana.get_by_text(re.compile(r"Sending in \d+ s"))).to_be_visible()
    expect(reply).to_have_value("")
    reply.press_sequentially("PS")
    ana.get_by_role("button", name="Undo").first.click()
    expect(reply).to_have_value("Sent too soon.\n\nPS")
    expect(ana.get_by_text(re.compile("Sending in"))).to_have_count(0)
    ana.reload()
    expect(reply).to_have_value("Sent too soon.\n\nPS")

    # All that waits is run, and a later reply, sent at once, is the next mail that leaves.
    installation.manage("clock", "--forward", "1m")
    reply.fill("Sent at once.")
    reply.press("Control+Enter")
    ana.get_by_role("button", name="Send now").click()
    expect(ana.get_by_text(re.compile("Sending"))).to_have_count(0)
    letters = wait_for_letter(post, number, after=before)
    assert letters.count() == before + 1
    letters.first.click()
    expect(post.locator("body")).to_contain_text("Sent at once.")
    expect(post.locator("body")).not_to_contain_text("Sent too soon.")


def test_a_reply_leaves_by_itself_after_ten_seconds_and_not_before(person):
    ana, post = person(ANA), person()
    number = open_ticket(ana, 4)
    before = letters_about(post, number).count()
    reply = ana.get_by_label("Reply to")
    reply.fill("Sent in time.")
    reply.press("Control+Shift+Enter")
    expect(ana.get_by_text(re.compile("Sending in"))).to_be_visible()
    assert letters_about(post, number).count() == before
    # Nobody reloads: the page shows by itself that it was sent, and leaves alone what is being typed.
    reply.press_sequentially("The next one")
    expect(ana.locator(".ticket__facts").get_by_text("Solution Suggested")).to_be_visible(timeout=30_000)
    expect(reply).to_have_value("The next one")
    expect(reply).to_be_focused()
    expect(ana.get_by_text(re.compile("Sending"))).to_have_count(0)
    assert wait_for_letter(post, number, after=before).count() == before + 1


def test_closing_is_undone_where_it_was_done_though_an_unsent_reply_is_shown_there_too(person):
    ana = person(ANA)
    ana.set_viewport_size({"width": 1280, "height": 620})
    number = open_ticket(ana, 5)
    with ana.expect_response("**/drafts/reply/"):
        ana.get_by_label("Reply to").fill("Half a sentence\n\nand a second one")
    ana.locator("label[for=compose-note]").click()
    with ana.expect_response("**/drafts/note/"):
        ana.get_by_role("textbox", name="Internal note").fill("A line\n" * 20)
    ana.locator("summary", has_text="Close").click()
    ana.get_by_label("Reason").fill("Closed the wrong one")
    ana.get_by_role("button", name="Close ticket").click()
    expect(ana.get_by_text(f"#{number} is closed.")).to_be_visible()
    expect(ana.get_by_label("Your unsent reply")).to_be_visible()
    ana.get_by_label("Conversation").get_by_role("button", name="Undo").first.click()
    expect(ana.get_by_text("then took it back")).to_be_visible()
    expect(ana.locator(".ticket__facts").get_by_text("Closed")).to_have_count(0)
    expect(ana.get_by_role("button", name="Undo")).to_have_count(0)
