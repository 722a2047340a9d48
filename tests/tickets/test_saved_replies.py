"""Who reads, writes and is offered which saved reply."""

import pytest

from activity import edits
from activity.models import Event
from shared.seen import ChangedMeanwhile, column_values, stamp
from tests import make
from tickets import saved_replies
from tickets.models import SavedReply

pytestmark = pytest.mark.django_db


def save(by, title="Refund is on its way", *, owner=None, team=None, body="Hello", **more):
    return saved_replies.add(title=title, body=body, owner=owner, team=team, by=by, **more)


@pytest.fixture
def shelves(cast):
    """One reply on each shelf that there is: Ana's, Ben's, of both teams, everybody's."""
    return [
        save(cast.ana, "Ana's", owner=cast.ana),
        save(cast.ben, "Ben's", owner=cast.ben),
        save(cast.mia, "Of billing", team=cast.billing),
        save(cast.mia, "Of technical", team=cast.technical),
        save(cast.max, "For everybody"),
    ]


def titles(replies):
    return [reply.title for reply in replies]


class TestReading:
    def test_people_read_their_own_their_teams_and_everybodys(self, cast, shelves):
        assert titles(saved_replies.readable(cast.ana).in_order()) == ["Ana's", "For everybody", "Of billing"]
        assert titles(saved_replies.readable(cast.ben).in_order()) == ["Ben's", "For everybody", "Of technical"]

    def test_who_writes_for_all_teams_reads_theirs_and_nobodys_own(self, cast, shelves):
        for person in (cast.mia, cast.max):
            read = titles(saved_replies.readable(person).in_order())
            assert read == ["For everybody", "Of billing", "Of technical"]

    def test_those_of_an_archived_team_are_not_read(self, cast, shelves):
        edits.archive(cast.billing, by=cast.max)
        assert "Of billing" not in titles(saved_replies.readable(cast.ana))


class TestOffering:
    def test_a_manager_is_offered_those_of_the_tickets_team(self, cast, shelves):
        ticket = make.ticket(cast.cleo)
        assert titles(saved_replies.offered(cast.mia, ticket)) == ["For everybody", "Of billing"]

    def test_an_agent_gets_no_more_than_they_may_read(self, cast, shelves):
        ticket = make.ticket(cast.cleo, category=cast.site_down)
        assert titles(saved_replies.offered(cast.ana, ticket)) == ["Ana's", "For everybody", "Of billing"]

    def test_all_typed_words_count_and_the_title_counts_more(self, cast):
        save(cast.ana, "A greeting", body="Your refund is on its WAY", owner=cast.ana)
        save(cast.ana, "Refund: on its way", owner=cast.ana)
        save(cast.ana, "Refund", owner=cast.ana)
        ticket = make.ticket(cast.cleo)
        assert titles(saved_replies.offered(cast.ana, ticket, typed="refund way")) == [
            "Refund: on its way",
            "A greeting",
        ]
        assert saved_replies.offered(cast.ana, ticket, typed="100%") == []

    def test_archived_ones_are_not_offered(self, cast, shelves):
        saved_replies.archive(shelves[0], by=cast.ana)
        assert "Ana's" not in titles(saved_replies.offered(cast.ana, make.ticket(cast.cleo)))


class TestWriting:
    def test_agents_write_their_own_alone(self, cast, shelves):
        *_, billing, _, everybodys = shelves
        for shelf in ({"team": cast.billing}, {}, {"owner": cast.ben}):
            with pytest.raises(saved_replies.NotTheirs):
                save(cast.ana, "New", **shelf)
        for reply in (billing, everybodys):
            typed = {"title": "X", "body": "X", "owner": cast.ana, "team": None}
            with pytest.raises(saved_replies.NotTheirs):
                saved_replies.change(reply, **typed, by=cast.ana)
            with pytest.raises(saved_replies.NotTheirs):
                saved_replies.archive(reply, by=cast.ana)

    def test_nobody_writes_somebody_elses_own(self, cast, shelves):
        with pytest.raises(saved_replies.NotTheirs):
            saved_replies.archive(shelves[0], by=cast.mia)

    def test_a_title_is_there_once_on_each_shelf(self, cast):
        for shelf in ({"team": cast.billing}, {"team": cast.technical}, {}, {"owner": cast.mia}):
            save(cast.mia, "Hello", **shelf)
            with pytest.raises(edits.Taken, match="title"):
                save(cast.mia, "Hello", **shelf)

    def test_an_archived_title_is_free_and_comes_back_only_while_it_is(self, cast):
        first = saved_replies.archive(save(cast.ana, owner=cast.ana), by=cast.ana)
        save(cast.ana, owner=cast.ana)
        with pytest.raises(edits.Taken):
            saved_replies.restore(first, by=cast.ana)

    def test_a_shelf_holds_so_many_and_no_more(self, cast, monkeypatch):
        monkeypatch.setattr(saved_replies, "MOST_ON_A_SHELF", 2)
        replies = [save(cast.mia, str(number), team=cast.billing) for number in range(2)]
        with pytest.raises(saved_replies.ShelfIsFull):
            save(cast.mia, "3", team=cast.billing)
        other = save(cast.mia, "3", team=cast.technical)
        with pytest.raises(saved_replies.ShelfIsFull):
            saved_replies.change(other, title="3", body="x", owner=None, team=cast.billing, by=cast.mia)
        saved_replies.archive(replies[0], by=cast.mia)
        save(cast.mia, "4", team=cast.billing)
        with pytest.raises(saved_replies.ShelfIsFull):
            saved_replies.restore(replies[0], by=cast.mia)

    def test_the_second_click_saves_nothing_twice(self, cast):
        key = make.key()
        assert save(cast.ana, owner=cast.ana, form_key=key) == save(cast.ana, owner=cast.ana, form_key=key)
        assert Event.objects.filter(name="savedreply.added").count() == 1

    def test_who_did_not_see_the_newest_words_overwrites_nothing(self, cast):
        reply = save(cast.mia, team=cast.billing)
        seen = stamp(column_values(reply, ("title", "body", "owner", "team")))
        shelf = {"owner": None, "team": cast.billing}
        saved_replies.change(reply, title=reply.title, body="Mia's", **shelf, by=cast.mia, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            saved_replies.change(reply, title=reply.title, body="Max's", **shelf, by=cast.max, seen=seen)
        assert SavedReply.objects.get().body == "Mia's"
