"""Keyset pages: forwards and back, without gaps and repetitions, whatever comes and goes meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from shared.pagination import Keyset, mark_of

pytestmark = pytest.mark.django_db
ORDER = ("name", "id")


@pytest.fixture
def teams(cast):
    """Ten teams, some of one name so that the id decides; the cast's own are gone."""
    Team.objects.filter(memberships=None).delete()
    names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
    return [Team.objects.create(name=f"team {name}") for name in names]


def page(mark=None, *, order=ORDER, size=3):
    return Keyset(Team.objects.filter(name__startswith="team "), order, mark, size=size)


def names(keyset):
    return "".join(row.name[-1] for row in keyset.rows)


def test_forwards_to_the_end(teams):
    shown, found = page(), []
    while True:
        found.append(names(shown))
        if not shown.next:
            break
        shown = page(shown.next)
    assert found == ["abc", "def", "ghi", "j"]
    assert shown.following is None


def test_descending_too(teams):
    order = ("-name", "-id")
    second = page(page(order=order).next, order=order)
    assert names(second) == "gfe"
    assert names(page(second.previous, order=order)) == "jih"


def test_and_back_to_the_beginning(teams):
    third = page(page(page().next).next)
    second = page(third.previous)
    assert (names(second), bool(second.next), bool(second.previous)) == ("def", True, True)
    first = page(second.previous)
    assert (names(first), first.previous, first.is_first) == ("abc", "", True)


def test_rows_that_come_and_go_shift_nothing(teams):
    first = page()
    teams[1].delete()
    Team.objects.create(name="team 0")
    second = page(first.next)
    assert names(second) == "def"
    # The page back reaches the beginning: then it is the first page as it is now.
    assert names(page(second.previous)) == "0ac"


def test_a_page_whose_rows_are_all_gone_is_empty_and_leads_nowhere(teams):
    mark = page().next
    Team.objects.filter(name__gt="team c", name__startswith="team ").delete()
    gone = page(mark)
    assert (gone.rows, gone.next, gone.previous) == ([], "", "")


def test_the_neighbours_of_a_page_are_known(teams):
    second = page(page().next)
    assert (second.preceding.name, second.following.name) == ("team c", "team g")
    back = page(page(second.next).previous)
    assert (names(back), back.preceding.name, back.following.name) == ("def", "team c", "team g")
    assert page().preceding is None


@pytest.mark.parametrize("mark", ["", "x", "W10:1abc:2def", None, "a" * 5000])
def test_a_mark_that_was_tampered_with_begins_at_the_first_page(teams, mark):
    assert names(page(mark)) == "abc"


def test_a_mark_of_another_order_begins_at_the_first_page(teams):
    assert names(page(mark_of(teams[4], ("-name", "-id")))) == "abc"


def test_columns_that_run_in_both_directions_are_refused(teams):
    with pytest.raises(ValueError, match="all ascend or all descend"):
        page(page(order=("name", "-id")).next, order=("name", "-id"))


def test_a_page_is_one_query(teams):
    mark = page().next
    with CaptureQueriesContext(connection) as asked:
        page(mark)
    assert len(asked) == 1
