"""Every screen, light and dark, on a desk and on a phone: axe finds nothing, and nothing scrolls sideways.

Each is opened once; the window then becomes narrower, as when somebody turns a tablet. No script of ours asks how wide
it is: that is a matter of the style sheets.

With SCREENSHOTS=folder in the environment each is also kept as a picture, to be looked at.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.installation import CHECKOUT

CLEO, ANA, MIA, MAX = "cleo@example.com", "ana@example.com", "mia@example.com", "max@example.com"
WINDOWS = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
NARROWEST = {"width": 320, "height": 700}
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

# who: the addresses to look at; a word in braces is the first link of that list, what follows goes on from there
SCREENS = {
    "": [
        "/",
        "/articles/",
        "/articles/in/account/",
        "/articles/search/?q=pasword",
        "/articles/search/?q=qzxv",
        "/k/331",
        "/articles/331/feedback/?answer=no",
        "/statuses/",
        "/before-you-write/",
        "/sign-in/",
        "/sign-up/",
        "/guest/",
        "/password/forgotten/",
        "/guest/this-link-never-was/",
        "/tickets/new/",
        "/no-such-page/",
        "/ui/",
        "/local/mail/",
    ],
    CLEO: [
        "/",
        "{/articles/in/account/}",
        "/articles/331/feedback/?answer=no",
        "/tickets/",
        "/tickets/?show=closed",
        "/tickets/search/?q=mail",
        "/tickets/new/",
        "/tickets/new/?different",
        "{/tickets/}",
        "{/tickets/search/?q=wildcard}",
        "{/tickets/?show=closed}",
        "{/tickets/}complaint/",
        "{/tickets/}different-agent/",
        "/password/",
        "/plan/",
    ],
    ANA: [
        "/desk/",
        "/desk/lists/with-customer/",
        "/desk/lists/team/",
        "/desk/lists/closed/",
        "/desk/lists/mine/?status=needs-reply&category=1&overdue=yes",
        "/desk/lists/mine/filter/",
        "/desk/views/",
        "{/desk/views/}",
        "/desk/views/new/?list=mine&status=ours&assignee=me",
        "{/desk/}",
        "{/desk/lists/team/}",
        "/desk/saved-replies/",
        "/desk/saved-replies/new/",
        "{/desk/saved-replies/}",
        "/desk/articles/",
        "/desk/articles/?show=drafts",
        "/desk/articles/new/",
        "/desk/articles/101/",
        "/desk/articles/101/versions/",
        "/desk/articles/101/versions/compare/",
        "/desk/articles/101/feedback/",
        "/desk/articles/feedback/",
        "/desk/articles/insights/",
        "/desk/articles/insights/other-words/?term=password",
    ],
    MIA: [
        "/desk/estimates/",
        "/desk/lists/unassigned/",
        "/desk/escalations/",
        "{/desk/lists/unassigned/}",
        "/desk/lists/all/",
        "/desk/lists/all/?target-missed=yes",
        "{/desk/lists/all/?target-missed=yes}",
        "{/desk/lists/closed/}",
        "/desk/search/?q=invoice",
        "/desk/search/?q=invoice&status=open&assignee=me",
        "/desk/search/filter/?q=invoice",
        "/desk/views/",
        "/desk/search/?q=qzxv",
        "/desk/live-queue/",
        "/desk/reassign-requests/",
        "/desk/complaints/",
        "{/desk/complaints/}",
        "/desk/complaints/?show=requests",
        "/desk/complaints/?show=answered",
        "{/desk/complaints/?show=answered}",
        "/desk/agents/1/handover/",
        "/settings/shifts/",
        "{/settings/shifts/}",
        "/settings/shifts/1/absences/new/",
    ],
    MAX: [
        "/settings/figures/",
        "/settings/categories/",
        "/settings/categories/add/",
        "{/settings/categories/}",
        "/settings/priorities/",
        "{/settings/priorities/}",
        "/settings/targets/",
        "/settings/targets/new/",
        "{/settings/targets/}",
        "/settings/assignment/",
        "/settings/rules/",
        "/settings/hours/",
        "/settings/hours/days/new/",
        "/settings/hours/calendar/",
        "/settings/staff/",
        "/settings/staff/invite/",
        "{/settings/staff/}",
        "/settings/teams/",
        "/settings/moderators/",
        "/settings/channels/",
        "{/settings/channels/}",
        "/settings/policies/new/",
        "/settings/customer-imports/",
        "/settings/customers/awaited/",
        "/settings/plans/",
        "/settings/plans/new/",
        "{/settings/plans/}",
        "/settings/customers/",
        "{/settings/customers/}",
        "/settings/plan-domains/",
        "/settings/plan-domains/new/",
        "{/settings/plan-domains/}",
        "/settings/articles/categories/",
        "/settings/articles/categories/new/",
        "/settings/look/",
        "/desk/articles/",
    ],
}


def keep_picture(page, name):
    """Save a picture of the whole page where somebody asked for one."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def first_of(page, screen):
    """Return the address that a screen in braces stands for: where the first entry of a list leads."""
    if not screen.startswith("{"):
        return screen
    listing, _, onward = screen[1:].partition("}")
    page.goto(listing)
    links = page.locator("#main .rows a, #main table a, #main .list a")
    assert links.count(), f"nothing is listed at {screen}"
    return links.first.get_attribute("href") + onward


# Nothing is measured before the colours have changed.
# What depends on colours alone is asked again in the dark; everything else is the same page.
SETTLED = """async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
}"""
RULES = {"light": {}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}
# Of what is in order axe need not make a list: that takes it as long as the looking.
FAULTS_ALONE = {"preload": False, "resultTypes": ["violations"]}


def look_at(page, path, name):
    """Open a screen and return what is wrong with it, in each window, in the light and in the dark."""
    page.set_viewport_size(WINDOWS["desk"])
    page.goto(path)
    expect(page.locator(".htmx-request")).to_have_count(0)
    found = []
    for window, size in WINDOWS.items():
        page.set_viewport_size(size)
        found += [f"{window}: {problem}" for problem in _in_this_window(page, f"{name}-{window}")]
    page.set_viewport_size(NARROWEST)
    page.evaluate(SETTLED)
    if page.evaluate(WIDER_THAN_THE_WINDOW):
        found.append("narrowest: scrolls sideways")
    return [f"{name}: {problem}" for problem in found]


def _in_this_window(page, name):
    found = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        keep_picture(page, f"{name}-{scheme}")
        faults = Axe().run(page, options=FAULTS_ALONE | rules).response["violations"]
        found += [f"{scheme}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in faults]
    return [*found, "scrolls sideways"] if page.evaluate(WIDER_THAN_THE_WINDOW) else found


@pytest.fixture(scope="module")
def page_of(person_all_along):
    """Somebody's page, which goes from screen to screen."""
    return cache(person_all_along)


@pytest.mark.parametrize(("who", "screen"), [(who, screen) for who, screens in SCREENS.items() for screen in screens])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page_of, who, screen):
    page = page_of(who)
    name = re.sub(r"\W+", "-", f"{who.split('@')[0]}-{screen.replace('{', 'first-of-')}").strip("-") or "home"
    problems = look_at(page, first_of(page, screen), name)
    assert not problems, "\n".join(problems)


def test_the_yellow_tenant_is_as_readable(person):
    page = person("", tenant="globex")
    assert not look_at(page, "/", "globex-home") + look_at(page, "/sign-in/", "globex-sign-in")


def test_no_script_asks_how_wide_the_window_is():
    """Else a screen that became narrower would not be one that was opened on a phone."""
    asking = re.compile(r"matchMedia|innerWidth|outerWidth|visualViewport|ResizeObserver|screen\.width")
    scripts = list((CHECKOUT / "static/js").rglob("*.js"))
    assert scripts
    assert not [script.name for script in scripts if asking.search(script.read_text())]
