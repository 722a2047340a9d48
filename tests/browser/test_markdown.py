"""Marks are pressed or typed, taken back with Ctrl+Z, and seen as they will be read, wherever somebody writes."""

import re

import pytest
from playwright.sync_api import expect

ANA, CLEO = "ana@example.com", "cleo@example.com"


@pytest.fixture(scope="module")
def cleo(person_all_along):
    """Cleo with an empty form for a ticket."""
    page = person_all_along(CLEO)
    page.goto("/tickets/new/?different")
    return page


@pytest.fixture
def words(cleo):
    """The empty description."""
    text = cleo.get_by_label("Description")
    text.fill("")
    return text


def press(page, mark):
    """Press a button of the bar that is in sight."""
    page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=re.compile(f"^{mark}")).click()


@pytest.mark.parametrize(
    ("mark", "typed", "written"),
    [
        ("Bold", "so", "**so**"),
        ("Italic", "so", "*so*"),
        ("Link", "so", "[so](https://)"),
        ("Link", "https://example.com/a", "[words](https://example.com/a)"),
        ("List", "one\ntwo", "- one\n- two"),
        ("Numbered list", "one\ntwo", "1. one\n2. two"),
        ("Quote", "one\ntwo", "> one\n> two"),
        ("Code", "x = 1", "`x = 1`"),
        ("Code", "x = 1\ny = 2", "```\nx = 1\ny = 2\n```\n"),
    ],
)
def test_a_mark_is_written_around_what_is_selected_and_taken_back_by_the_browser(cleo, words, mark, typed, written):
    words.press_sequentially(typed)
    words.press("Control+a")
    press(cleo, mark)
    expect(words).to_have_value(written)
    expect(words).to_be_focused()
    words.press("Control+z")
    expect(words).to_have_value(typed)


@pytest.mark.parametrize("mark", ["Bold", "Italic", "List", "Numbered list", "Quote"])
def test_pressed_twice_a_mark_is_gone(cleo, words, mark):
    words.fill("one\ntwo")
    words.press("Control+a")
    press(cleo, mark)
    expect(words).not_to_have_value("one\ntwo")
    press(cleo, mark)
    expect(words).to_have_value("one\ntwo")


def test_the_usual_keys_write_marks_and_bold_leaves_the_space_behind_a_word_alone(words):
    words.fill("very loud")
    words.evaluate("text => text.setSelectionRange(0, 5)")
    words.press("Control+b")
    expect(words).to_have_value("**very** loud")
    words.press("Control+i")
    expect(words).to_have_value("***very*** loud")
    words.press("Control+b")
    expect(words).to_have_value("*very* loud")
    words.press("End")
    words.press("Control+k")
    words.press_sequentially("example.com")
    expect(words).to_have_value("*very* loud[words](example.com)")


def test_the_bar_is_one_stop_for_tab_and_arrows_walk_in_it(cleo, words):
    words.focus()
    cleo.keyboard.press("Shift+Tab")
    bar = cleo.get_by_role("toolbar", name="Formatting")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    cleo.keyboard.press("ArrowLeft")
    expect(bar.get_by_role("button", name="Preview")).to_be_focused()
    cleo.keyboard.press("Home")
    cleo.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Italic")).to_be_focused()
    cleo.keyboard.press("Tab")
    expect(words).to_be_focused()


def test_the_preview_is_what_readers_see_and_the_caret_is_where_it_was_afterwards(cleo, words):
    words.fill("Hello **Cleo**\n\n- one\n- two")
    words.evaluate("text => text.setSelectionRange(6, 9)")
    press(cleo, "Preview")
    preview = cleo.get_by_role("region", name="Preview")
    expect(preview.locator("strong")).to_have_text("Cleo")
    expect(preview.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(words).to_be_hidden()
    write = cleo.get_by_role("toolbar", name="Formatting").get_by_role("button", name="Write")
    expect(write).to_be_focused()
    write.press("Enter")
    expect(words).to_be_focused()
    assert words.evaluate("text => [text.selectionStart, text.selectionEnd]") == [6, 9]
    press(cleo, "Preview")
    cleo.keyboard.press("Escape")
    expect(words).to_be_focused()
    expect(words).to_have_value("Hello **Cleo**\n\n- one\n- two")


def test_a_preview_that_does_not_load_says_so(cleo, words):
    words.fill("Written on a train")
    cleo.context.set_offline(True)
    press(cleo, "Preview")
    preview = cleo.get_by_role("region", name="Preview")
    expect(preview).to_have_text("The preview did not load. Nothing you typed is lost.")
    cleo.context.set_offline(False)
    press(cleo, "Write")
    expect(words).to_have_value("Written on a train")


def test_at_the_desk_reply_and_note_are_previewed_apart_and_keys_lead_back_to_writing(person):
    ana = person(ANA)
    ana.goto("/desk/")
    ana.locator("#list .rows a").nth(14).click()
    reply = ana.get_by_label("Reply to")
    reply.fill("To the *customer*")
    press(ana, "Preview")
    expect(ana.get_by_role("region", name="Preview").locator("em")).to_have_text("customer")
    ana.keyboard.press("n")
    expect(ana.get_by_role("textbox", name="Internal note")).to_be_focused()
    ana.keyboard.press("Control+k")
    expect(ana.locator("dialog.palette")).to_be_visible()
    ana.keyboard.press("Escape")
    ana.keyboard.press("Escape")
    ana.keyboard.press("r")
    expect(reply).to_be_focused()
    expect(reply).to_have_value("To the *customer*")


def test_without_a_script_there_is_no_bar(chromium, installation):
    context = chromium.new_context(base_url=installation.url("acme"), java_script_enabled=False)
    page = context.new_page()
    page.goto("/tickets/new/")
    expect(page.get_by_label("Description")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_have_count(0)
    context.close()
