"""The main job, from a browser to the clock, as the people in it live it."""

import re
import time

from playwright.sync_api import Page, expect

from helpdesk.local.demo import globex

CLEO, ANA, MIA = "cleo@example.com", "ana@example.com", "mia@example.com"
STRANGER = next(person.email for person in globex.PEOPLE if person.kind == "customer")


def submit(page: Page, subject: str, description: str) -> str:
    """File a ticket under Billing › Refund and return its number."""
    page.goto("/tickets/new/?different")
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Billing", exact=False).first.check()
    page.get_by_label("Refund", exact=False).first.check()
    answer_questions(page)
    page.get_by_label("Description").fill(description)
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_text(re.compile(r"Ticket #\d+ sent"))).to_be_visible()
    return re.search(r"/tickets/(\d+)/", page.url)[1]


def answer_questions(page: Page):
    """Give the category's questions an answer each."""
    questions = page.locator("#questions")
    expect(questions.get_by_role("textbox").first.or_(questions.get_by_role("combobox").first)).to_be_visible()
    for field in questions.locator("input:not([type=radio]):not([type=hidden])").all():
        kind = field.get_attribute("type")
        numeric = field.get_attribute("inputmode") == "decimal"
        field.fill(
            "2026-11-02" if kind == "date" else "jo@example.com" if kind == "email" else "12" if numeric else "A-77"
        )
    for choice in questions.locator("select").all():
        choice.select_option(index=1)


def assign(page: Page, number: str, agent: str):
    """Give a ticket from the unassigned list to an agent."""
    page.goto(f"/desk/tickets/{number}/?list=unassigned")
    who = page.get_by_label("Assign to")
    who.select_option(who.locator("option").filter(has_text=agent).get_attribute("value"))
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text(f"#{number} is assigned to {agent}.")).to_be_visible()


def suggest_solution(page: Page, number: str, text: str):
    """Answer a ticket with a solution."""
    page.goto(f"/desk/tickets/{number}/")
    page.get_by_label("Reply to").fill(text)
    page.get_by_label("What the reply does").select_option("Suggest as solution")
    page.get_by_role("button", name="Send reply").click()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(".ticket__facts").get_by_text("Solution Suggested")).to_be_visible()


def wait_for_status(page: Page, status: str, *, seconds: float = 60):
    """Reload until the clock's work shows."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.reload()
        if page.locator(".page-head__facts").get_by_text(status).is_visible():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"never became {status}: {page.locator('.page-head__facts').inner_text()}")


def mail_to(page: Page, address: str, subject: str, *, seconds: float = 30) -> Page:
    """Open the newest caught mail to an address."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.goto("/local/mail/")
        found = page.get_by_role("link").filter(has_text=address).filter(has_text=subject)
        if found.count():
            found.first.click()
            return page
        page.wait_for_timeout(300)
    raise AssertionError(f"no mail to {address} about {subject}")


def test_from_filing_to_closing_by_the_clock_and_reopening(installation, person):
    cleo, mia, ana = person(CLEO), person(MIA), person(ANA)
    number = submit(cleo, "Charged twice for one month", "Two charges on the same day.")
    mail_to(cleo, CLEO, f"#{number}")

    assign(mia, number, "Ana Silva")
    ana.goto("/desk/")
    ana.locator("#list").get_by_role("link", name=re.compile(number)).click()
    suggest_solution(ana, number, "The second charge is on its way back to you.")

    cleo.goto(f"/tickets/{number}/")
    expect(cleo.get_by_text("Resolution added")).to_be_visible()
    expect(cleo.get_by_text("The second charge is on its way back to you.")).to_be_visible()
    expect(cleo.get_by_text("Without a reply it closes on")).to_be_visible()

    installation.manage("clock", "--forward", "8d")
    wait_for_status(cleo, "Closed")
    mail_to(cleo, CLEO, "Re: Charged twice")

    installation.manage("clock", "--forward", "6d")
    cleo.goto(f"/tickets/{number}/")
    cleo.get_by_label("Your message").fill("It was charged again today.")
    cleo.get_by_role("button", name="Reopen ticket").click()
    expect(cleo.locator(".page-head__facts").get_by_text("Reopened")).to_be_visible()
    expect(cleo.get_by_text("It was charged again today.")).to_be_visible()

    suggest_solution(ana, number, "This one is gone as well.")
    installation.manage("clock", "--forward", "8d")
    cleo.goto(f"/tickets/{number}/")
    wait_for_status(cleo, "Closed")
    stale = cleo.context.new_page()
    stale.goto(f"/tickets/{number}/")
    stale.get_by_label("Your message").fill("And once more.")

    installation.manage("clock", "--forward", "8d")
    stale.get_by_role("button", name="Reopen ticket").click()
    expect(stale.get_by_text("can no longer be reopened").first).to_be_visible()
    stale.get_by_role("link", name="Submit a follow-up ticket").first.click()
    expect(stale.get_by_label("Subject")).to_have_value(re.compile(f"Follow-up to #{number}"))
    expect(stale.get_by_label("Description")).to_have_value("And once more.")


def test_somebody_locked_out_does_the_same_as_a_guest(installation, person):
    guest, mia, ana = person(), person(MIA), person(ANA)
    guest.goto("/")
    guest.get_by_role("main").get_by_role("link", name="Submit a ticket").click()
    guest.get_by_label("Your name").fill("Noor Haddad")
    guest.get_by_label("E-mail address").first.fill("locked.out@example.net")
    guest.get_by_label("Subject").fill("Locked out after a new phone")
    guest.get_by_label("Billing", exact=False).first.check()
    guest.get_by_label("Refund", exact=False).first.check()
    answer_questions(guest)
    guest.get_by_label("Description").fill("My old phone had the codes.")
    guest.get_by_role("button", name="Submit ticket").click()
    expect(guest.get_by_role("heading", name="Check locked.out@example.net")).to_be_visible()

    mia.goto("/desk/lists/unassigned/")
    expect(mia.get_by_text("Locked out after a new phone")).to_have_count(0)

    letter = mail_to(person(), "locked.out@example.net", "Your way to your ticket")
    link = re.search(r"http://acme\.localhost:\d+/guest/\S+/", letter.locator("body").inner_text())[0]
    guest.goto(link)
    guest.get_by_role("button", name="Open my tickets").click()
    guest.get_by_role("link", name="Not now").click()
    expect(guest.get_by_text("Locked out after a new phone")).to_be_visible()
    guest.get_by_role("link", name=re.compile("Locked out")).click()
    number = re.search(r"/tickets/(\d+)/", guest.url)[1]

    assign(mia, number, "Ana Silva")
    suggest_solution(ana, number, "Use the paper codes; then add the new phone.")
    guest.goto(f"/tickets/{number}/")
    expect(guest.get_by_text("Use the paper codes; then add the new phone.")).to_be_visible()
    guest.get_by_label("Your message").fill("That worked.")
    guest.get_by_role("button", name="Add to ticket").click()
    expect(guest.locator(".page-head__facts").get_by_text("Needs Reply")).to_be_visible()


def test_the_other_tenant_has_no_such_ticket(person):
    cleo, stranger = person(CLEO), person(STRANGER, tenant="globex")
    cleo.goto("/tickets/?show=closed")
    path = cleo.locator(".rows a").first.get_attribute("href")
    assert cleo.goto(path).status == 200
    assert stranger.goto(path).status == 404
