"""Who comes back is told what they missed, from the table of events: bounded, and by its index."""

from datetime import timedelta

import pytest
from django.db import connection

from activity.models import Event
from helpdesk.live import letters, positions
from helpdesk.live.positions import Position, position
from shared import clock as the_clock
from tests import make
from tickets import access, conversation

pytestmark = pytest.mark.django_db


def missed(user, *, after=0, shown_at=None):
    """What somebody is told who stands at an event, or whose page was made at a moment."""
    reader = access.readers([user])[user.pk]
    return letters.missed(reader, Position(after, shown_at or the_clock.now()))


def test_what_came_after_the_last_event_is_told(cast, monkeypatch):
    monkeypatch.setattr(positions, "_LATE_IDS", 0)
    ticket = make.ticket(cast.cleo)
    after = letters.newest_id()
    conversation.message(ticket, body="And once more.", by=cast.cleo, form_key=make.key())
    for reader in (cast.ana, cast.mia, cast.cleo):
        (letter,) = missed(reader, after=after)
        assert letter.data["ticket"] == ticket.number
    assert missed(cast.ben, after=after) == []
    assert missed(cast.vic, after=after) == []


def test_what_was_committed_late_is_told_although_its_number_is_smaller(cast):
    ticket = make.ticket(cast.cleo)
    late = letters.newest_id()
    assert [letter.event for letter in missed(cast.ana, after=late + 3)] == [late]
    assert ticket


def test_a_page_without_a_last_event_is_told_what_happened_since_it_was_made(cast, clock):
    make.ticket(cast.cleo)
    clock(minutes=10)
    assert missed(cast.ana) == []
    ticket = make.ticket(cast.cleo)
    assert [letter.data["ticket"] for letter in missed(cast.ana)] == [ticket.number]
    assert len(missed(cast.ana, shown_at=the_clock.now() - timedelta(minutes=11))) == 2


def test_who_missed_more_than_is_looked_through_is_told_to_look_again(cast, monkeypatch):
    monkeypatch.setattr(letters, "MOST", 3)
    make.ticket(cast.cleo)
    after = letters.newest_id()
    for _ in range(3):
        make.ticket(cast.vic, category=cast.site_down)
    assert missed(cast.mia, after=after) == [letters.RELOAD]
    assert missed(cast.mia, after=after + 1) != [letters.RELOAD]


def test_a_requester_is_not_sent_looking_by_what_happens_to_others(cast, monkeypatch):
    monkeypatch.setattr(letters, "MOST", 3)
    monkeypatch.setattr(positions, "_LATE_IDS", 0)
    make.ticket(cast.cleo)
    after = letters.newest_id()
    for _ in range(5):
        make.ticket(cast.vic)
    assert missed(cast.cleo, after=after) == []


def test_however_many_tickets_were_missed_it_is_two_questions(cast, django_assert_num_queries):
    for _ in range(5):
        make.ticket(cast.cleo)
    reader = access.readers([cast.mia])[cast.mia.pk]
    with django_assert_num_queries(2):
        assert len(letters.missed(reader, Position(1, the_clock.now()))) == 5


def test_what_is_missed_is_found_in_an_index(cast):
    make.ticket(cast.cleo)
    with connection.cursor() as cursor:
        # The planner would scan and sort a table this small; what matters is that the index fits the query.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        plan = Event.objects.order_by("-id")[: letters.MOST].explain()
    assert "Index" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("typed", ["", "x", "-1", "1e9", "٣", "9" * 30, "1;drop"])
def test_a_position_that_is_none_counts_as_nothing(typed):
    said = position(after=[typed, "12"], shown_at=typed)
    assert said.after == 12
    assert said.shown_at.year == 1970
