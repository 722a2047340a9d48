"""Authors write with a keyboard, lose nothing, and never write over each other unseen."""

import re

import pytest
from playwright.sync_api import expect

from helpdesk.local.demo.content import PASSWORD

ANA, BEN, MAX = "ana@example.com", "ben@example.com", "max@example.com"


@pytest.fixture
def ana(person):
    """Ana, with the editor of an article of her own open."""
    page = person(ANA)
    page.goto("/desk/articles/new/")
    page.get_by_label("Title").fill("Change your e-mail address")
    page.get_by_role("button", name="Start writing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your e-mail address")
    return page


def text(page):
    return page.get_by_label("Article", exact=True).locator("visible=true").and_(page.locator("textarea"))


def save(page, version):
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text(f"Saved as version {version}.")


def test_marks_are_written_around_what_is_selected_and_taken_back(ana):
    words, bar = text(ana), ana.get_by_role("toolbar", name="Formatting")
    words.fill("first\nsecond")
    words.press("Control+a")
    bar.get_by_role("button", name="Numbered list").click()
    expect(words).to_have_value("1. first\n2. second")
    words.press("Control+z")
    expect(words).to_have_value("first\nsecond")
    words.press("Control+a")
    words.press("Control+b")
    expect(words).to_have_value("**first\nsecond**")
    bar.get_by_role("button", name="Heading").focus()
    ana.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()


def test_the_preview_shows_what_readers_will_see(ana):
    text(ana).fill("## Before you begin\n\n> [!TIP]\n> Have your phone at hand.")
    ana.get_by_text("Preview", exact=True).click()
    expect(ana.locator("#preview").get_by_role("heading", name="Before you begin")).to_be_visible()
    expect(ana.locator("#preview .callout")).to_contain_text("Have your phone at hand.")


def test_saving_leaves_the_caret_where_it_was(ana):
    text(ana).fill("Open Settings.")
    save(ana, 2)
    expect(text(ana)).to_be_focused()
    ana.keyboard.type(" Then wait.")
    expect(text(ana)).to_have_value("Open Settings. Then wait.")


def test_unsaved_words_survive_a_reload_and_a_lost_session(ana):
    text(ana).fill("Half a thought about")
    expect(ana.get_by_text("Not saved yet")).to_be_visible()
    ana.reload()
    expect(text(ana)).to_have_value("Half a thought about")
    expect(ana.get_by_text(re.compile("Unsaved changes of .* are back"))).to_be_visible()
    ana.context.clear_cookies(name="sessionid")
    ana.get_by_role("button", name="Save", exact=True).click()
    ana.get_by_label("E-mail address").fill(ANA)
    ana.get_by_label("Password", exact=True).fill(PASSWORD)
    ana.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(text(ana)).to_have_value("Half a thought about")
    save(ana, 2)
    ana.reload()
    expect(ana.get_by_text("Unsaved changes")).to_have_count(0)


def test_words_can_be_let_go(ana):
    text(ana).fill("Better not")
    expect(ana.get_by_text("Not saved yet")).to_be_visible()
    ana.reload()
    ana.get_by_role("button", name="Discard them").click()
    expect(text(ana)).to_have_value("")


def test_the_second_of_two_authors_compares_and_decides(ana, person):
    text(ana).fill("Open Settings and press Save. Then wait.")
    save(ana, 2)
    ben = person(BEN)
    ben.goto(ana.url)
    text(ben).fill("Open Settings and press Store. Then wait.")
    text(ana).fill("Open Preferences and press Save. Then wait.")
    save(ana, 3)
    ben.keyboard.press("Control+s")
    expect(ben.get_by_text("saved this article while you were editing it")).to_be_visible()
    expect(ben.locator(".difference del").first).to_contain_text("Preferences")
    expect(ben.locator(".difference ins").first).to_contain_text("Settings")
    expect(text(ben)).to_have_value("Open Settings and press Store. Then wait.")
    ben.get_by_role("button", name="Save over it").click()
    expect(ben.locator("#status")).to_contain_text("Saved as version 4.")
    ben.get_by_role("link", name="Versions").click()
    expect(ben.get_by_role("row").filter(has_text="Version 3")).to_contain_text("Ana Silva")


def test_published_and_taken_back_from_the_toast(ana, person):
    max = person(MAX)
    max.goto("/settings/articles/categories/new/")
    max.get_by_label("Name").fill("Written for a test")
    max.get_by_role("button", name="Add category").click()
    ana.reload()
    text(ana).fill("Open Settings.")
    ana.get_by_label("Category").select_option("Written for a test")
    ana.get_by_role("button", name="Publish").click()
    expect(ana.locator("#status")).to_contain_text("Published.")
    ana.get_by_role("button", name="Undo").click()
    expect(ana.locator(".page-head .badge")).to_have_text("Draft")
