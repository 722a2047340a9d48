"""Filters under a name: whose they are, who changes them, how many there can be, and what becomes of their tags."""

import pytest

from activity.edits import Taken
from activity.models import Event
from tests import make
from tickets import filters, lists, queue, saved_views, tags
from tickets.filters import ME, Filter
from tickets.models import SavedView
from tickets.saved_views import NotYourView, TooManyViews
from tickets.statuses import OPEN

pytestmark = pytest.mark.django_db

MINE = Filter(statuses=OPEN, assignees=(ME,), tags=("refund",))


def save(by, name="Refunds", chosen=MINE, **more):
    return saved_views.save(name=name, chosen=chosen, by=by, **more)


def own_lists(user):
    """The titles of the saved views in somebody's menu."""
    return [view.title for view in lists.of(user).values() if view.saved]


def test_a_view_is_its_owners_until_a_manager_shares_it(cast):
    save(cast.ana)
    save(cast.mia, "Everybody's", is_shared=True)
    save(cast.mia, "Mia's")
    assert own_lists(cast.ana) == ["Everybody's", "Refunds"]
    assert own_lists(cast.ben) == ["Everybody's"]
    assert own_lists(cast.mia) == ["Everybody's", "Mia's"]
    assert lists.of(cast.max) == lists.of(cast.cleo) == {}


def test_it_keeps_the_whole_filter(cast):
    view = save(cast.ana)
    assert filters.from_json(view.filter) == MINE
    assert lists.of(cast.ana)[view.key].filter == MINE


def test_a_shared_view_grants_nothing_and_me_is_whoever_looks(cast):
    anas = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    bens = make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down)
    mine = save(cast.mia, "Mine", Filter(statuses=OPEN, assignees=(ME,)), is_shared=True)
    every = save(cast.mia, "All", Filter(statuses=OPEN), is_shared=True)
    seen = {
        person: [list(queue.tickets(person, lists.of(person)[view.key])) for view in (mine, every)]
        for person in (cast.ana, cast.ben, cast.mia)
    }
    assert seen == {cast.ana: [[anas], [anas]], cast.ben: [[bens], [bens]], cast.mia: [[], [bens, anas]]}
    assert {p: queue.counts(p, lists.of(p).values())[every.key] for p in seen} == {
        cast.ana: 1, cast.ben: 1, cast.mia: 2
    }  # fmt: skip


def test_only_managers_share_and_change_what_is_shared(cast):
    with pytest.raises(NotYourView):
        save(cast.ana, is_shared=True)
    anas, shared = save(cast.ana), save(cast.mia, "Shared", is_shared=True)
    with pytest.raises(NotYourView):
        saved_views.change(anas, name="Refunds", is_shared=True, by=cast.ana)
    for verb in (
        lambda view, by: saved_views.change(view, name="x", is_shared=view.is_shared, by=by),
        lambda view, by: saved_views.refine(view, chosen=Filter(), by=by),
        lambda view, by: saved_views.move(view, to="up", by=by),
        lambda view, by: saved_views.delete(view, by=by),
    ):
        for view, stranger in ((shared, cast.ana), (anas, cast.ben), (anas, cast.mia)):
            with pytest.raises(NotYourView):
                verb(view, stranger)
    assert list(SavedView.objects.kept().order_by("id").values_list("name", "filter")) == [
        ("Refunds", MINE.as_json()), ("Shared", MINE.as_json())
    ]  # fmt: skip


def test_another_manager_changes_a_shared_view_and_deletes_it_but_cannot_take_it_for_its_owner(cast):
    shared = save(cast.mia, "Shared", is_shared=True)
    cast.ben.is_manager = True
    cast.ben.save()
    assert saved_views.change(shared, name="Renamed", is_shared=True, by=cast.ben).name == "Renamed"
    with pytest.raises(NotYourView):
        saved_views.change(shared, name="Renamed", is_shared=False, by=cast.ben)
    saved_views.delete(shared, by=cast.ben)
    assert own_lists(cast.mia) == []
    saved_views.restore(shared, by=cast.mia)
    assert own_lists(cast.ana) == ["Renamed"]
    saved_views.change(shared, name="Renamed", is_shared=False, by=cast.mia)
    assert (own_lists(cast.ana), own_lists(cast.mia)) == ([], ["Renamed"])


def test_a_name_is_used_once_by_each_person(cast):
    first = save(cast.ana)
    with pytest.raises(Taken) as refusal:
        save(cast.ana)
    assert refusal.value.field == "name"
    save(cast.ben)
    saved_views.delete(first, by=cast.ana)
    second = save(cast.ana)
    with pytest.raises(Taken):
        saved_views.restore(first, by=cast.ana)
    saved_views.change(second, name="Other", is_shared=False, by=cast.ana)
    saved_views.restore(first, by=cast.ana)
    assert own_lists(cast.ana) == ["Refunds", "Other"]


def test_a_second_click_saves_nothing_more(cast, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_OWN", 1)
    key = make.key()
    first = save(cast.ana, form_key=key)
    assert save(cast.ana, form_key=key) == first
    assert Event.objects.filter(name="savedview.added").count() == 1
    saved_views.delete(first, by=cast.ana)
    saved_views.delete(first, by=cast.ana)
    assert Event.objects.filter(name="savedview.archived").count() == 1


def test_there_are_only_so_many(cast, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_OWN", 2)
    monkeypatch.setattr(saved_views, "MOST_SHARED", 1)
    first, _ = save(cast.mia, "1"), save(cast.mia, "2")
    with pytest.raises(TooManyViews):
        save(cast.mia, "3")
    shared = save(cast.mia, "3", is_shared=True)  # counted apart
    for refused in (
        lambda: save(cast.mia, "4", is_shared=True),
        lambda: saved_views.change(first, name="1", is_shared=True, by=cast.mia),
        lambda: saved_views.change(shared, name="3", is_shared=False, by=cast.mia),
    ):
        with pytest.raises(TooManyViews):
            refused()
    save(cast.ana, "1")  # nobody takes another one's room
    saved_views.delete(first, by=cast.mia)
    save(cast.mia, "4")
    with pytest.raises(TooManyViews):
        saved_views.restore(first, by=cast.mia)


def test_the_order_is_ones_own(cast):
    views = [save(cast.ana, name) for name in "abc"]
    save(cast.mia, "s", is_shared=True)
    saved_views.move(views[2], to="up", by=cast.ana)
    assert own_lists(cast.ana) == ["s", "a", "c", "b"]
    saved_views.move(views[0], to="up", by=cast.ana)
    assert own_lists(cast.ana) == ["s", "a", "c", "b"]
    save(cast.ana, "d")
    assert own_lists(cast.ana)[-1] == "d"


def test_a_view_follows_its_tag_through_a_new_name_and_into_another_one(cast, post_office):
    refund, parcel = tags.add(name="refund", by=cast.max), tags.add(name="parcel", by=cast.max)
    view, other = save(cast.ana), save(cast.ana, "Both", Filter(tags=("refund", "parcel")))
    untouched = save(cast.ana, "Other", Filter(tags=("refunds",)))
    post_office()
    tags.rename(refund, name="money back", by=cast.max)
    tags.rename(refund, name="money", by=cast.max)
    post_office()
    view.refresh_from_db()
    assert filters.from_json(view.filter).tags == ("money",)
    tags.merge(refund, into=parcel, by=cast.max)
    post_office()
    for one in (view, other, untouched):
        one.refresh_from_db()
    assert [filters.from_json(one.filter).tags for one in (view, other, untouched)] == [
        ("parcel",), ("parcel",), ("refunds",)
    ]  # fmt: skip
    assert filters.from_json(view.filter).assignees == (ME,)
