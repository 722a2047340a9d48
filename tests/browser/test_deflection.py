"""An article answers before the ticket is written; where it does not, whoever answers knows what was read."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_story import ANA, MIA, answer_questions, assign, mail_to

VIC = "vic@example.com"
ARTICLE = "Change your e-mail address"


def suggestion(page: Page, title: str = ARTICLE):
    """Return an article among those beside the form."""
    return page.locator("article-suggestions details").filter(has=page.get_by_text(title, exact=True))


def choose_billing(page: Page):
    """Say what the ticket is about."""
    page.get_by_label("Billing", exact=False).first.check()
    page.get_by_label("Refund", exact=False).first.check()
    answer_questions(page)


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page as it stands."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def test_an_article_is_opened_in_place_solves_it_is_undone_and_the_ticket_filed_after_all(person):
    vic, mia, ana = person(VIC), person(MIA), person(ANA)
    vic.goto("/tickets/new/?different")
    subject = vic.get_by_label("Subject")
    subject.press_sequentially("chnage my emial adress", delay=20)
    expect(suggestion(vic)).to_be_visible()
    expect(vic.get_by_role("status").filter(has_text="may help, after the subject")).to_be_attached()
    expect(subject).to_be_focused()
    choose_billing(vic)
    vic.get_by_label("Description").fill("The old mailbox is gone.")

    suggestion(vic).locator("summary").click()
    text = vic.get_by_role("region", name=ARTICLE)
    expect(text).to_be_visible()
    expect(subject).to_have_value("chnage my emial adress")
    assert not faults(vic)
    vic.get_by_role("button", name="Not what I need").click()
    expect(text).to_be_hidden()
    expect(suggestion(vic).locator("summary")).to_be_focused()

    vic.keyboard.press("Enter")
    vic.get_by_role("button", name="This solved it").click()
    expect(vic.get_by_role("heading", name="Good to hear")).to_be_visible()
    vic.get_by_role("button", name="Undo").click()
    expect(subject).to_have_value("chnage my emial adress")
    expect(vic.get_by_label("Description")).to_have_value("The old mailbox is gone.")
    expect(vic.get_by_label("Refund", exact=False).first).to_be_checked()
    expect(suggestion(vic)).to_be_visible()
    vic.get_by_role("button", name="Submit ticket").click()
    expect(vic.get_by_text(re.compile(r"Ticket #\d+ sent"))).to_be_visible()
    number = re.search(r"/tickets/(\d+)/", vic.url)[1]

    assign(mia, number, "Ana Silva")
    ana.goto(f"/desk/tickets/{number}/")
    read = ana.locator("section").filter(has=ana.get_by_role("heading", name="Read before writing"))
    expect(read.get_by_role("listitem").filter(has_text=ARTICLE)).to_contain_text("Opened")
    reply = ana.get_by_label("Reply to")
    reply.fill("Look here: ")
    ana.keyboard.press("Alt+k")
    expect(ana.locator("article-picker [data-link]").first).to_be_focused()
    ana.keyboard.press("Enter")
    expect(reply).to_have_value(re.compile(r"^Look here: \[.+\]\(http://acme\.localhost:\d+/k/\d+\)$"))
    expect(reply).to_be_focused()


def test_the_picker_searches_inserts_the_text_and_gives_way_to_escape(person):
    ana = person(ANA)
    ana.goto("/desk/")
    ana.locator("#list .rows a").first.click()
    reply = ana.get_by_label("Reply to")
    reply.fill("")
    ana.keyboard.press("Alt+k")
    picker = ana.locator("article-picker")
    field = picker.get_by_label("Search articles")
    field.fill("change e-mail address")
    expect(picker.get_by_role("listitem").first).to_contain_text(ARTICLE)
    assert not faults(ana)
    ana.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(reply).to_be_focused()

    ana.get_by_role("button", name="Articles").click()
    field.fill("change e-mail address")
    field.press("Shift+Enter")
    expect(reply).to_have_value(re.compile(r"\w+.*\n", re.DOTALL))
    expect(reply).to_be_focused()
    ana.keyboard.press("Control+z")
    expect(reply).to_have_value("")


def test_a_guest_is_helped_as_well_and_nothing_typed_is_lost(person):
    guest = person(viewport={"width": 390, "height": 844}, color_scheme="dark")
    guest.goto("/tickets/new/?subject=chnage+my+emial+adress")
    guest.get_by_label("Your name").fill("Noor Haddad")
    guest.get_by_label("E-mail address").first.fill("noor@example.net")
    suggestion(guest).locator("summary").click()
    expect(guest.get_by_role("region", name=ARTICLE)).to_be_visible()
    assert not faults(guest)
    guest.get_by_role("button", name="This solved it").click()
    guest.get_by_role("button", name="Undo").click()
    expect(guest.get_by_label("Your name")).to_have_value("Noor Haddad")
    expect(guest.get_by_label("E-mail address").first).to_have_value("noor@example.net")
    choose_billing(guest)
    guest.get_by_label("Description").fill("The old mailbox is gone.")
    # Enter in the subject sends the form: nothing that stands before its button may take it.
    guest.get_by_label("Subject").press("Enter")
    expect(guest.get_by_text("Check noor@example.net")).to_be_visible()
    mail_to(guest, "noor@example.net", "")


def test_the_page_does_not_jump_when_articles_come_beside_the_form(person):
    nobody = person(viewport={"width": 1440, "height": 900})
    nobody.goto("/tickets/new/")
    place = nobody.get_by_label("Description").bounding_box()
    nobody.get_by_label("Subject").fill("change my e-mail address")
    expect(suggestion(nobody)).to_be_visible()
    assert nobody.get_by_label("Description").bounding_box() == place


def test_without_javascript_there_is_a_way_to_the_help_centre(person):
    nobody = person(java_script_enabled=False)
    nobody.goto("/tickets/new/")
    nobody.get_by_role("link", name="Search the help centre first").click()
    expect(
        nobody.get_by_role("link", name=re.compile(ARTICLE)).or_(nobody.get_by_role("heading", level=1))
    ).to_be_visible()
