"""The page on which admins say when the house is open, and whose holidays it keeps."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from businesshours import calendars, house
from businesshours.models import Channel, House, OwnDays, Weekday, usual_weeks
from helpdesk.switchboard import REACTIONS
from shared import clock
from tenants.models import Profile
from tests import make, queries
from tickets import promises
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
URL = "/settings/hours/"
ADD = "/settings/hours/days/new/"


def typed(**more):
    """The usual hours, as the form would send them."""
    week = {"tickets": "7-19", "chat": "6-18", "phone": "10-16:30"}
    form = {
        f"{channel}_{day.name.lower()}": hours
        for channel, hours in week.items()
        for day in Weekday
        if day <= Weekday.FRIDAY or channel == "chat"
    }
    return form | {"country": "", "region": ""} | more


def sundays():
    """Tickets on Sundays alone: whatever else is chosen moves every promise."""
    return usual_weeks() | {"tickets": [*[[]] * 6, [["00:00", "00:00"]]]}


@pytest.mark.parametrize(("who", "status"), [("max", 200), ("mia", 403), ("ana", 403), ("cleo", 404), ("gus", 404)])
def test_admins_may_enter(cast, visit, who, status):
    own = OwnDays.objects.create(name="Inventory", starts_on="2036-05-04", ends_on="2036-05-04")
    pages = [URL, ADD, reverse("settings:own_days", args=[own.pk])]
    browser = visit(getattr(cast, who))
    assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, status)


def test_the_menu_leads_there(cast, admin):
    assert f'href="{URL}"' in admin.get("/settings/rules/").content.decode()


def test_the_usual_hours_are_shown_and_not_stored(cast, admin):
    page = admin.get(URL).content.decode()
    assert 'value="7:00–19:00"' in page
    assert "Mon–Sun 6:00–18:00" in page
    assert not House.objects.exists()


def test_hours_are_written_as_people_write_them(cast, admin, hidden):
    sent = typed(tickets_monday="9-12:30, 13:30 to 5pm", tickets_tuesday="", country="DE", region="BY")
    assert admin.post(URL, sent | hidden(admin.get(URL))).status_code == 303
    kept = House.objects.get()
    assert kept.weeks["tickets"][:3] == [[["09:00", "12:30"], ["13:30", "17:00"]], [], [["07:00", "19:00"]]]
    assert (kept.country, kept.region) == ("DE", "BY")
    assert calendars.current(Channel.PHONE).spans_on(date(2026, 5, 4)) == ((time(10), time(16, 30)),)


def test_the_next_days_off_are_listed_own_ones_before_public_ones(cast, admin):
    year = clock.now().year + 1
    House.objects.create(country="DE", region="BY")
    OwnDays.objects.create(
        name="Short day", starts_on=date(year, 1, 6), ends_on=date(year, 1, 6), hours={"tickets": [["07:00", "12:00"]]}
    )
    page = strip_tags(admin.get(URL).content.decode())
    assert f"1 Jan {year} · New Year" in page
    assert f"6 Jan {year} · Short day · open 7:00–12:00" in page
    assert "Epiphany" not in page
    assert "Tickets 7:00–12:00, otherwise closed" in page


def test_regions_are_those_of_the_country_that_is_chosen(cast, admin, hidden):
    page = admin.post(URL, typed(country="DE", region="CA", preview="1")).content.decode()
    assert "Bayern" in page
    assert "California" not in page
    admin.post(URL, typed(country="DE", region="CA") | hidden(admin.get(URL)))
    assert House.objects.get().region == ""


@pytest.mark.parametrize("country", ["XX", "de", "Germany", "HolidayBase", "utils", "__doc__", "\0", "A" * 500])
def test_what_is_no_country_has_no_regions_and_no_holidays(cast, admin, country):
    assert admin.post(URL, typed(country=country, preview="1")).status_code == 200
    assert admin.post(URL, typed(country=country)).status_code == 422
    assert calendars.current().is_open(datetime(2026, 12, 25, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tickets_monday": "all day"}, "Tickets, Monday: Enter hours like 9:00–17:00 instead of “all day”."),
        ({"chat_sunday": "9-12, 11-15"}, "Chat, Sunday: 11:00–15:00 begins before other hours have ended."),
        ({"phone_monday": "22-8", "phone_tuesday": "7-9"}, "Phone, Tuesday: 7:00–9:00 begins before"),
        ({"country": "XX"}, "Select a country from the list."),
    ],
)
def test_what_is_no_week_is_explained_where_it_stands(cast, admin, wrong, sentence):
    response = admin.post(URL, typed(**wrong))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not House.objects.filter(country="XX").exists()


def test_the_second_admin_is_told(cast, admin, hidden):
    seen = hidden(admin.get(URL))
    admin.post(URL, typed(tickets_monday="9-17") | seen)
    response = admin.post(URL, typed(tickets_monday="8-16") | seen)
    assert response.status_code == 409
    assert "saved now as <b>9:00–17:00</b>, you typed <b>8-16</b>" in response.content.decode()


# --- what would move ------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(cast):
    """Vic waits for an answer; the house answers on Sundays."""
    Profile.objects.update(time_zone="Europe/Berlin")
    House.objects.create(weeks=sundays())
    return make.ticket(cast.vic)


def test_a_change_is_shown_on_open_tickets_before_it_is_saved(cast, admin, hidden, waiting):
    before = waiting.due_at
    seen = hidden(admin.get(URL))
    first = admin.post(URL, typed() | seen)
    page = first.content.decode()
    assert first.status_code == 422
    assert "Not saved yet. This changes what was promised for 1 open ticket." in page
    assert f"#{waiting.number}" in page
    assert "answer by" in page
    assert House.objects.get().weeks == sundays()
    looked_at = page.partition('name="looked_at" value="')[2].partition('"')[0]
    assert admin.post(URL, typed(looked_at=looked_at) | seen).status_code == 303
    assert "tickets.reactions.keep_promises" in REACTIONS["house.changed"]
    promises.bring_into_line()
    waiting.refresh_from_db()
    assert waiting.due_at == calendars.current().add_days(waiting.unanswered_since, 2) != before


def test_what_was_shown_is_what_is_saved(cast, admin, hidden, waiting):
    """Whoever types on after the preview is shown the new one."""
    page = admin.post(URL, typed(preview="1")).content.decode()
    looked_at = page.partition('name="looked_at" value="')[2].partition('"')[0]
    again = admin.post(URL, typed(looked_at=looked_at, tickets_monday="10-11") | hidden(admin.get(URL)))
    assert again.status_code == 422
    assert House.objects.get().weeks == sundays()


def test_what_moves_nothing_is_saved_at_once(cast, admin, hidden, waiting):
    same = typed(**{f"tickets_{day.name.lower()}": "" for day in Weekday} | {"tickets_sunday": "0-24"}, phone_monday="")
    assert admin.post(URL, same | hidden(admin.get(URL))).status_code == 303


def test_own_days_too_are_shown_on_open_tickets_first(cast, admin, hidden, waiting):
    sunday = waiting.due_at.astimezone(ZoneInfo("Europe/Berlin")).date()
    days = {"name": "Inventory", "starts_on": sunday, "ends_on": sunday}
    first = admin.post(ADD, days | hidden(admin.get(ADD)))
    assert first.status_code == 422
    assert "1 open ticket" in first.content.decode()
    assert not OwnDays.objects.exists()


def test_the_preview_writes_nothing_and_asks_as_much_for_many_as_for_one(cast, admin, waiting):
    one = _statements_of_preview(admin)
    for _ in range(5):
        make.ticket(cast.cleo)
    before = list(Ticket.objects.order_by("pk").values_list("due_at", "escalatable_at"))
    assert _statements_of_preview(admin) == one
    assert list(Ticket.objects.order_by("pk").values_list("due_at", "escalatable_at")) == before


def _statements_of_preview(admin):
    admin.post(URL, typed(preview="1"))
    with CaptureQueriesContext(connection) as asked:
        assert admin.post(URL, typed(preview="1")).status_code == 200
    return len(asked)


# --- own days ---------------------------------------------------------------------------------------------------


def test_own_days_are_added_changed_removed_and_brought_back(cast, admin, hidden):
    days = {"name": "Christmas", "starts_on": "2036-12-24", "ends_on": "2036-12-26", "tickets": "7-12"}
    assert admin.post(ADD, days | hidden(admin.get(ADD)))["Location"] == URL
    own = OwnDays.objects.get()
    assert own.hours == {"tickets": [["07:00", "12:00"]]}
    edit = reverse("settings:own_days", args=[own.pk])
    admin.post(edit, days | {"tickets": ""} | hidden(admin.get(edit)))
    assert not calendars.current().is_open(datetime(2036, 12, 24, 10, tzinfo=UTC))
    admin.post(reverse("settings:archive_own_days", args=[own.pk]))
    page = admin.get(URL).content.decode()
    assert reverse("settings:restore_own_days", args=[own.pk]) in page
    assert calendars.current().is_open(datetime(2036, 12, 24, 10, tzinfo=UTC))
    admin.post(reverse("settings:restore_own_days", args=[own.pk]))
    assert not calendars.current().is_open(datetime(2036, 12, 24, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "2036-05-01"}, "The last day is before the first one."),
        ({"ends_on": "2036-06-04"}, "Enter at most 31 days at once."),
        ({"ends_on": "9999-12-31"}, "Enter at most 31 days at once."),
        ({"tickets": "8-25"}, "Tickets: There is no 25:00."),
        ({"tickets": "9-12, 11-13"}, "Tickets: 11:00–13:00 begins before other hours have ended."),
        ({"starts_on": "2036-05-03", "ends_on": "2036-05-09"}, "“Inventory” has these days already, or one of them."),
        ({"name": "", "starts_on": ""}, "Enter a name."),
        ({"starts_on": ""}, "Enter the first day."),
        ({"ends_on": ""}, "Enter the last day."),
    ],
)
def test_days_that_cannot_be_are_explained(cast, admin, wrong, sentence):
    OwnDays.objects.create(name="Inventory", starts_on="2036-05-09", ends_on="2036-05-09")
    response = admin.post(ADD, {"name": "Trip", "starts_on": "2036-05-04", "ends_on": "2036-05-04"} | wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert OwnDays.objects.count() == 1


def test_days_that_were_given_to_others_meanwhile_do_not_come_back(cast):
    day = {"starts_on": date(2036, 5, 4), "ends_on": date(2036, 5, 4), "hours": {}}
    gone = house.remove_days(house.add_days(name="Inventory", **day, by=cast.max), by=cast.max)
    house.add_days(name="Trip", **day, by=cast.max)
    with pytest.raises(house.DaysTaken):
        house.restore_days(gone, by=cast.max)


def test_the_second_click_adds_nothing(cast):
    day = {"name": "Trip", "starts_on": date(2036, 5, 4), "ends_on": date(2036, 5, 4), "hours": {}}
    key = make.key()
    assert house.add_days(**day, by=cast.max, form_key=key) == house.add_days(**day, by=cast.max, form_key=key)


def test_there_are_not_endlessly_many(cast, monkeypatch):
    monkeypatch.setattr(house, "MOST_OWN_DAYS", 1)
    house.add_days(name="Trip", starts_on=date(2036, 5, 4), ends_on=date(2036, 5, 4), hours={}, by=cast.max)
    with pytest.raises(house.TooMany):
        house.add_days(name="Trip", starts_on=date(2036, 5, 5), ends_on=date(2036, 5, 5), hours={}, by=cast.max)


def test_the_page_asks_little(cast, admin):
    before = queries.count(admin, URL)
    for day in range(5):
        OwnDays.objects.create(name=f"Day {day}", starts_on=date(2036, 5, 4 + day), ends_on=date(2036, 5, 4 + day))
    assert queries.count(admin, URL) == before <= 10
