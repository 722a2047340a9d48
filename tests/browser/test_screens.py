"""Every screen, light and dark, on a desk and on a phone: axe finds nothing, and nothing scrolls sideways.

With SCREENSHOTS=folder in the environment each is also kept as a picture, to be looked at.
"""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

CLEO, ANA, MIA, MAX = "cleo@example.com", "ana@example.com", "mia@example.com", "max@example.com"
WINDOWS = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
NARROWEST = {"width": 320, "height": 700}

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
RULES = {"light": None, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}


def look_at(page, path, name):
    """Open a screen and return what is wrong with it, in the light and in the dark."""
    page.goto(path)
    expect(page.locator(".htmx-request")).to_have_count(0)
    found = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        keep_picture(page, f"{name}-{scheme}")
        faults = Axe().run(page, options={"preload": False} | (rules or {})).response["violations"]
        found += [f"{scheme}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in faults]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return [f"{name}: {problem}" for problem in found]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("who", SCREENS)
def test_axe_finds_nothing(person, who, window):
    page = person(who, viewport=WINDOWS[window])
    problems = []
    for screen in SCREENS[who]:
        name = re.sub(r"\W+", "-", f"{who.split('@')[0]}-{screen.replace('{', 'first-of-')}").strip("-") or "home"
        problems += look_at(page, first_of(page, screen), f"{name}-{window}")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("who", SCREENS)
def test_nothing_scrolls_sideways_on_the_narrowest_screen(person, who):
    page = person(who, viewport=NARROWEST)
    wide = []
    for screen in SCREENS[who]:
        page.goto(first_of(page, screen))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(screen)
    assert not wide


def test_the_yellow_tenant_is_as_readable(person):
    page = person("", tenant="globex", viewport=WINDOWS["desk"])
    assert not look_at(page, "/", "globex-home") + look_at(page, "/sign-in/", "globex-sign-in")
