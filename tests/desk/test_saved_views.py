"""Saved views at the desk: saved from a filter, in the menu with their numbers, changed and deleted; no JavaScript."""

import re
from html import unescape

import pytest

from tenants.scope import tenant_scope
from tests import make, queries
from tests.cast import GLOBEX_ID
from tests.desk.test_filtering import chips, rows, text
from tickets import catalogue, saved_views, tagging
from tickets.filters import ME, Filter
from tickets.models import BulkJob, SavedView, Ticket
from tickets.statuses import OPEN

pytestmark = pytest.mark.django_db

ALL = Filter(statuses=OPEN)


def save(by, name="Parcels", chosen=ALL, **more):
    return saved_views.save(name=name, chosen=chosen, by=by, **more)


def menu(response):
    """Title and number of each list of the menu, in its order."""
    nav = re.search(r'id="desk-lists">(.*?)</nav>', text(response), re.DOTALL)[1]
    items = re.findall(r'<span class="nav__label">(.*?)</span>(?:<span class="nav__count">(.*?)</span>)?</a>', nav)
    return dict(items)


@pytest.fixture
def two(cast):
    """Ana's ticket with a tag, and Ben's of another team with the same one."""
    found = [
        make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Anas"),
        make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down, subject="Bens"),
    ]
    for ticket in found:
        tagging.add(ticket, names=["parcel"], by=cast.mia)
    return found


def test_from_a_filter_to_a_line_of_the_menu(cast, visit, two):
    make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Plain")
    ana = visit(cast.ana)
    page = text(ana.get("/desk/lists/mine/?tag=parcel"))
    address = re.search(r'hx-get="(/desk/views/new/[^"]*)"', page)[1]
    form = ana.get(address)
    assert "Tag: parcel" in text(form)
    assert "Share with everybody" not in text(form)
    key = make.key()
    answers = [ana.post(address, {"name": "Parcels", "is_shared": "on", "form_key": key}) for _ in range(2)]
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.is_shared) == (cast.ana, "Parcels", False)
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, f"/desk/lists/{view.key}/")}
    page = ana.get(answers[0]["Location"])
    assert (rows(page), menu(page)["Parcels"]) == (["Anas"], "1")
    titles = list(menu(page))
    assert titles.index("Parcels") == titles.index("Closed") + 1
    assert {"Status: Our turn", "Agent: Me", "Tag: parcel"} == set(chips(page))
    assert "Parcels" not in menu(visit(cast.ben).get("/desk/"))


def test_a_manager_shares_and_everybody_sees_their_own_of_it(cast, visit, two):
    mia = visit(cast.mia)
    mia.post("/desk/views/new/?list=all&status=open&tag=parcel", {"name": "Parcels", "is_shared": "on"})
    view = SavedView.objects.get()
    assert view.is_shared
    for person, titles in ((cast.ana, ["Anas"]), (cast.ben, ["Bens"]), (cast.mia, ["Bens", "Anas"])):
        page = visit(person).get(f"/desk/lists/{view.key}/")
        assert sorted(rows(page)) == sorted(titles)
        assert menu(page)["Parcels"] == str(len(titles))
        assert ("Edit this view" in text(page)) == (person == cast.mia)
        page = visit(person).get("/desk/views/")
        assert ("Move up" in text(page), "by Mia Acme" in text(page)) == (False, person != cast.mia)


def test_what_cannot_be_saved_is_said_beside_what_was_typed(cast, visit, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_OWN", 1)
    ana = visit(cast.ana)
    address = "/desk/views/new/?list=team&status=new"
    for typed, said in (("", "Give the view a name."), ("x" * 41, "at most 40 characters"), (" \t", "Give the view")):
        answer = ana.post(address, {"name": typed})
        assert (answer.status_code, said in text(answer)) == (422, True)
    assert ana.post(address, {"name": "<New> & mine"}).status_code == 303
    assert b"&lt;New&gt; &amp; mine" in ana.get("/desk/").content
    for typed, said in (("<New> & mine", "There can be at most 1"), ("Other", "There can be at most 1")):
        answer = ana.post(address, {"name": typed})
        assert (answer.status_code, said in text(answer), 'value="' + typed in text(answer)) == (422, True, True)
    monkeypatch.setattr(saved_views, "MOST_OWN", 2)
    assert "There is a view of this name already." in text(ana.post(address, {"name": "<New> & mine"}))


def test_a_view_that_is_not_theirs_was_never_there(cast, visit):
    anas, shared = save(cast.ana), save(cast.mia, "Shared", is_shared=True)
    gone = saved_views.delete(save(cast.ben, "Gone"), by=cast.ben)
    with tenant_scope(GLOBEX_ID):
        theirs = save(cast.globex.mia, "Theirs", is_shared=True)
    ben = visit(cast.ben)
    for key in (anas.key, gone.key, theirs.key, "view-", "view-x", "view-424242424242", f"view-0{shared.pk}"):
        for address in (f"/desk/lists/{key}/", f"/desk/lists/{key}/filter/", f"/desk/lists/{key}/selection/"):
            assert ben.get(address).status_code == 404, address
    for pk in (anas.pk, shared.pk, gone.pk, theirs.pk, 424242424242):
        assert ben.get(f"/desk/views/{pk}/").status_code == 404
        for act in ("", "filter/", "place/", "deletion/"):
            assert ben.post(f"/desk/views/{pk}/{act}", {"name": "x", "to": "up"}).status_code == 404, (pk, act)
    for pk in (anas.pk, theirs.pk):
        assert ben.post(f"/desk/views/{pk}/restoring/").status_code == 404
    assert ben.get(f"/desk/lists/{shared.key}/").status_code == 200
    assert visit(cast.max).get("/desk/views/").status_code == 403
    assert visit(cast.cleo).get(f"/desk/lists/{shared.key}/").status_code == 404


def test_renamed_refined_shared_and_no_longer(cast, visit, two):
    view, mia = save(cast.mia), visit(cast.mia)
    address = f"/desk/views/{view.pk}/"
    assert 'value="Parcels"' in text(mia.get(address))
    mia.post(address, {"name": "Late parcels", "is_shared": "on"})
    assert "Late parcels" in menu(visit(cast.ana).get("/desk/"))
    page = mia.get(f"/desk/lists/{view.key}/?assignee={cast.ben.pk}")
    assert set(chips(page)) == {"Status: Open", "Agent: Ben Acme"}
    assert "Back to “Late parcels”" in text(page)
    change = unescape(re.search(r'action="(/desk/views/\d+/filter/[^"]*)"', text(page))[1])
    page = mia.post(change, follow=True)
    assert page.request["PATH_INFO"] == f"/desk/lists/{view.key}/"
    way_back = unescape(re.search(r'action="(/desk/views/\d+/filter/\?status=open)"', text(page))[1])
    assert (rows(page), set(chips(page))) == (["Bens"], {"Status: Open", "Agent: Ben Acme"})
    # Each condition of a view can be lifted, and the form begins with what the view says.
    assert len(rows(mia.get(chips(page)["Agent: Ben Acme"]))) == 2
    form = text(mia.get(f"/desk/lists/{view.key}/filter/"))
    assert f'name="assignee" value="{cast.ben.pk}" checked' in form
    assert '<input type="hidden" name="assignee" value="any">' in form
    sent = mia.get(f"/desk/lists/{view.key}/", {"assignee": "any", "status": ["any", "closed"]})
    assert sent["Location"] == f"/desk/lists/{view.key}/?status=closed&assignee=any"
    # What the message offered: its undo.
    assert set(chips(mia.post(way_back, follow=True))) == {"Status: Open"}
    mia.post(address, {"name": "Late parcels"})
    assert "Late parcels" not in menu(visit(cast.ana).get("/desk/"))


def test_an_agent_refines_by_saving_another_one(cast, visit, two):
    view = save(cast.mia, is_shared=True)
    page = text(visit(cast.ana).get(f"/desk/lists/{view.key}/?tag=parcel"))
    assert "Save the change" not in page
    assert "Save as a view" in page


def test_deleted_with_a_way_back(cast, visit):
    view, ana = save(cast.ana), visit(cast.ana)
    answer = ana.post(f"/desk/views/{view.pk}/deletion/", follow=True)
    assert "“Parcels” is deleted." in text(answer)
    assert f'action="/desk/views/{view.pk}/restoring/"' in text(answer)
    assert "Parcels" not in menu(answer)
    assert ana.get(f"/desk/lists/{view.key}/").status_code == 404
    assert "Parcels" in menu(ana.post(f"/desk/views/{view.pk}/restoring/", follow=True))


def test_put_in_order(cast, visit):
    views, ana = [save(cast.ana, name) for name in ("First", "Second")], visit(cast.ana)
    ana.post(f"/desk/views/{views[1].pk}/place/", {"to": "up"})
    assert [title for title in menu(ana.get("/desk/")) if title in ("First", "Second")] == ["Second", "First"]


def test_a_view_of_something_archived_says_so_and_still_works(cast, visit, two):
    view = save(cast.ben, "Sites", Filter(statuses=OPEN, categories=(cast.site_down.pk,)))
    catalogue.archive_category(cast.site_down, by=cast.max)
    ben = visit(cast.ben)
    page = ben.get(f"/desk/lists/{view.key}/")
    assert (rows(page), menu(page)["Sites"]) == (["Bens"], "1")
    assert "Category: Site down (archived)" in chips(page)
    assert "Category: Site down (archived)" in text(ben.get(f"/desk/views/{view.pk}/"))


def test_a_ticket_opened_from_a_view_stays_beside_it(cast, visit, two):
    other = make.assigned(cast.cleo, cast.ana, by=cast.mia, subject="Next")
    view, ana = save(cast.ana, "Mine", Filter(statuses=OPEN, assignees=(ME,))), visit(cast.ana)
    page = ana.get(f"/desk/lists/{view.key}/")
    place = f"list={view.key}"
    assert f"/desk/tickets/{two[0].number}/?{place}" in text(page)
    page = ana.get(f"/desk/tickets/{two[0].number}/?{place}")
    assert page.context["ticket_below"] == f"/desk/tickets/{other.number}/?{place}"
    assert page.context["list_url"] == f"/desk/lists/{view.key}/"
    page = ana.get(f"/desk/tickets/{other.number}/?{place}&status=assigned")
    assert page.context["ticket_above"] == f"/desk/tickets/{two[0].number}/?{place}&status=assigned"
    # What is no list of theirs is their queue.
    page = visit(cast.mia).get(f"/desk/tickets/{two[0].number}/?{place}")
    assert page.context["list"].key == "mine"


def test_all_that_match_a_view_are_acted_on(cast, visit, two, post_office):
    view = save(cast.mia, "Parcels", Filter(statuses=OPEN, tags=("parcel",)), is_shared=True)
    page = text(visit(cast.ana).get(f"/desk/lists/{view.key}/selection/"))
    assert ("<span>Status: Open</span>" in page, "<span>Tag: parcel</span>" in page) == (True, True)
    form = {"which": "all", "act": "close", "reason": "Done", "form_key": make.key()}
    visit(cast.ana).post(f"/desk/lists/{view.key}/selection/", form)
    assert BulkJob.objects.get().items.count() == 1
    post_office()
    assert [ticket.subject for ticket in Ticket.objects.closed()] == ["Anas"]


def test_the_live_numbers_and_the_palette_know_it(cast, visit, two):
    view = save(cast.ana, "Parcels", Filter(statuses=OPEN, tags=("parcel",)))
    ana = visit(cast.ana)
    asked = f"/live/desk/?list={{}}&number={two[0].number}&number={two[1].number}"
    said = ana.get(asked.format(view.key)).json()
    assert (said["counts"][f"/desk/lists/{view.key}/"], said["here"]) == ("1", [two[0].number])
    # The list as the page narrowed it.
    assert ana.get(asked.format(f"{view.key}&status=closed")).json()["here"] == []
    assert ana.get(asked.format("team&tag=parcel")).json()["here"] == [two[0].number]
    assert visit(cast.ben).get(asked.format(view.key)).json()["here"] == []
    assert f'data-list="list={view.key}&status=new"' in text(ana.get(f"/desk/lists/{view.key}/?status=new"))
    assert f'href="/desk/lists/{view.key}/"' in text(ana.get("/desk/palette/"))
    assert f'href="/desk/lists/{view.key}/"' not in text(visit(cast.ben).get("/desk/palette/"))


def test_ten_views_cost_one_question_more_than_none(cast, visit, two):
    for person in (cast.ana, cast.mia):
        browser, savepoints = visit(person), 2
        pages = ("/desk/", f"/desk/tickets/{two[0].number}/", "/live/desk/?list=mine")
        of_one = [queries.count(browser, page) for page in pages]
        views = [
            save(person, f"No. {number}", Filter(statuses=OPEN, tags=(f"t{number}",), assignees=(ME,)))
            for number in range(10)
        ]
        assert [queries.count(browser, page) for page in pages] == of_one
        of_view = queries.count(browser, f"/desk/lists/{views[3].key}/?category={cast.refund.pk}&tag=parcel")
        assert max(of_view, of_one[0]) <= 12 + savepoints
