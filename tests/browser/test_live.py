"""What happens while a page is open: two agents on one ticket, lists that wait to be asked, a connection that goes."""

import re

import pytest
from playwright.sync_api import expect

ANA, MIA, CLEO = "ana@example.com", "mia@example.com", "cleo@example.com"
ON_AIR = re.compile("stream|shared")


def listens(page):
    """Wait until the page is told what happens."""
    expect(page.locator("live-updates")).to_have_attribute("state", ON_AIR)
    return page


def open_ticket(page, at):
    """Open a ticket of the agent's own queue and return its number."""
    page.goto("/desk/")
    page.locator("#list .rows a").nth(at).click()
    expect(page.get_by_label("Reply to")).to_be_visible()
    return re.search(r"tickets/(\d+)/", page.url)[1]


def show(page):
    """The link above the composer."""
    return page.locator("live-ticket [data-show]")


def write_note(page, words):
    """Write an internal note in the ticket that is open."""
    page.locator("label[for=compose-note]").click()
    page.get_by_role("textbox", name="Internal note").fill(words)
    page.get_by_role("button", name="Save internal note").click()
    expect(page.locator("#ticket")).to_contain_text(words)


@pytest.fixture
def two_agents(person):
    """Ana and Mia with one of Ana's tickets open: two_agents(3) is the ticket at that place of her queue."""

    def open_both(at):
        ana, mia = person(ANA), person(MIA)
        number = open_ticket(ana, at)
        mia.goto(f"/desk/tickets/{number}/")
        return listens(ana), listens(mia), number

    return open_both


def test_two_agents_on_one_ticket_see_each_other_look_and_write(two_agents):
    ana, mia, _ = two_agents(6)
    expect(ana.locator("live-presence")).to_have_text("Mia is looking")
    expect(mia.locator("live-presence")).to_have_text("Ana is looking")
    ana.get_by_label("Reply to").press_sequentially("Dear")
    expect(mia.locator("live-presence")).to_have_text("Ana is writing a reply")
    expect(mia.locator("#status")).to_contain_text("Ana Silva is writing a reply.")
    mia.goto("/desk/")
    expect(ana.locator("live-presence")).to_be_hidden()


def test_a_note_of_a_colleague_is_offered_and_shown_without_touching_what_is_written(two_agents):
    ana, mia, _ = two_agents(7)
    text = ana.get_by_label("Reply to")
    text.fill("Half a thought")
    text.evaluate("box => box.setSelectionRange(4, 4)")
    place = text.bounding_box()
    write_note(mia, "Call them first.")
    expect(show(ana)).to_have_text("1 new message · Show")
    expect(ana).to_have_title(re.compile(r"^\(1\) #"))
    expect(ana.locator("#status")).to_contain_text("1 new message")
    assert text.bounding_box() == place, "nothing moves"
    expect(text).to_be_focused()
    expect(ana.locator("#ticket")).not_to_contain_text("Call them first.")
    show(ana).click()
    expect(ana.locator("#ticket")).to_contain_text("Call them first.")
    expect(show(ana)).to_be_hidden()
    expect(ana).to_have_title(re.compile("^#"))
    expect(text).to_have_value("Half a thought")
    expect(text).to_be_focused()
    assert text.evaluate("box => box.selectionStart") == 4


def test_a_reply_is_stopped_when_a_message_came_in_that_nobody_has_read(person, two_agents):
    ana, mia, _ = two_agents(8)
    ana.get_by_label("Reply to").fill("Written before the note")
    write_note(mia, "They have moved to another plan.")
    expect(show(ana)).to_be_visible()
    ana.get_by_role("button", name="Send reply").click()
    expect(ana.locator("#ticket")).to_contain_text("while you had this page open")
    expect(ana.locator("#ticket")).to_contain_text("They have moved to another plan.")
    expect(ana.get_by_label("Reply to")).to_have_value("Written before the note")
    expect(show(ana)).to_be_hidden()


def test_ones_own_note_is_no_news(two_agents):
    ana, _, _ = two_agents(9)
    write_note(ana, "To myself.")
    ana.wait_for_timeout(2500)
    expect(show(ana)).to_be_hidden()
    expect(ana).to_have_title(re.compile("^#"))


def test_a_list_says_what_came_in_and_stays_as_it_is_until_it_is_asked(person):
    mia, cleo = person(MIA), person(CLEO)
    mia.goto("/desk/lists/unassigned/")
    listens(mia)
    menu = mia.locator("#desk-lists .nav__item", has_text="Unassigned").locator(".nav__count")
    before = int(menu.inner_text())
    rows = mia.locator("#list .rows").inner_text()
    file_ticket(cleo, "Live and new")
    link = mia.locator("#list [data-show]")
    expect(link).to_have_text("1 new · Show")
    expect(menu).to_have_text(str(before + 1))
    expect(mia).to_have_title(re.compile(r"^\(1\) Unassigned"))
    assert mia.locator("#list .rows").inner_text() == rows
    link.click()
    expect(mia.locator("#list")).to_contain_text("Live and new")
    expect(link).to_be_hidden()
    expect(mia).to_have_title(re.compile("^Unassigned"))


def file_ticket(page, subject):
    """File a ticket to Sales."""
    page.goto("/tickets/new/?different")
    page.get_by_label("Subject").fill(subject)
    page.locator(".choice", has_text="Sales").first.click()
    page.get_by_label("What is it about?").select_option("Plans and prices")
    page.get_by_label("Description").fill("Tell me more.")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_text(re.compile(r"Ticket #\d+ sent"))).to_be_visible()


def test_a_customer_is_offered_the_answer_while_their_ticket_is_open(person):
    cleo, mia = person(CLEO), person(MIA)
    file_ticket(cleo, "Waiting with the page open")
    number = re.search(r"tickets/(\d+)/", cleo.url)[1]
    cleo.goto(f"/tickets/{number}/")
    listens(cleo)
    cleo.get_by_label("Your message").fill("One more thing")
    mia.goto(f"/desk/tickets/{number}/")
    write_note(mia, "Nobody but us.")
    mia.locator("label[for=compose-reply]").click()
    mia.get_by_label("Reply to").fill("Here is your answer.")
    mia.get_by_role("button", name="Send reply").click()
    expect(show(cleo)).to_have_text("1 new message · Show", timeout=25_000)
    show(cleo).click()
    expect(cleo.locator("#ticket")).to_contain_text("Here is your answer.")
    expect(cleo.locator("#ticket")).not_to_contain_text("Nobody but us.")
    expect(cleo.get_by_label("Your message")).to_have_value("One more thing")
    expect(cleo.locator("live-presence")).to_have_count(0)


def test_what_happened_while_the_connection_was_away_is_offered_when_it_is_back(two_agents):
    ana, mia, _ = two_agents(10)
    ana.context.set_offline(True)
    write_note(mia, "While you were away.")
    ana.wait_for_timeout(1500)
    expect(show(ana)).to_be_hidden()
    ana.context.set_offline(False)
    expect(show(ana)).to_have_text("1 new message · Show", timeout=30_000)
    expect(ana.locator("live-updates")).to_have_attribute("state", "stream", timeout=30_000)


def test_without_a_stream_the_page_asks_and_goes_back_to_the_stream_when_there_is_one(two_agents):
    ana, mia, _ = two_agents(11)
    ana.context.route("**/events?*", lambda route: route.abort())
    ana.reload()
    line = ana.locator("live-updates")
    expect(line).to_have_attribute("state", "polling", timeout=20_000)
    write_note(mia, "Asked for and not streamed.")
    expect(show(ana)).to_have_text("1 new message · Show", timeout=45_000)
    ana.context.unroute("**/events?*")
    expect(line).to_have_attribute("state", "stream", timeout=45_000)


def test_the_tabs_of_a_browser_share_one_stream_and_the_next_one_takes_over(two_agents):
    ana, mia, number = two_agents(12)
    second = ana.context.new_page()
    streams = []
    second.on("request", lambda request: streams.append(request.url) if "/events?" in request.url else None)
    second.goto(f"/desk/tickets/{number}/")
    expect(second.locator("live-updates")).to_have_attribute("state", "shared")
    write_note(mia, "For both tabs.")
    for tab in (ana, second):
        expect(show(tab)).to_have_text("1 new message · Show")
    assert streams == []
    ana.close()
    expect(second.locator("live-updates")).to_have_attribute("state", "stream")
    write_note(mia, "For the one that is left.")
    expect(show(second)).to_have_text("2 new messages · Show")


def test_whoever_is_signed_out_elsewhere_is_told_nothing_more(person):
    ana = person(ANA, own_session=True)
    open_ticket(ana, 13)
    listens(ana)
    second = ana.context.new_page()
    second.goto("/desk/")
    second.locator(".desk__foot button", has_text="Ana").click()
    second.get_by_role("button", name="Sign out").click()
    expect(ana.locator("live-updates")).to_have_attribute("state", "off", timeout=20_000)
