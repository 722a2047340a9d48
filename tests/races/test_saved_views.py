"""Many save views at one moment: there are never more than there may be, and one form saves once."""

from functools import partial

from tests import make
from tests.together import committed, together
from tickets import saved_views
from tickets.filters import Filter
from tickets.models import SavedView
from tickets.saved_views import TooManyViews
from tickets.statuses import OPEN

pytestmark = committed
ALL = Filter(statuses=OPEN)


def test_eight_save_where_there_is_room_for_two(cast, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_OWN", 3)
    monkeypatch.setattr(saved_views, "MOST_SHARED", 3)
    for is_shared in (False, True):
        save = partial(saved_views.save, chosen=ALL, is_shared=is_shared, by=cast.mia)
        save(name=f"First {is_shared}")
        results = together(*(partial(save, name=f"{is_shared} {number}") for number in range(8)))
        assert sum(isinstance(result, SavedView) for result in results) == 2
        assert sum(isinstance(result, TooManyViews) for result in results) == 6
        kept = SavedView.objects.kept().filter(is_shared=is_shared)
        assert sorted(kept.values_list("position", flat=True)) == [1, 2, 3]


def test_shared_and_saved_as_shared_at_one_moment(cast, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_SHARED", 2)
    saved_views.save(name="First", chosen=ALL, is_shared=True, by=cast.mia)
    own = [saved_views.save(name=f"Own {number}", chosen=ALL, by=cast.mia) for number in range(3)]
    acts = [partial(saved_views.change, view, name=view.name, is_shared=True, by=cast.mia) for view in own]
    together(*acts, partial(saved_views.save, name="New", chosen=ALL, is_shared=True, by=cast.mia))
    assert SavedView.objects.kept().filter(is_shared=True).count() == 2


def test_one_form_sent_five_times_at_once_saves_one_view(cast):
    save = partial(saved_views.save, name="Once", chosen=ALL, by=cast.ana, form_key=make.key())
    results = together(*[save] * 5)
    assert {result.pk for result in results} == {SavedView.objects.get().pk}
