"""A customer is warned what adding to a waiting ticket costs, keeps the place, pays it, and takes it back."""

import re

from playwright.sync_api import expect

CLEO, ANA = "cleo@example.com", "ana@example.com"
COSTS = "Adding to this ticket now moves it to the back of the line"
WORDS = "It happens on my phone as well."


def open_waiting(page):
    """Open the first of one's tickets that has a place to lose; return that place as it is told."""
    page.goto("/tickets/")
    for link in [row.get_attribute("href") for row in page.locator(".rows a").all()]:
        page.goto(link)
        if page.get_by_text(COSTS).count():
            return page.locator("#place").inner_text()
    raise AssertionError("no ticket of the demo has a price")


def test_warned_with_both_numbers_kept_paid_and_undone(person):
    cleo = person(CLEO)
    place = open_waiting(cleo)
    address = cleo.url
    warned = cleo.locator("#price-words").inner_text()
    before, after = re.search(r"\(from (?:about )?(\d+)\w\w to about (\d+)", warned).groups()
    assert int(before) < int(after)
    assert f"{before}" in place
    expect(cleo.get_by_label("Your message")).to_have_accessible_description(re.compile("moves it to the back"))

    cleo.get_by_label("Your message").fill(WORDS)
    cleo.get_by_role("button", name="Keep my place").click()
    expect(cleo.get_by_text("Your words are kept, and so is your place.")).to_be_visible()
    expect(cleo.locator("#place")).to_have_text(place)
    expect(cleo.get_by_label("Your message")).to_have_value(WORDS)

    cleo.get_by_role("button", name="Add to ticket").click()
    added = cleo.locator("#added")
    expect(added).to_contain_text(f"Added. You are now about {after}")
    expect(added).to_be_focused()
    expect(cleo.locator("#place")).to_contain_text("your message moved it")
    expect(cleo.get_by_text(COSTS)).to_have_count(0)

    added.get_by_role("button", name="Undo").click()
    expect(cleo.locator("#status")).to_contain_text("You have your place again")
    expect(cleo.locator("#place")).to_have_text(place)
    expect(cleo.get_by_label("Your message")).to_have_value(WORDS)
    expect(cleo.locator(".prose", has_text=WORDS)).to_have_count(0)
    assert cleo.url.split("#")[0] == address


def test_the_minute_changes_the_numbers_and_nothing_else(person):
    cleo = person(CLEO)
    open_waiting(cleo)
    box = cleo.get_by_label("Your message")
    box.fill("I am still writing")
    top = box.bounding_box()["y"]
    with cleo.expect_response(re.compile(r"/place/\?box$")):
        cleo.evaluate(
            "htmx.ajax('GET', document.querySelector('#place').getAttribute('hx-get'),"
            " {target: '#place', swap: 'outerHTML'})"
        )
    expect(box).to_be_focused()
    expect(box).to_have_value("I am still writing")
    expect(cleo.locator("#place")).to_have_count(1)
    expect(cleo.locator("#price-words")).to_contain_text("back of the line")
    assert box.bounding_box()["y"] == top


def test_the_undo_goes_by_itself_after_ten_seconds(person):
    cleo = person(CLEO)
    open_waiting(cleo)
    cleo.get_by_label("Your message").fill("This one stays.")
    cleo.get_by_role("button", name="Add to ticket").click()
    undo = cleo.locator("#added").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(undo).to_have_count(0, timeout=15_000)
    expect(cleo.locator(".prose", has_text="This one stays.")).to_be_visible()
