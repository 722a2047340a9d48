"""Under every answer: who gave it, when they work, and whether they are there now. Live on pages, frozen in letters."""

import html
import re
from datetime import UTC, date, datetime, time

import pytest

from accounts.models import User
from businesshours.models import Absence, Shift
from shared import clock
from tenants.models import Profile
from tests import make, queries
from tests.cast import PASSWORD
from tickets import assignment, conversation, merging, progress

pytestmark = pytest.mark.django_db

# Half past nine on a Monday in Lisbon.
MONDAY = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
IN_NEW_YORK = "Works Mon–Fri, 09:00–17:00 Lisbon (04:00–12:00 your time)"


@pytest.fixture(autouse=True)
def _half_past_nine(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def ticket(cast):
    """Ana, who works in Lisbon, has answered Cleo."""
    Profile.objects.update(time_zone="Europe/Lisbon")
    office(cast.ana)
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.reply(ticket, body="Which card was it?", by=cast.ana, form_key=make.key())
    return ticket


def office(person):
    Shift.objects.bulk_create(Shift(user=person, weekday=day, starts=time(9), ends=time(17)) for day in range(5))


def signatures(browser, url):
    """The signatures of a page, in words."""
    page = html.unescape(browser.get(url).content.decode())
    found = re.findall(r'<div class="signature">(.*?)</div>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one.replace("</span><", "</span> · <")) for one in found]


def in_zone(browser, zone):
    browser.cookies["tz"] = zone
    return browser


def test_the_customer_reads_when_the_agent_works(cast, visit, ticket):
    cleo = in_zone(visit(cast.cleo), "America/New_York")
    assert signatures(cleo, f"/tickets/{ticket.number}/") == [
        f"Ana Acme · Acme Support · {IN_NEW_YORK} · On shift now, until 12:00 your time"
    ]


def test_a_zone_that_no_browser_has_told_is_named(cast, visit, ticket):
    for zone in ("", "Not/A_Zone", "../../etc/passwd"):
        cleo = in_zone(visit(cast.cleo), zone)
        told = "Ana Acme · Acme Support · Works Mon–Fri, 09:00–17:00 Lisbon · On shift now, until 17:00 Lisbon"
        assert signatures(cleo, f"/tickets/{ticket.number}/") == [told]


def test_who_is_away_says_until_when_and_who_can_help(cast, visit, ticket):
    Absence.objects.create(user=cast.ana, starts_on=date(2026, 5, 4), ends_on=date(2026, 6, 3), note="Surgery")
    page = visit(cast.cleo).get(f"/tickets/{ticket.number}/").content.decode()
    assert "Away until 3 June. A manager can move your ticket." in page
    assert "Surgery" not in page


def test_without_shifts_there_is_only_the_name(cast, visit, ticket):
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    conversation.reply(ticket, body="I look into it.", by=cast.ben, form_key=make.key())
    assert signatures(visit(cast.cleo), f"/tickets/{ticket.number}/")[1] == "Ben Acme · Acme Support"


def test_who_has_left_is_not_said_to_come_back(cast, visit, ticket):
    User.objects.filter(pk=cast.ana.pk).update(is_active=False)
    assert signatures(visit(cast.cleo), f"/tickets/{ticket.number}/") == ["Ana Acme · Acme Support"]


def test_what_customers_and_colleagues_write_for_themselves_is_not_signed(cast, visit, ticket):
    conversation.message(ticket, body="Visa", by=cast.cleo, form_key=make.key())
    conversation.internal_note(ticket, body="Hm.", by=cast.ana, form_key=make.key())
    assert len(signatures(visit(cast.cleo), f"/tickets/{ticket.number}/")) == 1
    assert len(signatures(visit(cast.ana), f"/desk/tickets/{ticket.number}/")) == 1


def test_staff_reads_the_same_at_the_desk(cast, visit, ticket):
    mia = in_zone(visit(cast.mia), "America/New_York")
    assert signatures(mia, f"/desk/tickets/{ticket.number}/") == [
        f"Ana Acme · Acme Support · {IN_NEW_YORK} · On shift now, until 12:00 your time"
    ]


def test_an_answer_in_a_merged_ticket_stays_signed(cast, visit, ticket):
    office(cast.mia)
    into = make.assigned(cast.cleo, cast.mia, by=cast.mia)
    merging.merge(ticket, into=into, by=cast.mia)
    for browser, url in ((visit(cast.cleo), "/tickets/"), (visit(cast.mia), "/desk/tickets/")):
        (signed,) = signatures(browser, f"{url}{into.number}/")
        assert signed.startswith("Ana Acme · Acme Support · Works Mon–Fri")


def test_all_signatures_of_a_page_are_one_question_in_the_portal_and_none_at_the_desk(cast, visit):
    bare = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    asked = {}
    for where, browser in (("/tickets/", visit(cast.cleo)), ("/desk/tickets/", visit(cast.mia))):
        asked[where] = [queries.count(browser, f"{where}{bare.number}/")]
    for author in (cast.ana, cast.mia, cast.ana):
        conversation.reply(bare, body="Hm.", by=author, form_key=make.key())
        for where, browser in (("/tickets/", visit(cast.cleo)), ("/desk/tickets/", visit(cast.mia))):
            asked[where].append(queries.count(browser, f"{where}{bare.number}/"))
    bare_there, *answered_there = asked["/tickets/"]
    assert len(set(answered_there)) == 1
    assert answered_there[0] <= bare_there + 1
    assert len(set(asked["/desk/tickets/"])) == 1


def test_other_tenants_shifts_are_nobodys_here(cast, visit, ticket):
    page = visit(cast.cleo).get(f"/tickets/{ticket.number}/").content.decode()
    assert cast.globex.ana.name not in page


def letters_text(post_office):
    (letter,) = [one for one in post_office() if "Re: " in one.subject]
    return letter.body, letter.alternatives[0].content


def test_a_letter_is_signed_as_of_its_leaving(cast, ticket, post_office):
    text, page = letters_text(post_office)
    told = "Ana Acme · Acme Support\nWorks Mon–Fri, 09:00–17:00 Lisbon\n"
    told += "On shift when this was sent, until Mon 4 May, 17:00 Lisbon"
    assert f"Which card was it?\n\n{told}\n\n---" in text
    assert "Works Mon–Fri, 09:00–17:00 Lisbon" in page


def test_a_letter_tells_it_by_the_clock_that_its_reader_last_signed_in_by(cast, visit, post_office):
    office(cast.ana)
    Profile.objects.update(time_zone="Europe/Lisbon")
    cleo = in_zone(visit(), "America/New_York")
    cleo.post("/sign-in/", {"email": cast.cleo.email, "password": PASSWORD})
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    conversation.suggest_solution(ticket, body="Refunded.", by=cast.ana, form_key=make.key())
    text, _ = letters_text(post_office)
    assert f"{IN_NEW_YORK}\nOn shift when this was sent, until Mon 4 May, 12:00 your time\n" in text


def test_signing_in_does_not_move_where_staff_works(cast, visit):
    User.objects.filter(pk=cast.ana.pk).update(time_zone="Europe/Lisbon")
    in_zone(visit(), "Asia/Tokyo").post("/sign-in/", {"email": cast.ana.email, "password": PASSWORD})
    assert User.objects.get(pk=cast.ana.pk).time_zone == "Europe/Lisbon"


def test_words_that_close_or_reopen_are_signed_and_news_without_words_is_not(cast, ticket, post_office):
    post_office()
    conversation.suggest_solution(ticket, body="Refunded.", by=cast.ana, form_key=make.key())
    post_office()
    progress.close(ticket, by=cast.ana, reason="Solved by phone")
    text, _ = letters_text(post_office)
    assert "Works Mon–Fri" not in text
    conversation.reopen(ticket, body="We look again.", by=cast.mia, form_key=make.key())
    text, _ = letters_text(post_office)
    assert "We look again.\n\nMia Acme · Acme Support\n\n---" in text
