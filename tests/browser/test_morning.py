"""Ben works a whole morning without a mouse, and not by single keys when he has switched them off."""

import re

from playwright.sync_api import Locator, Page, expect

from helpdesk.local.demo.content import PASSWORD

BEN = "ben@example.com"


class Keyboard:
    """All that Ben has."""

    def __init__(self, page: Page):
        self._page = page

    def press(self, *keys: str):
        """Press one key after the other."""
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, words: str):
        """Type words into what has the focus."""
        self._page.keyboard.type(words)

    def tab_to(self, wanted: Locator, *, back: bool = False, within: int = 12):
        """Go to a control as people do, in a reasonable number of steps."""
        for _ in range(within):
            if wanted.evaluate("control => control === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        expect(wanted).to_be_focused()


def number_of(page: Page) -> str:
    """Return the number of the ticket that is open."""
    page.wait_for_url(re.compile("/desk/tickets/"))
    return re.search(r"/tickets/(\d+)/", page.url)[1]


def next_ticket(page: Page, keys: Keyboard, done: list[str]) -> str:
    """Go on to the next ticket of the list that Ben has not had this morning."""
    keys.press("Escape", "j")
    row = page.locator("#list .row:focus")
    while any(number in row.inner_text() for number in done):
        keys.press("j")
    number = re.search(r"#(\d+)", row.inner_text())[1]
    keys.press("Enter")
    page.wait_for_url(re.compile(f"/desk/tickets/{number}/"))
    expect(page.get_by_label("Reply to")).to_be_visible()
    done.append(number)
    return number


def status(page: Page) -> Locator:
    """The line that says how the ticket stands."""
    return page.locator(".ticket__facts")


def test_a_whole_morning_by_keyboard_alone(person):
    page = person()
    keys = Keyboard(page)

    page.goto("/desk/")
    keys.tab_to(page.get_by_label("E-mail address"))
    keys.type(BEN)
    keys.tab_to(page.get_by_label("Password", exact=True))
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="My queue")).to_be_visible()

    # The first ticket: read it and answer it.
    keys.press("j", "Enter")
    first = number_of(page)
    done = [first]
    expect(page.get_by_role("article").first).to_be_visible()
    keys.press("r")
    expect(page.get_by_label("Reply to")).to_be_focused()
    keys.type("Thanks for the pictures. The plugin is mended.")
    keys.press("Control+Enter")
    expect(page.get_by_text(re.compile(r"Sending in \d+ s"))).to_be_visible()
    expect(page.get_by_label("Reply to")).to_be_focused()

    # The next one: a note, and a question.
    second = next_ticket(page, keys, done)
    keys.press("n")
    note = page.get_by_role("textbox", name="Internal note")
    expect(note).to_be_focused()
    keys.type("Seen this ")
    keys.press("Control+b")
    keys.type("twice")
    expect(note).to_have_value("Seen this **twice**")
    keys.press("Control+Enter")
    expect(page.locator("#ticket .prose strong", has_text="twice")).to_be_visible()
    keys.press("Escape", "r")
    keys.type("Which version is it?")
    keys.press("Escape", "s")
    expect(page.get_by_label("What the reply does")).to_be_focused()
    keys.type("Ask")
    keys.tab_to(page.get_by_role("button", name="Send reply"), within=2)
    keys.press("Enter")
    expect(page.locator("held-reply")).to_be_visible()
    keys.tab_to(page.get_by_role("button", name="Send now"), back=True, within=25)
    keys.press("Enter")
    expect(status(page)).to_contain_text("Needs More Info")

    # A solution, thought better of.
    next_ticket(page, keys, done)
    keys.press("r")
    reply = page.get_by_label("Reply to")
    keys.type("It is in the new version.")
    keys.press("Control+Shift+Enter")
    expect(page.locator("held-reply")).to_be_visible()
    keys.press("Escape", "z")
    expect(page.locator("held-reply")).to_have_count(0)
    expect(reply).to_have_value("It is in the new version.")
    keys.press("Escape", "r", "Control+Shift+Enter")
    expect(page.locator("held-reply")).to_be_visible()

    # Another one is tagged, moved and closed by mistake.
    fourth = next_ticket(page, keys, done)
    keys.press("t")
    expect(page.get_by_label("Add tags")).to_be_focused()
    keys.type("by keyboard")
    keys.press("Enter")
    expect(page.get_by_role("list", name="Tags")).to_contain_text("by keyboard")
    before = status(page).locator("> span").last.inner_text()
    keys.press("Escape", "m")
    category = page.get_by_label("Category", exact=True)
    expect(category).to_be_focused()
    keys.type("Sales")
    keys.press("Enter")
    expect(status(page)).to_contain_text("Sales question")
    keys.press("z")
    expect(status(page)).to_contain_text(before)
    keys.press("c")
    expect(page.get_by_label("Reason")).to_be_focused()
    keys.type("Closed the wrong one")
    keys.press("Enter")
    expect(page.locator("#status")).to_contain_text(f"#{fourth} is closed.")
    keys.press("z")
    expect(page.locator("#ticket")).to_contain_text("then took it back")
    expect(status(page)).not_to_contain_text("Closed")

    # Looking for things: by words, by number, in the palette, and for help.
    keys.press("/")
    keys.type("plugin")
    keys.press("Enter")
    expect(page.get_by_text("Tickets with ‘plugin’")).to_be_visible()
    keys.press("Escape", "j", "j", "Enter")
    number_of(page)
    keys.press("/")
    keys.type(f"#{first}")
    keys.press("Enter")
    page.wait_for_url(re.compile(f"/desk/tickets/{first}/"))
    keys.press("Control+k")
    keys.type(second)
    expect(page.get_by_role("option", name=re.compile(second))).to_be_visible()
    keys.press("Enter")
    page.wait_for_url(re.compile(f"/desk/tickets/{second}/"))
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    keys.press("u")
    expect(page.get_by_role("heading", name="My queue", level=1)).to_be_visible()


def test_single_keys_that_are_switched_off_do_nothing(person):
    page = person(BEN)
    keys = Keyboard(page)
    page.goto("/desk/keys/")
    keys.tab_to(page.get_by_role("button", name="Switch off"), within=40)
    keys.press("Enter")
    expect(page.get_by_text("Single-key shortcuts are off.").first).to_be_visible()
    page.goto("/desk/")
    page.goto(page.locator("#list .rows a").nth(8).get_attribute("href"))
    before = page.url
    keys.press(*"jkorncatmfiuz?/.", "g", "q")
    page.wait_for_timeout(300)
    assert page.url == before
    assert page.evaluate("document.activeElement === document.body")
    expect(page.locator("dialog[open], details.panel[open], :popover-open")).to_have_count(0)
    keys.press("Control+k")
    expect(page.get_by_role("dialog", name="Go to or do")).to_be_visible()
    keys.type("Write a reply")
    keys.press("Enter")
    expect(page.get_by_label("Reply to")).to_be_focused()
    keys.type("By the palette")
    expect(page.get_by_label("Reply to")).to_have_value("By the palette")

    page.goto("/desk/keys/")
    keys.tab_to(page.get_by_role("button", name="Switch on"), within=40)
    keys.press("Enter")
    expect(page.get_by_text("Single-key shortcuts are on.").first).to_be_visible()
