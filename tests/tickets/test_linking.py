"""Two tickets are linked: only staff knows, and only who may read both."""

import pytest

from activity.models import Event
from tests import make
from tickets import events, linking, related, timeline
from tickets.lifecycle import NotYours
from tickets.models import Relation


@pytest.fixture
def two(cast):
    """A ticket of Cleo's that Ana has, in billing, and one of Vic's that Ben has, in technical."""
    return (
        make.assigned(cast.cleo, cast.ana, by=cast.mia),
        make.assigned(cast.vic, cast.ben, by=cast.mia, category=cast.site_down),
    )


def test_either_direction_is_the_same_link(cast, two):
    first, second = two
    made = linking.link(first, to=second, by=cast.ana)
    assert linking.link(second, to=first, by=cast.mia) == made
    assert Event.objects.filter(name=events.LINKED).count() == 2, "one for each of the two"


def test_each_names_the_other_to_who_may_read_both(cast, two):
    first, second = two
    linking.link(first, to=second, by=cast.mia)
    assert [one.ticket for one in related.related(first, cast.mia)] == [second]
    assert [one.ticket for one in related.related(second, cast.mia)] == [first]
    assert related.related(first, cast.ana) == []
    told = {who: timeline.entries(first, reader=who, for_staff=True)[-1].heading for who in (cast.mia, cast.ana)}
    assert told == {
        cast.mia: f"Linked to #{second.number} by you",
        cast.ana: "Linked to another ticket by Mia Acme",
    }


def test_the_requester_never_knows(cast, two):
    first, second = two
    made = linking.link(first, to=second, by=cast.mia)
    linking.unlink(made, by=cast.mia)
    headings = [entry.heading for entry in timeline.entries(first, reader=cast.cleo, for_staff=False)]
    assert not [heading for heading in headings if "inked" in heading]


def test_a_link_needs_two(cast, two):
    with pytest.raises(linking.CannotLink, match="itself"):
        linking.link(two[0], to=two[0], by=cast.mia)


def test_who_does_not_work_the_ticket_does_not_link_it(cast, two):
    for stranger in (cast.ben, cast.max, cast.cleo):
        with pytest.raises(NotYours):
            linking.link(two[0], to=two[1], by=stranger)


def test_unlinked_twice_is_told_once_and_can_be_linked_again(cast, two):
    first, second = two
    made = linking.link(first, to=second, by=cast.ana)
    with pytest.raises(NotYours):
        linking.unlink(made, by=cast.max)
    for _ in range(2):
        linking.unlink(made, by=cast.ben)
    assert Event.objects.filter(name=events.UNLINKED).count() == 2
    assert related.related(first, cast.mia) == []
    linking.link(first, to=second, by=cast.ana)
    assert Relation.objects.standing().count() == 1
