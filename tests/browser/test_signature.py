"""What stands under an answer stays true while the page is open."""

import json
import re

from playwright.sync_api import expect

CLEO = "cleo@example.com"


def test_a_page_that_stays_open_says_when_somebody_comes_and_goes(person):
    page = person(CLEO, timezone_id="America/New_York")
    page.clock.install()
    page.goto("/tickets/")
    tickets = page.locator(".rows a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    signature = page.locator(".signature", has_text="Ana Silva").first
    for ticket in tickets:  # one that Ana answered
        page.goto(ticket)
        if signature.count():
            break
    state = signature.locator("shift-state")
    expect(signature).to_contain_text(re.compile(r"Works .+ Lisbon \(.+ your time\)"))
    expect(state).to_have_text(re.compile("^(On|Off) shift now, (until|back) .*your time$"))
    passed = 0
    for after, words, is_on in json.loads(state.get_attribute("coming")):
        page.clock.fast_forward((after - passed + 1) * 1000)
        passed = after + 1
        expect(state).to_have_text(words)
        assert (state.get_attribute("on") is not None) is is_on
