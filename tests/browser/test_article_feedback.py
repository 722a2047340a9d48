"""A visitor says that an article did not help: the browser works for it, and focus follows what happens."""

import pytest
from playwright.sync_api import expect

NO_SCRIPT = {"java_script_enabled": False}


@pytest.fixture
def open_article():
    """Open the first of the most recent articles."""

    def opened(page):
        page.goto("/")
        page.locator("#main .rows a").first.click()
        return page

    return opened


def test_a_visitor_is_heard_without_signing_in(person, open_article):
    page = open_article(person())
    page.get_by_role("link", name="No", exact=True).click()
    expect(page.get_by_role("group", name="What was missing?")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Select at least one reason")).to_be_visible()
    page.get_by_label("It's out of date").check()
    page.get_by_label("Tell us more").fill("The button has another name now.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thanks, the author of this article will read it.")).to_be_visible()
    expect(page.locator(".feedback__said")).to_be_focused()
    page.reload()
    expect(page.get_by_text("You said what was missing: It's out of date.")).to_be_visible()
    page.get_by_role("link", name="Change my answer").click()
    expect(page.get_by_role("heading", name="Was this article helpful?")).to_be_focused()
    page.get_by_role("button", name="Yes").press("Enter")
    expect(page.get_by_text("Good to hear. Thanks for telling us.")).to_be_visible()
    expect(page.locator(".feedback__said")).to_be_focused()


def test_without_a_script_a_visitor_is_told_to_sign_in(person, open_article):
    page = open_article(person(**NO_SCRIPT))
    expect(page.get_by_role("link", name="Sign in to tell us")).to_be_visible()
    expect(page.get_by_role("button", name="Yes")).to_be_hidden()


def test_a_customer_needs_no_script(person, open_article):
    plain = person("cleo@example.com", **NO_SCRIPT)
    open_article(plain)
    yes, change = plain.get_by_role("button", name="Yes"), plain.get_by_role("link", name="Change my answer")
    if yes.or_(change).text_content().strip() != "Yes":  # the demo's Cleo has judged some articles before
        change.click()
    yes.click()
    expect(plain.get_by_text("Good to hear. Thanks for telling us.")).to_be_visible()


def test_an_answer_given_the_moment_that_the_buttons_are_there_counts(person, open_article):
    page = open_article(person())
    page.get_by_role("link", name="No", exact=True).click()
    page.get_by_role("link", name="Cancel").wait_for()
    # Before htmx has looked at what it put into the page.
    page.evaluate("""document.addEventListener("htmx:afterSwap", () => {
        document.querySelector("#feedback button[value=yes]").click();
    }, { once: true })""")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_text("Good to hear. Thanks for telling us.")).to_be_visible()
