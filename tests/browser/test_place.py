"""Who works on the desk keeps their place: focus, words, address and list, whatever the server answers."""

import re

from playwright.sync_api import expect

from helpdesk.local.demo.content import PASSWORD

ANA, MIA = "ana@example.com", "mia@example.com"


def open_ticket(page, at: int = 0):
    """Open a ticket of the agent's own queue."""
    page.goto("/desk/")
    page.locator("#list .rows a").nth(at).click()
    expect(page.get_by_label("Reply to")).to_be_visible()


def test_a_reply_by_keys_is_said_and_the_next_one_can_be_typed(person):
    ana = person(ANA)
    open_ticket(ana)
    ana.get_by_label("Reply to").fill("Sent with two keys.")
    ana.get_by_label("Reply to").press("Control+Enter")
    expect(ana.locator("#status")).to_contain_text(re.compile(r"Your reply to #\d+ leaves in 10 seconds\."))
    expect(ana.get_by_label("Reply to")).to_be_focused()
    expect(ana.get_by_label("Reply to")).to_have_value("")


def test_an_empty_reply_is_refused_where_it_was_written_and_the_address_stays(person):
    ana = person(ANA)
    open_ticket(ana, 1)
    before = ana.url
    ana.get_by_role("button", name="Send reply").click()
    expect(ana.get_by_text("Write something first.")).to_be_visible()
    expect(ana.get_by_label("Reply to")).to_be_focused()
    assert ana.url == before


def test_half_a_reply_survives_a_note(person):
    ana = person(ANA)
    open_ticket(ana, 2)
    ana.get_by_label("Reply to").fill("Half a reply")
    ana.locator("label[for=compose-note]").click()
    ana.get_by_role("textbox", name="Internal note").fill("A note in between.")
    ana.get_by_role("button", name="Save internal note").click()
    expect(ana.locator("#status")).to_contain_text("Internal note saved.")
    ana.locator("label[for=compose-reply]").click()
    expect(ana.get_by_label("Reply to")).to_have_value("Half a reply")


def test_a_question_sent_again_after_no_connection_is_still_a_question(person):
    ana = person(ANA)
    open_ticket(ana, 3)
    ana.get_by_label("Reply to").fill("Which browser was it?")
    ana.context.set_offline(True)
    ana.get_by_label("What the reply does").select_option("Ask for information")
    ana.get_by_role("button", name="Send reply").click()
    expect(ana.get_by_text("No connection. Nothing you typed is lost.")).to_be_visible()
    ana.context.set_offline(False)
    ana.get_by_role("button", name="Try again").click()
    ana.get_by_role("button", name="Send now").click()
    expect(ana.locator(".ticket__facts").get_by_text("Needs More Info")).to_be_visible()


def test_a_reply_after_being_signed_out_is_a_draft_after_signing_in(person):
    ana = person(ANA)
    open_ticket(ana, 4)
    path = ana.url
    ana.get_by_label("Reply to").fill("Written while somebody signed me out")
    ana.context.clear_cookies(name="sessionid")
    ana.get_by_role("button", name="Send reply").click()
    expect(ana.get_by_text("What you wrote is kept")).to_be_visible()
    ana.get_by_label("E-mail address").fill(ANA)
    ana.get_by_label("Password", exact=True).fill(PASSWORD)
    ana.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(ana.get_by_label("Reply to")).to_have_value("Written while somebody signed me out")
    assert ana.url == path


def test_escape_closes_a_question_and_the_focus_goes_back(person):
    ana = person(ANA)
    open_ticket(ana, 5)
    ana.locator("summary", has_text="Close").click()
    expect(ana.get_by_label("Reason")).to_be_focused()
    ana.keyboard.press("Escape")
    expect(ana.get_by_label("Reason")).to_be_hidden()
    expect(ana.locator("summary", has_text="Close")).to_be_focused()


def test_a_ticket_from_the_second_page_stays_beside_the_second_page(person):
    mia = person(MIA)
    mia.goto("/desk/lists/all/")
    mia.get_by_role("link", name="Next page").click()
    mia.locator("#list .rows a").nth(20).click()
    expect(mia.locator("#list .row[aria-current]")).to_be_in_viewport()
    expect(mia.locator("#list").get_by_role("link", name="Previous page")).to_have_count(1)
