"""Saved replies by keyboard alone: found, put where the caret is, stopped by a blank, filled and sent."""

import re

from playwright.sync_api import expect

ANA = "ana@example.com"
SELECTED = "text => text.value.slice(text.selectionStart, text.selectionEnd)"


def open_ticket(page, at: int):
    page.goto("/desk/")
    page.locator("#list .rows a").nth(at).click()
    reply = page.get_by_label("Reply to")
    expect(reply).to_be_visible()
    return reply


def test_a_saved_reply_is_inserted_by_keyboard_stopped_by_its_blank_filled_and_sent(person):
    ana = person(ANA)
    reply = open_ticket(ana, 2)
    reply.press_sequentially("Before")
    ana.keyboard.press("Alt+r")
    expect(ana.get_by_role("button", name="Insert The refund is on its way")).to_be_visible()
    ana.keyboard.type("refund")
    expect(ana.locator("saved-reply-picker li")).to_have_count(1)
    ana.keyboard.press("Enter")
    expect(reply).to_be_focused()
    expect(reply).to_have_value(re.compile(r"^Before\n\nHi \w+,\n\nwe refunded \{amount\} for order \{order number\}"))
    assert reply.evaluate(SELECTED) == "{amount}"

    ana.keyboard.type("EUR 12")
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_text("Fill in {order number} first.")).to_be_visible()
    reply = ana.get_by_label("Reply to")
    expect(reply).to_be_focused()
    assert reply.evaluate(SELECTED) == "{order number}"
    ana.keyboard.type("4711")
    expect(ana.get_by_role("button", name="Next blank")).to_be_hidden()
    expect(reply).to_have_value(re.compile("EUR 12 for order 4711 today"))
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_text(re.compile(r"Sending in \d+ s"))).to_be_visible()


def test_escape_and_ctrl_z_leave_everything_as_it_was(person):
    ana = person(ANA)
    reply = open_ticket(ana, 5)
    reply.fill("One two")
    reply.evaluate("text => text.setSelectionRange(3, 3)")
    ana.keyboard.press("Alt+r")
    expect(ana.get_by_role("button", name="Insert Which browser and which device?")).to_be_focused()
    ana.keyboard.press("ArrowDown")
    expect(ana.get_by_role("button", name="Insert We hear nothing: still a problem?")).to_be_focused()
    ana.keyboard.press("Escape")
    expect(reply).to_be_focused()
    assert reply.evaluate("text => [text.selectionStart, text.selectionEnd]") == [3, 3]
    ana.keyboard.press("Alt+r")
    ana.keyboard.type("browser")
    expect(ana.locator("saved-reply-picker li")).to_have_count(1)
    ana.keyboard.press("ArrowDown")
    ana.keyboard.press("Enter")
    expect(reply).to_have_value(re.compile(r"^One\n\nHi .*Acme Support\n\n two$", re.DOTALL))
    ana.keyboard.press("Control+z")
    expect(reply).to_have_value("One two")
    # One box at a time.
    ana.keyboard.press("Alt+k")
    ana.keyboard.press("Escape")
    ana.keyboard.press("Alt+r")
    expect(ana.locator(".picker:visible")).to_have_count(1)


def test_without_a_script_a_page_of_its_own_does_the_same(person):
    ana = person(ANA, java_script_enabled=False)
    reply = open_ticket(ana, 7)
    reply.fill("Half a sentence")
    ana.get_by_role("button", name="Saved replies").click()
    ana.get_by_role("button", name="Insert We hear nothing: still a problem?").click()
    expect(reply).to_have_value(re.compile(r"^Half a sentence\n\nHi \w+,\n\nis “"))
