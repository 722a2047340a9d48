"""Narrowing a list of the desk, and the search, by its filter bar; without JavaScript."""

import re
from html import unescape

import pytest

from accounts.models import Team
from shared import clock
from tests import make, queries
from tickets import catalogue, tagging
from tickets.models import Category, Priority, Tag
from tickets.statuses import Status

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(response.content.decode())


def chips(response):
    """What the bar says the list is narrowed to, and where each can be removed."""
    found = re.findall(r'<li class="tag[^"]*"><span>(.*?)</span><a class="tag__remove" href="(.*?)"', text(response))
    return {re.sub(r"\s+", " ", words): url for words, url in found}


def rows(response):
    return [row.subject for row in response.context["rows"]]


def asked(browser, address):
    """The names of the fields of a form."""
    return set(re.findall(r'name="(\w+)"', text(browser.get(address)))) - {"csrfmiddlewaretoken", "theme", "next"}


@pytest.fixture
def three(cast):
    """Three open tickets that differ: Ana's refund, Ben's site, and one that is nobody's."""
    site = make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down, subject="Site")
    tagging.add(site, names=["parcel"], by=cast.mia)
    make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Refund")
    return [site, make.ticket(cast.gus, category=cast.sales, subject="Sales")]


def test_each_thing_that_narrows_is_a_chip_that_goes_with_one_click(cast, visit, three):
    mia = visit(cast.mia)
    urgent = Priority.objects.get(name="Urgent")
    names = {
        f"status=assigned&status=new&category={cast.site_down.pk}": {
            "Status: New", "Status: Assigned", "Category: Site down",
        },
        f"assignee={cast.ben.pk}&team={cast.technical.pk}&priority={urgent.pk}": {
            "Agent: Ben Acme", "Team: Technical", "Priority: Urgent",
        },
        "tag=parcel&requester=vic@acme.test": {"Tag: parcel", "Requester: vic@acme.test"},
        "status=waiting&assignee=me&assignee=nobody&team=none&escalated=yes&overdue=yes": {
            "Status: Waiting", "Agent: Me", "Agent: Nobody", "Team: No team", "Escalated", "Overdue",
        },
        "filed_since=2026-05-14&updated_until=2026-05-31": {
            "Submitted since: 14 May 2026", "Changed until: 31 May 2026",
        },
        f"category={cast.refund.pk}": {"Category: Bills › Refund"},
    }  # fmt: skip
    for query, wanted in names.items():
        page = mia.get(f"/desk/lists/all/?{query}")
        assert set(chips(page)) == wanted, query
        assert "Show the whole list" in text(page)
    page = mia.get("/desk/lists/all/?status=assigned&status=new&category=" + str(cast.site_down.pk))
    assert rows(page) == ["Site"]
    page = mia.get(chips(page)["Category: Site down"])
    assert set(rows(page)) == {"Site", "Refund", "Sales"}
    page = mia.get(chips(page)["Status: New"])
    assert set(rows(page)) == {"Site", "Refund"}
    page = mia.get(chips(page)["Status: Assigned"])
    assert (page.request["QUERY_STRING"], chips(page)) == ("", {})
    assert "Show the whole list" not in text(page)


def test_the_form_says_what_it_found_in_a_short_address(cast, visit, three):
    mia = visit(cast.mia)
    form = {"tag": "parcel , refund", "requester": "", "filed_since": "", "priority": "", "overdue": ""}
    answer = mia.get("/desk/lists/all/", form | {"status": ["assigned", "new"]})
    assert (answer.status_code, answer["Location"]) == (
        303, "/desk/lists/all/?status=new&status=assigned&tag=parcel&tag=refund"
    )  # fmt: skip
    assert rows(mia.get(answer["Location"])) == ["Site"]
    answer = mia.get("/desk/lists/all/", form | {"tag": ""})
    assert answer["Location"] == "/desk/lists/all/"
    answer = mia.get("/desk/search/", form | {"q": "site & co"})
    assert answer["Location"] == "/desk/search/?q=site+%26+co&tag=parcel&tag=refund"


@pytest.mark.parametrize(
    ("who", "key", "not_asked"),
    [
        ("ana", "mine", {"assignee"}),
        ("ana", "with-customer", {"assignee", "overdue"}),
        ("ana", "team", {"team"}),  # she has one
        ("ana", "closed", {"status", "escalated", "overdue"}),
        ("mia", "unassigned", {"assignee"}),
        ("mia", "all", set()),
    ],
)
def test_a_list_asks_for_what_applies_to_it(cast, visit, who, key, not_asked):
    everything = {
        "status", "category", "assignee", "team", "priority", "tag", "requester", "escalated", "overdue",
        "filed_since", "filed_until", "updated_since", "updated_until",
    }  # fmt: skip
    found = asked(visit(getattr(cast, who)), f"/desk/lists/{key}/filter/")
    assert everything - found == not_asked


def test_the_form_shows_what_is_chosen(cast, visit, three):
    mia = visit(cast.mia)
    chosen = f"status=new&category={cast.refund.pk}&assignee=nobody&tag=parcel&tag=vip&filed_since=2026-05-14"
    page = text(mia.get(f"/desk/lists/all/filter/?{chosen}"))
    assert re.findall(r'name="(\w+)" value="([^"]*)" checked', page) == [
        ("status", "new"), ("category", str(cast.refund.pk)), ("assignee", "nobody")
    ]  # fmt: skip
    assert 'name="tag" value="parcel, vip"' in page
    assert 'name="filed_since" value="2026-05-14"' in page
    fragment = text(mia.get("/desk/lists/all/filter/", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert 'action="/desk/lists/all/"' in fragment


def test_the_closed_list_can_be_everybodys(cast, visit):
    make.in_status(Status.CLOSED, requester=cast.cleo, agent=cast.ana, manager=cast.mia, subject="Over")
    mia = visit(cast.mia)
    assert rows(mia.get("/desk/lists/closed/")) == []
    page = text(mia.get("/desk/lists/closed/filter/"))
    assert '<input type="hidden" name="assignee" value="any">' in page
    assert 'name="assignee" value="me" checked' in page
    page = mia.get("/desk/lists/closed/?assignee=any", follow=True)
    assert rows(page) == ["Over"]
    assert set(chips(page)) == {"Agent: Any"}


def test_what_is_archived_or_gone_says_so_and_still_narrows(cast, visit, three):
    site, mia = three[0], visit(cast.mia)
    make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.sales, subject="Ben's")
    catalogue.archive_category(cast.site_down, by=cast.max)
    Tag.objects.filter(name="parcel").update(archived_at=clock.now())
    Team.objects.filter(pk=cast.technical.pk).update(archived_at=clock.now())
    cast.ben.is_active = False
    cast.ben.save()
    query = f"category={cast.site_down.pk}&tag=parcel&team={cast.technical.pk}&assignee={cast.ben.pk}"
    page = mia.get(f"/desk/lists/all/?{query}")
    assert [row.pk for row in page.context["rows"]] == [site.pk]
    assert set(chips(page)) == {
        "Category: Site down (archived)", "Tag: parcel (archived)", "Team: Technical (archived)",
        "Agent: Ben Acme (no longer works here)",
    }  # fmt: skip
    form = text(mia.get(f"/desk/lists/all/filter/?{query}"))
    assert re.findall(r'name="(\w+)" value="[^"]*" checked', form) == ["category", "assignee", "team"]
    assert form.count("(archived)") == 2
    page = mia.get("/desk/lists/all/?category=424242&tag=nosuch")
    assert set(chips(page)) == {"Category (no longer there)", "Tag: nosuch"}


def test_a_number_gives_away_no_name(cast, visit):
    """Customers' names, and whatever the other tenant has."""
    globex = cast.globex
    ana = visit(cast.ana)
    for query in (
        f"assignee={cast.cleo.pk}",
        f"assignee={globex.ana.pk}&category={globex.refund.pk}&team={globex.billing.pk}",
    ):
        for page in (ana.get(f"/desk/lists/team/?{query}"), ana.get(f"/desk/lists/team/filter/?{query}")):
            assert not re.search(r"Cleo|Globex|globex", text(page)), query


def test_nobody_filters_their_way_to_tickets_that_they_may_not_read(cast, visit, three):
    ana = visit(cast.ana)
    for query in ("assignee=any", f"assignee={cast.ben.pk}", "tag=parcel", "requester=vic@acme.test", "team=any"):
        for key in ("mine", "team", "closed"):
            assert "Site" not in rows(ana.get(f"/desk/lists/{key}/?{query}", follow=True)), (key, query)
    for key in ("all", "unassigned", "nonsense"):
        assert ana.get(f"/desk/lists/{key}/filter/").status_code == 404


def test_what_says_nothing_is_said_and_stays_to_be_put_right(cast, visit, three):
    mia = visit(cast.mia)
    page = mia.get("/desk/lists/all/?requester=vic&tag=parcel&status=")
    assert "Enter the requester's whole e-mail address" in text(page)
    assert rows(page) == ["Site"]
    form = re.search(r'hx-get="(/desk/lists/all/filter/[^"]*)"', text(page))[1]
    assert 'name="requester" value="vic"' in text(mia.get(form))


def test_the_search_has_the_same_bar_and_keeps_its_words(cast, visit, three):
    mia = visit(cast.mia)
    page = mia.get(f"/desk/search/?q=site&assignee={cast.ben.pk}&tag=parcel")
    assert chips(page) == {
        "Agent: Ben Acme": "/desk/search/?q=site&tag=parcel",
        "Tag: parcel": f"/desk/search/?q=site&assignee={cast.ben.pk}",
    }
    assert f'<input type="hidden" name="assignee" value="{cast.ben.pk}">' in text(page)
    form = text(mia.get("/desk/search/filter/?q=site&tag=parcel"))
    assert '<input type="hidden" name="q" value="site">' in form
    assert form.count('type="checkbox" name="status"') == len(Status)


def test_the_bar_costs_one_question_and_its_form_few(cast, visit, three):
    mia, savepoints = visit(cast.mia), 2
    bare = queries.count(mia, "/desk/lists/all/")
    several = f"category={cast.refund.pk}&category={cast.sales.pk}&assignee={cast.ben.pk}&team={cast.technical.pk}"
    priorities = "&".join(f"priority={one.pk}" for one in Priority.objects.all())
    assert queries.count(mia, "/desk/lists/all/?status=waiting&overdue=yes") == bare
    assert queries.count(mia, f"/desk/lists/all/?{several}&{priorities}&tag=parcel") == bare + 1
    assert Category.objects.count() > 2
    mia.defaults["HTTP_HX_REQUEST"] = "true"
    assert queries.count(mia, f"/desk/lists/all/filter/?{several}") <= 7 + savepoints
