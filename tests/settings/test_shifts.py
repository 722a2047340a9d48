"""The pages on which managers and admins say when people work."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.models import Assignment, User
from businesshours.models import Absence, Shift
from tests import queries
from tickets.models import Rules

pytestmark = pytest.mark.django_db

LIST = "/settings/shifts/"


@pytest.fixture
def url(cast):
    return reverse("settings:shifts_of", args=[cast.ana.pk])


@pytest.mark.parametrize(("who", "status"), [("mia", 200), ("max", 200), ("ana", 403), ("cleo", 404), ("gus", 404)])
def test_managers_and_admins_may_enter(cast, visit, url, who, status):
    away = Absence.objects.create(user=cast.ana, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 8))
    pages = [
        LIST,
        url,
        reverse("settings:add_absence", args=[cast.ana.pk]),
        reverse("settings:absence", args=[away.pk]),
    ]
    browser = visit(getattr(cast, who))
    assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, status)


def test_a_managers_settings_are_the_shifts_alone(cast, visit):
    page = visit(cast.mia).get(LIST).content.decode()
    assert "/settings/teams/" not in page
    assert f'href="{LIST}"' in visit(cast.mia).get("/desk/").content.decode()


def test_a_week_is_written_as_people_write_it(cast, visit, url, hidden):
    mia = visit(cast.mia)
    week = {"monday": "9-12:30, 13:30-17", "sunday": "22-6", "time_zone": "Europe/Berlin", "ticket_limit": "8"}
    assert mia.post(url, week | hidden(mia.get(url))).status_code == 303
    found = {(shift.weekday, shift.starts, shift.ends) for shift in Shift.objects.filter(user=cast.ana)}
    assert found == {(0, time(9), time(12, 30)), (0, time(13, 30), time(17)), (6, time(22), time(6))}
    page = mia.get(url).content.decode()
    assert 'value="9:00–12:30, 13:30–17:00"' in page
    assert "Mon 9:00–12:30 and 13:30–17:00, Sun 22:00–6:00" in page
    assert "Berlin · at most 8 tickets" in mia.get(LIST).content.decode()


def test_what_is_no_week_is_explained_where_it_stands(cast, visit, url):
    mia = visit(cast.mia)
    response = mia.post(url, {"monday": "all day", "tuesday": "9-12, 11-15", "ticket_limit": "-1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert ": Enter hours like 9:00–17:00 instead of “all day”." in page
    assert "Enter a number from 0 to 1000, or nothing." in page
    assert 'value="all day"' in page
    response = mia.post(url, {"tuesday": "9-12, 11-15"})
    assert "Tuesday 11:00–15:00 begins before another shift has ended." in response.content.decode()
    assert not Shift.objects.exists()


def test_the_second_of_two_is_told(cast, visit, url, hidden):
    mia, seen = visit(cast.mia), hidden(visit(cast.mia).get(url))
    mia.post(url, {"monday": "9-17"} | seen)
    response = visit(cast.max).post(url, {"monday": "8-16"} | seen)
    assert response.status_code == 409
    assert "saved now as <b>9:00–17:00</b>, you typed <b>8-16</b>" in response.content.decode()


def test_the_preview_draws_what_is_typed_and_saves_nothing(cast, visit, url):
    page = visit(cast.mia).post(url, {"monday": "0-12", "preview": "1"}).content.decode()
    assert '<rect x="0" width="720" height="10"/>' in page
    assert not Shift.objects.exists()


def test_an_absence_is_added_changed_removed_and_brought_back(cast, visit, url, hidden):
    mia, add = visit(cast.mia), reverse("settings:add_absence", args=[cast.ana.pk])
    days = {"starts_on": "2036-05-04", "ends_on": "2036-05-08", "note": "Holiday"}
    assert mia.post(add, days | hidden(mia.get(add)))["Location"] == url
    away = Absence.objects.get(user=cast.ana)
    assert "Holiday" in mia.get(url).content.decode()
    edit = reverse("settings:absence", args=[away.pk])
    mia.post(edit, days | {"note": "Ill"} | hidden(mia.get(edit)))
    mia.post(reverse("settings:archive_absence", args=[away.pk]))
    page = mia.get(url).content.decode()
    assert "Ill" not in page
    assert reverse("settings:restore_absence", args=[away.pk]) in page
    mia.post(reverse("settings:restore_absence", args=[away.pk]))
    assert "Ill" in mia.get(url).content.decode()


def test_an_absence_that_ends_before_it_begins_is_refused(cast, visit):
    add = reverse("settings:add_absence", args=[cast.ana.pk])
    response = visit(cast.mia).post(add, {"starts_on": "2036-05-04", "ends_on": "2036-05-01"})
    assert response.status_code == 422
    assert "The last day is before the first one." in response.content.decode()


def test_people_of_other_tenants_and_customers_have_no_shifts_here(cast, visit):
    theirs = Absence(starts_on=date(2036, 5, 4), ends_on=date(2036, 5, 4))
    for person in (cast.globex.ana, cast.cleo, cast.max):
        for name in ("shifts_of", "add_absence"):
            assert visit(cast.mia).get(reverse(f"settings:{name}", args=[person.pk])).status_code == 404
    assert theirs.pk is None


def test_the_number_of_queries_does_not_grow(cast, visit):
    mia = visit(cast.mia)
    before = queries.count(mia, LIST)
    for person in (cast.ana, cast.ben):
        Shift.objects.create(user=person, weekday=0, starts=time(9), ends=time(17))
        Absence.objects.create(user=person, starts_on=date(2036, 5, 4), ends_on=date(2036, 5, 8))
    assert queries.count(mia, LIST) == before
    assert before <= 10


def test_an_admin_chooses_how_tickets_find_their_agents(cast, admin, hidden):
    url = "/settings/assignment/"
    typed = {"assignment": "balanced", "ticket_limit": "20", "agents_pick": "on"}
    assert admin.post(url, typed | hidden(admin.get(url))).status_code == 303
    rules = Rules.current()
    assert (rules.assignment, rules.ticket_limit) == (Assignment.BALANCED, 20)
    assert (rules.agents_pick, rules.agents_answer_others) == (True, False)
    assert rules.close_after_days == 7


def test_the_page_says_what_it_means_for_each_team(cast, admin):
    User.objects.filter(pk=cast.ben.pk).update(ticket_limit=0)
    page = admin.post("/settings/assignment/", {"assignment": "balanced", "preview": "1"}).content.decode()
    assert "Go to one of 1 on shift, of 1 agent" in page
    assert "Wait: everybody on shift is at the limit" in page
    assert "Go to any agent on shift" in page
    page = admin.get("/settings/assignment/").content.decode()
    assert "A manager assigns them" in page
    assert not Rules.objects.exists()


def test_a_limit_below_one_is_explained(cast, admin):
    response = admin.post("/settings/assignment/", {"assignment": "manual", "ticket_limit": "0"})
    assert response.status_code == 422
    assert "Enter a number from 1, or nothing for no limit." in response.content.decode()


def test_a_team_may_differ(cast, admin, hidden):
    url = reverse("settings:team", args=[cast.billing.pk])
    form = {"name": "Billing", "assignment": "balanced", "members": [cast.ana.pk]}
    assert admin.post(url, form | hidden(admin.get(url))).status_code == 303
    cast.billing.refresh_from_db()
    assert cast.billing.assignment == "balanced"
