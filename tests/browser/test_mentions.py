"""A colleague is mentioned by keyboard alone, told by mail, and reads who is meant."""

import re

from playwright.sync_api import expect

ANA = "ana@example.com"


def test_a_colleague_is_chosen_with_the_arrows_and_told(person):
    ana, post = person(ANA), person()
    ana.goto("/desk/")
    ana.locator("#list .rows a").nth(6).click()
    expect(ana.get_by_label("Reply to")).to_be_visible()
    number = re.search(r"/tickets/(\d+)/", ana.url)[1]
    ana.locator(".ticket__scroll").focus()
    ana.keyboard.press("n")
    note = ana.get_by_label("Internal note", exact=True).and_(ana.locator("textarea"))
    expect(note).to_be_focused()
    ana.keyboard.type("Mail a@b.test, ")
    expect(ana.get_by_role("option")).to_have_count(0)

    ana.keyboard.type("@")
    expect(ana.get_by_role("option", name=re.compile("Mia Kern"))).to_be_visible()
    # Ben works for another team.
    expect(ana.get_by_role("option", name=re.compile("Ben Ray"))).to_have_count(0)
    first = ana.get_by_role("option", selected=True).get_attribute("data-name")
    ana.keyboard.press("ArrowDown")
    expect(ana.get_by_role("option", selected=True)).not_to_have_attribute("data-name", first)
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("option")).to_have_count(0)
    expect(note).to_be_focused()
    ana.keyboard.type("mi")  # closed is closed
    ana.wait_for_timeout(400)
    expect(ana.get_by_role("option")).to_have_count(0)

    for _ in "@mi":
        ana.keyboard.press("Backspace")
    ana.keyboard.type("@mia")
    expect(ana.get_by_role("option", selected=True)).to_have_attribute("data-name", "Mia Kern")
    ana.keyboard.press("Enter")
    expect(note).to_have_value("Mail a@b.test, @Mia Kern ")
    ana.keyboard.type("may I refund this?")
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_text("Mia Kern is told by e-mail.")).to_be_visible()
    expect(ana.locator(".entry--note mark").last).to_have_text("@Mia Kern")

    letter = post.get_by_role("link", name=re.compile(rf"#{number}\] Ana Silva mentioned you"))
    for _ in range(40):
        post.goto("/local/mail/")
        if letter.count():
            break
        post.wait_for_timeout(500)
    expect(letter).to_have_count(1)
