"""Admins follow a calendar of days off; whatever becomes of it, the last good days count."""

from datetime import datetime

import pytest

from businesshours import calendars, events, feeds, subscribing, tasks
from businesshours.models import HolidayFeed, OwnDays
from helpdesk.switchboard import REACTIONS
from shared import outgoing
from shared.outgoing import NotFetched
from tenants.scope import active_tenant_id, tenant_scope
from tests.businesshours.test_feeds import calendar
from tests.calendar_days import MONDAY, WEDNESDAY, go_to
from tests.cast import ACME_ID, GLOBEX_ID

pytestmark = pytest.mark.django_db
URL, HOURS = "/settings/hours/calendar/", "/settings/hours/"
ADDRESS = "https://example.com/holidays.ics"
GOOD = calendar("DTSTART;VALUE=DATE:20300508|SUMMARY:Founders' Day")


@pytest.fixture
def answers(monkeypatch):
    """What the world outside answers: bytes, or what went wrong. Notes who was asked."""
    said = {"now": GOOD, "asked": []}

    def fetch(url, *, most, accept):
        assert most == feeds.MOST_BYTES
        said["asked"].append(url)
        if isinstance(said["now"], Exception):
            raise said["now"]
        return said["now"]

    monkeypatch.setattr(outgoing, "fetch", fetch)
    go_to(MONDAY)
    return said


@pytest.fixture
def followed(cast, answers):
    """Acme follows a calendar and has read it."""
    feed = subscribing.change(HolidayFeed.current(), url=ADDRESS, by=cast.max)
    subscribing.read()
    return feed


def is_open(day: datetime) -> bool:
    return calendars.current().is_open(day)


@pytest.mark.parametrize(("who", "status"), [("max", 200), ("mia", 403), ("ana", 403), ("cleo", 404)])
def test_admins_may_enter(cast, visit, who, status):
    assert visit(getattr(cast, who)).get(URL).status_code == status


def test_whole_days_of_the_calendar_are_days_off(cast, followed):
    assert not is_open(WEDNESDAY)
    assert is_open(MONDAY)
    OwnDays.objects.create(name="Open", starts_on=WEDNESDAY, ends_on=WEDNESDAY, hours={"tickets": [["00:00", "00:00"]]})
    assert is_open(WEDNESDAY)


def test_saving_lets_it_be_read_and_the_page_says_how_far_it_is(cast, admin, hidden, answers):
    assert admin.post(URL, {"url": ADDRESS} | hidden(admin.get(URL)))["Location"] == HOURS
    assert "It is read within a minute." in admin.get(HOURS).content.decode()
    assert REACTIONS[events.FEED_CHANGED][0] == "businesshours.reactions.read_feed"
    subscribing.read()
    page = admin.get(HOURS).content.decode()
    assert "1 day, read on" in page
    assert '<time datetime="2030-05-08">Wed 8 May</time> · Founders&#x27; Day' in page


@pytest.mark.parametrize(
    "trouble", [NotFetched("The server answered with 404."), b"<html>Not here</html>", b"x" * (feeds.MOST_BYTES + 1)]
)
def test_while_it_cannot_be_read_the_last_good_days_count_and_the_page_says_so(cast, admin, answers, followed, trouble):
    answers["now"] = trouble
    subscribing.read()
    assert not is_open(WEDNESDAY)
    page = admin.get(HOURS).content.decode()
    assert "It could not be read on" in page
    assert "The 1 day that was read on" in page
    answers["now"] = GOOD
    subscribing.read()
    assert "It could not be read" not in admin.get(HOURS).content.decode()


def test_an_empty_calendar_is_a_good_one(cast, answers, followed):
    answers["now"] = calendar()
    subscribing.read()
    assert is_open(WEDNESDAY)


def test_who_follows_nothing_any_more_has_no_days_of_it(cast, admin, hidden, answers, followed):
    admin.post(URL, {"url": ""} | hidden(admin.get(URL)))
    assert is_open(WEDNESDAY)
    answers["asked"].clear()
    subscribing.read()
    assert answers["asked"] == []


def test_what_was_read_for_another_address_meanwhile_is_thrown_away(cast, answers, followed, monkeypatch):
    def slow(url, **how):
        subscribing.change(HolidayFeed.current(), url="https://example.org/other.ics", by=cast.max)
        return calendar("DTSTART;VALUE=DATE:20300506|SUMMARY:Of the old one")

    monkeypatch.setattr(outgoing, "fetch", slow)
    subscribing.read()
    assert HolidayFeed.objects.get().days == {"2030-05-08": "Founders' Day"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("http://example.com/holidays.ics", "begins with https://"),
        ("https://me:secret@example.com/", "without a name or a password"),
        ("https://example.com:22/", "without a port"),
        ("holidays.ics", "like https://example.com/holidays.ics"),
        ("https://example.com/" + "a" * 500, "at most 500 characters"),
    ],
)
def test_what_is_no_public_address_is_explained(cast, admin, hidden, typed, sentence):
    response = admin.post(URL, {"url": typed} | hidden(admin.get(URL)))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert HolidayFeed.current().url == ""


def test_an_address_that_leads_inside_is_never_asked(cast, admin):
    """Not mocked: it is looked up when it is read."""
    subscribing.change(HolidayFeed.current(), url="https://localhost/holidays.ics", by=cast.max)
    subscribing.read()
    assert "private network" in admin.get(HOURS).content.decode()


def test_webcal_is_another_word_for_it(cast, admin, hidden):
    admin.post(URL, {"url": "webcal://example.com/holidays.ics"} | hidden(admin.get(URL)))
    assert HolidayFeed.current().url == ADDRESS


def test_promises_follow_what_was_read(cast, answers, followed):
    for name in events.CHANGES_HOURS:
        assert "tickets.reactions.keep_promises" in REACTIONS[name]


def test_every_night_each_tenant_that_follows_one_is_sent_its_task(cast, answers, followed, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.read_feed_here, "delay", lambda: sent.append(active_tenant_id()))
    with tenant_scope(GLOBEX_ID):
        HolidayFeed.objects.create(url="")
    monkeypatch.setattr(subscribing, "tenants_with_feeds", lambda: [ACME_ID])
    tasks.read_feeds()
    assert sent == [ACME_ID]
