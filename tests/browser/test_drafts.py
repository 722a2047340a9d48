"""Words that were not sent are there again, whatever colleagues do to the ticket and however the browser ends."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

ANA, MIA = "ana@example.com", "mia@example.com"
DOROTA, MAX_H = "dorota@example.org", "m.hohenfels@example.com"
HALF, NOTE = "Half a reply that took an hour", "They sounded **tired**"


def open_ticket(page: Page, at: int) -> str:
    """Open a ticket of one's own queue and return its number."""
    page.goto("/desk/")
    page.locator("#list .rows a").nth(at).click()
    expect(page.get_by_label("Reply to")).to_be_visible()
    return re.search(r"/tickets/(\d+)/", page.url)[1]


def write_reply_and_note(page: Page):
    """Begin a reply and a note, and wait until the page says that both are kept."""
    page.get_by_label("Reply to").fill(HALF)
    expect(page.locator("draft-keeper[kind=reply]")).to_have_text(re.compile(r"Draft saved \d\d:\d\d"))
    page.locator("label[for=compose-note]").click()
    page.get_by_role("textbox", name="Internal note").fill(NOTE)
    expect(page.locator("draft-keeper[kind=note]")).to_have_text(re.compile(r"Draft saved \d\d:\d\d"))


def crash(page: Page):
    """Kill the process of a page: no script of it gets to say goodbye."""
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")


def test_a_crash_of_the_browser_costs_nothing(person):
    ana = person(ANA)
    number = open_ticket(ana, 4)
    write_reply_and_note(ana)
    crash(ana)

    again = person(ANA, own_session=True)
    again.goto("/desk/")
    expect(again.locator("#list .row").filter(has_text=number).get_by_text("Draft", exact=True)).to_be_visible()
    again.goto(f"/desk/tickets/{number}/")
    expect(again.get_by_label("Reply to")).to_have_value(HALF)
    again.keyboard.press("n")
    expect(again.get_by_role("textbox", name="Internal note")).to_have_value(NOTE)


def test_who_types_without_a_pause_is_kept_every_few_seconds(person):
    ana = person(ANA)
    ana.clock.install()
    number = open_ticket(ana, 3)
    reply = ana.get_by_label("Reply to")
    with ana.expect_request("**/drafts/reply/") as kept:
        for word in range(8):
            reply.press_sequentially(f"{word} ")
            ana.clock.run_for(1_000)
    assert kept.value.post_data_json["body"].startswith("0 1 2 3 4")
    expect(ana.locator("draft-keeper[kind=reply]")).to_have_text(re.compile("Draft saved"))
    crash(ana)

    again = person(ANA)
    again.goto(f"/desk/tickets/{number}/")
    expect(again.get_by_label("Reply to")).to_have_value(re.compile("^0 1 2 3 4"))


def test_one_save_follows_the_other_so_that_the_last_one_counts(person):
    ana = person(ANA)
    ana.clock.install()
    number = open_ticket(ana, 5)
    held_up = []
    ana.route("**/drafts/reply/", lambda route: held_up.append(route))
    reply = ana.get_by_label("Reply to")
    reply.fill("The first words")
    ana.clock.run_for(2_000)
    reply.fill("The first words, and the last")
    ana.clock.run_for(3_000)
    assert [one.request.post_data_json["body"] for one in held_up] == ["The first words"]
    with ana.expect_response("**/drafts/reply/"):
        held_up[0].continue_()
    ana.unroute("**/drafts/reply/")
    with ana.expect_response("**/drafts/reply/"):
        ana.clock.run_for(2_000)
    crash(ana)

    again = person(ANA)
    again.goto(f"/desk/tickets/{number}/")
    expect(again.get_by_label("Reply to")).to_have_value("The first words, and the last")


def test_a_reply_that_was_refused_is_a_draft_again(person):
    ana, mia = person(ANA), person(MIA)
    number = open_ticket(ana, 6)
    mia.goto(f"/desk/tickets/{number}/")
    mia.keyboard.press("n")
    mia.keyboard.type("They have called.")
    mia.keyboard.press("Control+Enter")
    expect(mia.locator("#ticket")).to_contain_text("They have called.")
    ana.get_by_label("Reply to").fill(HALF)
    ana.get_by_label("Reply to").press("Control+Enter")
    expect(ana.locator("#ticket")).to_contain_text("while you had this page open")
    expect(ana.locator("draft-keeper[kind=reply]")).to_have_text(re.compile(r"Draft saved \d\d:\d\d"))
    crash(ana)

    again = person(ANA)
    again.goto(f"/desk/tickets/{number}/")
    expect(again.get_by_label("Reply to")).to_have_value(HALF)


def reassign(mia: Page, number: str):
    """Mia takes the ticket over."""
    mia.goto(f"/desk/tickets/{number}/")
    who = mia.locator("#assignee")
    who.select_option(who.locator("option").filter(has_text="Mia").get_attribute("value"))
    mia.get_by_role("button", name="Reassign").click()
    expect(mia.get_by_text(f"#{number} is assigned to Mia").first).to_be_visible()


def close(mia: Page, number: str):
    """Mia closes the ticket."""
    mia.goto(f"/desk/tickets/{number}/")
    mia.locator("summary", has_text="Close").click()
    mia.get_by_label("Reason").fill("Solved by phone")
    mia.get_by_role("button", name="Close ticket").click()
    expect(mia.get_by_text(f"#{number} is closed.")).to_be_visible()


def merge(mia: Page, number: str):
    """Mia merges the ticket into another one of the same person."""
    mia.goto(f"/desk/lists/all/?requester={DOROTA}")
    others = [row.get_attribute("href") for row in mia.locator("#list .rows a").all()]
    target = next(found for href in others if (found := re.search(r"/tickets/(\d+)/", href)[1]) != number)
    mia.goto(f"/desk/tickets/{number}/merger/?other={target}")
    mia.get_by_role("button", name="Merge").click()
    expect(mia.locator("#status")).to_contain_text(f"#{number} is part of #{target} now.")


@pytest.mark.parametrize(("act", "whose"), [(merge, DOROTA), (reassign, MAX_H), (close, MAX_H)])
def test_what_a_colleague_does_to_the_ticket_leaves_the_words_to_their_author(person, act, whose):
    ana, mia = person(ANA), person(MIA)
    ana.goto(f"/desk/lists/mine/?requester={whose}")
    ana.locator("#list .rows a").first.click()
    number = re.search(r"/tickets/(\d+)/", ana.url)[1]
    write_reply_and_note(ana)
    act(mia, number)
    # Whoever is not told yet goes on writing.
    with ana.expect_response("**/drafts/note/") as kept:
        ana.get_by_role("textbox", name="Internal note").fill(f"{NOTE}, I think")
    assert kept.value.ok
    crash(ana)

    again = person(ANA)
    again.goto(f"/desk/tickets/{number}/")
    found = again.get_by_label("Your unsent reply").or_(again.get_by_label("Reply to"))
    expect(found).to_have_value(HALF)
    again.goto("/desk/drafts/")
    expect(again.get_by_label(f"Reply to #{number}")).to_have_value(HALF)
    expect(again.get_by_label(f"Internal note to #{number}")).to_have_value(f"{NOTE}, I think")
