"""A reply is counted down, taken back or sent; words are kept whatever happens to the ticket or to the browser."""

import re

from playwright.sync_api import expect

ANA, MIA = "ana@example.com", "mia@example.com"


def open_ticket(page, at: int) -> str:
    """Open a ticket of one's own queue and return its number."""
    page.goto("/desk/")
    page.locator("#list .rows a").nth(at).click()
    expect(page.get_by_label("Reply to")).to_be_visible()
    return re.search(r"/tickets/(\d+)/", page.url)[1]


def letters_about(page, number: str) -> int:
    """How many caught mails to customers name a ticket in their subject."""
    page.goto("/local/mail/")
    return page.get_by_role("link").filter(has_text=f"[#{number}] Re:").count()


def test_a_reply_is_taken_back_before_any_mail_left_and_then_sent(person):
    ana, post = person(ANA), person()
    number = open_ticket(ana, 3)
    before = letters_about(post, number)
    reply = ana.get_by_label("Reply to")
    reply.fill("Sent too soon.")
    reply.press("Control+Enter")
    expect(ana.get_by_text(re.compile(r"Sending in \d+ s"))).to_be_visible()
    expect(reply).to_have_value("")
    reply.press_sequentially("PS")
    ana.get_by_role("button", name="Undo", exact=True).first.click()
    expect(reply).to_have_value("Sent too soon.\n\nPS")
    expect(ana.get_by_text(re.compile("Sending in"))).to_have_count(0)
    ana.wait_for_timeout(12_000)
    assert letters_about(post, number) == before
    ana.reload()
    expect(reply).to_have_value("Sent too soon.\n\nPS")

    reply.fill("Sent in time.")
    reply.press("Control+Shift+Enter")
    expect(ana.get_by_text(re.compile("Sending in"))).to_be_visible()
    assert letters_about(post, number) == before
    # Nobody reloads: the page shows by itself that it was sent, and leaves alone what is being typed.
    reply.press_sequentially("The next one")
    expect(ana.locator(".ticket__facts").get_by_text("Solution Suggested")).to_be_visible(timeout=30_000)
    expect(reply).to_have_value("The next one")
    expect(reply).to_be_focused()
    expect(ana.get_by_text(re.compile("Sending"))).to_have_count(0)
    for _ in range(40):
        if letters_about(post, number) > before:
            break
        post.wait_for_timeout(500)
    assert letters_about(post, number) == before + 1


def test_a_draft_survives_a_crash_of_the_browser_reassignment_and_closing(person, chromium):
    ana = person(ANA)
    number = open_ticket(ana, 4)
    ana.get_by_label("Reply to").fill("Half a reply that took an hour")
    expect(ana.get_by_text(re.compile(r"Draft saved \d\d:\d\d"))).to_be_visible()
    ana.context.close()  # no page says goodbye

    again, mia = person(ANA), person(MIA)
    again.goto("/desk/")
    expect(again.locator("#list .row").filter(has_text=number).get_by_text("Draft", exact=True)).to_be_visible()
    again.goto(f"/desk/tickets/{number}/")
    expect(again.get_by_label("Reply to")).to_have_value("Half a reply that took an hour")

    mia.goto(f"/desk/tickets/{number}/")
    who = mia.locator("#assignee")
    who.select_option(who.locator("option").filter(has_text="Mia").get_attribute("value"))
    mia.get_by_role("button", name="Reassign").click()
    expect(mia.get_by_text(f"#{number} is assigned to Mia").first).to_be_visible()
    again.reload()
    expect(again.get_by_label("Your unsent reply")).to_have_value("Half a reply that took an hour")

    mia.locator("summary", has_text="Close").click()
    mia.get_by_label("Reason").fill("Solved by phone")
    mia.get_by_role("button", name="Close ticket").click()
    expect(mia.get_by_text(f"#{number} is closed.")).to_be_visible()
    again.reload()
    expect(again.get_by_label("Your unsent reply")).to_have_value("Half a reply that took an hour")
    again.goto("/desk/drafts/")
    expect(again.get_by_label(f"Reply to #{number}")).to_have_value("Half a reply that took an hour")


def test_closing_is_undone_where_it_was_done(person):
    ana = person(ANA)
    number = open_ticket(ana, 5)
    ana.locator("summary", has_text="Close").click()
    ana.get_by_label("Reason").fill("Closed the wrong one")
    ana.get_by_role("button", name="Close ticket").click()
    expect(ana.get_by_text(f"#{number} is closed.")).to_be_visible()
    ana.get_by_label("Conversation").get_by_role("button", name="Undo").first.click()
    expect(ana.get_by_text("then took it back")).to_be_visible()
    expect(ana.locator(".ticket__facts").get_by_text("Closed")).to_have_count(0)
    expect(ana.get_by_role("button", name="Undo")).to_have_count(0)
