"""A list is filtered, and the filter kept as a view, with the mouse, by keys, and without a script."""

import re

from playwright.sync_api import expect

ANA, MIA = "ana@example.com", "mia@example.com"


def narrow(page, *labels):
    """Open the filter of a list, tick, and show what is left."""
    page.get_by_role("button", name="Filter", exact=True).click()
    for label in labels:
        page.locator("#filter-box").get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Show these tickets").click()


def test_from_a_filter_to_a_view_and_back(person):
    mia = person(MIA)
    mia.goto("/desk/lists/all/")
    narrow(mia, "Needs Reply", "Urgent", "High")
    expect(mia).to_have_url(re.compile(r"/desk/lists/all/\?status=needs-reply&priority=\d+&priority=\d+$"))
    chips = mia.get_by_role("list", name="Narrowed to")
    expect(chips.get_by_role("listitem")).to_have_text(["Status: Needs Reply", "Priority: Urgent", "Priority: High"])
    shown = mia.locator("#list .rows > li").count()
    assert shown
    mia.get_by_role("button", name="Save as a view").click()
    expect(mia.get_by_label("Name")).to_be_focused()
    mia.keyboard.type("Pressing answers")
    mia.keyboard.press("Enter")
    expect(mia.get_by_role("heading", name="Pressing answers")).to_be_visible()
    line = mia.locator("#desk-lists").get_by_role("link", name=re.compile("^Pressing answers"))
    expect(line.locator(".nav__count")).to_have_text(str(shown))

    chips.get_by_role("link", name="Remove Priority: High").click()
    expect(chips.get_by_role("listitem")).to_have_text(["Status: Needs Reply", "Priority: Urgent"])
    mia.get_by_role("button", name="Save the change").click()
    expect(mia.locator("#status")).to_contain_text("shows this from now on")
    mia.get_by_role("link", name="Edit this view").click()
    mia.get_by_role("button", name="Delete view").click()
    expect(line).to_have_count(0)
    mia.locator("#status").get_by_role("button", name="Undo").click()
    expect(line).to_be_visible()
    expect(chips.get_by_role("listitem")).to_have_count(2)


def test_the_box_is_left_by_escape_and_keys_do_nothing_behind_it(person):
    ana = person(ANA)
    ana.goto("/desk/")
    button = ana.get_by_role("button", name="Filter", exact=True)
    button.press("Enter")
    first = ana.locator("#filter-box input[type=checkbox]").first
    expect(first).to_be_focused()
    ana.keyboard.press("j")
    expect(first).to_be_focused()
    ana.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(button).to_be_focused()


def test_without_a_script_it_is_a_page(person):
    ana = person(ANA, java_script_enabled=False)
    ana.goto("/desk/lists/mine/")
    ana.get_by_role("button", name="Filter", exact=True).click()
    ana.get_by_role("dialog", name="Filter").get_by_role("link", name="Filter").click()
    ana.get_by_label("Needs Reply").check()
    ana.get_by_role("button", name="Show these tickets").click()
    expect(ana).to_have_url(re.compile(r"/desk/lists/mine/\?status=needs-reply$"))
    ana.get_by_role("button", name="Save as a view").click()
    ana.get_by_role("dialog", name="Save as a view").get_by_role("link", name="Save as a view").click()
    ana.get_by_label("Name").fill("To answer")
    ana.get_by_role("button", name="Save view").click()
    expect(ana.get_by_role("heading", name="To answer")).to_be_visible()
