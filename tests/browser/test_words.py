"""Nothing that somebody typed is lost, and nothing is sent twice."""

import re

from playwright.sync_api import expect

from helpdesk.local.demo.content import PASSWORD

VIC, ANA = "vic@example.com", "ana@example.com"


def own_open_ticket(page) -> str:
    """Return the address of the first open ticket of who is signed in."""
    page.goto("/tickets/")
    return page.locator(".rows a").first.get_attribute("href")


def test_a_draft_survives_a_reload(person):
    vic = person(VIC)
    path = own_open_ticket(vic)
    vic.goto(path)
    vic.get_by_label("Your message").fill("Half a thought about")
    expect(vic.get_by_text("Draft saved")).to_be_visible()
    vic.reload()
    expect(vic.get_by_label("Your message")).to_have_value("Half a thought about")
    vic.get_by_label("Your message").fill("")
    vic.wait_for_timeout(2000)  # the pause after which an emptied draft is forgotten
    vic.reload()
    expect(vic.get_by_label("Your message")).to_have_value("")


def test_words_sent_after_being_signed_out_are_a_draft_after_signing_in(person):
    vic = person(VIC, java_script_enabled=False)
    path = own_open_ticket(vic)
    vic.goto(path)
    vic.get_by_label("Your message").fill("Written while somebody signed me out")
    vic.context.clear_cookies(name="sessionid")
    vic.get_by_role("button", name=re.compile("Add to ticket|Reopen")).click()
    expect(vic.get_by_text("What you wrote is kept")).to_be_visible()
    vic.get_by_label("E-mail address").fill(VIC)
    vic.get_by_label("Password", exact=True).fill(PASSWORD)
    vic.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(vic.get_by_label("Your message")).to_have_value("Written while somebody signed me out")
    assert path in vic.url


def test_a_double_click_files_one_ticket(person):
    vic = person(VIC)
    vic.goto("/tickets/new/?different")
    vic.get_by_label("Subject").fill("Clicked twice in a hurry")
    vic.get_by_label("Sales question", exact=False).first.check()
    vic.get_by_label("What is it about?").select_option(index=1)
    vic.get_by_label("Description").fill("One ticket, not two.")
    vic.get_by_role("button", name="Submit ticket").dblclick()
    expect(vic.get_by_text(re.compile(r"Ticket #\d+ sent"))).to_be_visible()
    vic.goto("/tickets/")
    expect(vic.get_by_text("Clicked twice in a hurry")).to_have_count(1)


def test_everything_works_without_javascript(person):
    vic = person(VIC, java_script_enabled=False)
    vic.goto("/tickets/new/?different")
    vic.get_by_label("Subject").fill("No script here")
    vic.get_by_label("Billing", exact=False).first.check()
    vic.get_by_role("button", name="Continue").click()
    expect(vic.get_by_label("Subject")).to_have_value("No script here")
    vic.get_by_label("A copy, a correction or an explanation", exact=False).check()
    vic.get_by_role("button", name="Continue").click()
    vic.get_by_label("Description").fill("Plain pages are pages too.")
    vic.get_by_role("button", name="Submit ticket").click()
    if vic.get_by_role("heading", name="There is a problem").is_visible():
        for field in vic.locator("#questions input[type=text]").all():
            field.fill("12")
        for choice in vic.locator("#questions select").all():
            choice.select_option(index=1)
        vic.get_by_role("button", name="Submit ticket").click()
    expect(vic.get_by_text(re.compile(r"Ticket #\d+ sent"))).to_be_visible()
    vic.get_by_text("Close issue").first.click()
    vic.get_by_role("button", name="Close issue").click()
    expect(vic.locator(".page-head__facts").get_by_text("Closed")).to_be_visible()


def test_what_is_new_is_shown_before_an_answer_is_sent(person):
    ana, mia = person(ANA), person("mia@example.com")
    ana.goto("/desk/lists/with-customer/")
    path = ana.locator("#list .rows a").first.get_attribute("href")
    ana.goto(path)
    ana.get_by_label("Reply to").fill("Everything is fine.")
    mia.goto(path.split("?")[0])
    mia.locator("label[for=compose-note]").click()
    mia.get_by_label("Internal note", exact=True).last.fill("Wait with the answer.")
    mia.get_by_role("button", name="Save internal note").click()
    expect(mia.get_by_text("Wait with the answer.").first).to_be_visible()

    ana.get_by_role("button", name="Send reply").click()
    expect(ana.get_by_text("wrote an internal note while you had this page open")).to_be_visible()
    expect(ana.get_by_text("Wait with the answer.").first).to_be_visible()
    expect(ana.get_by_label("Reply to")).to_have_value("Everything is fine.")
    ana.get_by_role("button", name="Send reply").click()
    expect(ana.get_by_label("Reply to")).to_have_value("")
    expect(ana.get_by_label("Conversation").get_by_text("Everything is fine.")).to_be_visible()
