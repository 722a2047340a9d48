"""Who has waited too long escalates: not a day before, whatever they send, and a VIP sooner."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.test_story import CLEO, MIA, submit

VIC = "vic@example.com"
HOUR, A_LITTLE = timedelta(hours=1), timedelta(minutes=2)
# As a form would that somebody wrote by hand.
BY_HAND = """(number) => {
    const form = document.querySelector('form[action$="/closure/"]');
    form.action = `/tickets/${number}/escalation/`;
    form.insertAdjacentHTML("beforeend", '<input name="why" value="Me first">');
    form.submit();
}"""


def right_of(page: Page, number: str) -> tuple[datetime, datetime]:
    """Return when a ticket was filed, and from when its page says that it may be escalated."""
    page.goto(f"/tickets/{number}/")
    locked = page.locator(".props__pair").filter(has_text="You can escalate from").locator("time")
    filed = page.locator(".props__pair").filter(has_text="Submitted by").locator("time")
    return tuple(datetime.fromisoformat(time.get_attribute("datetime")) for time in (filed, locked))


def refuse(page: Page, number: str):
    """Find no button, and be told the day when sending the form by hand."""
    page.goto(f"/tickets/{number}/")
    expect(page.get_by_text("You can escalate from")).to_be_visible()
    expect(page.get_by_text("Escalate this ticket")).to_have_count(0)
    page.evaluate(BY_HAND, number)
    expect(page.get_by_text(re.compile(r"You can escalate this ticket from \w+ \d+ \w+, \d\d:\d\d"))).to_be_visible()
    page.goto(f"/tickets/{number}/")
    expect(page.get_by_text("Escalated by you")).to_have_count(0)


def accept(page: Page, number: str):
    """Escalate with a reason."""
    page.goto(f"/tickets/{number}/")
    page.get_by_text("Escalate this ticket").click()
    page.get_by_label("What should the manager know?").fill("No word since I wrote")
    page.get_by_role("button", name="Escalate", exact=True).click()
    expect(page.get_by_text("Escalated. A manager is told, and you don't lose your place.")).to_be_visible()
    expect(page.get_by_text("a manager is told", exact=False).first).to_be_visible()


def test_the_day_before_it_is_refused_on_the_day_accepted_and_a_vips_day_comes_sooner(person, installation):
    cleo, vic, mia = person(CLEO), person(VIC), person(MIA)
    cleos = submit(cleo, "Nobody answers", "I wait.")
    vics = submit(vic, "Nobody answers me either", "I wait as well.")
    (filed, of_cleo), (_, of_vic) = right_of(cleo, cleos), right_of(vic, vics)
    assert of_vic < of_cleo

    def forward(moment: datetime):
        nonlocal filed
        installation.manage("clock", "--forward", f"{int((moment - filed).total_seconds() // 60)}m")
        filed = moment

    forward(of_vic - HOUR)
    refuse(vic, vics)
    forward(of_vic + A_LITTLE)
    accept(vic, vics)
    refuse(cleo, cleos)
    forward(of_cleo - HOUR)
    refuse(cleo, cleos)
    forward(of_cleo + A_LITTLE)
    accept(cleo, cleos)

    mia.goto("/desk/escalations/")
    card = mia.get_by_role("article").filter(has_text=f"#{cleos}")
    expect(card).to_contain_text("No word since I wrote")
    card.get_by_role("button", name="Mark as seen").click()
    expect(mia.get_by_text(f"#{cleos} is marked as seen.")).to_be_visible()
    cleo.goto(f"/tickets/{cleos}/")
    expect(cleo.get_by_text("seen by a manager", exact=False).first).to_be_visible()
