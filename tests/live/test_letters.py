"""Who is told of what: every event of a ticket against everybody, with the rule of tickets.access."""

import pytest

from activity import log
from helpdesk.live import letters
from tenants.scope import tenant_scope
from tests import make
from tickets import access, assignment, events

pytestmark = pytest.mark.django_db

PARTS = ("cleo", "vic", "gus", "ana", "ben", "mia", "max")


@pytest.fixture
def tickets(cast):
    """One of Cleo's in Ana's team, one of Vic's in Ben's, one of Gus's in no team, and Cleo's that Ben was given."""
    given = make.ticket(cast.cleo, subject="Given to Ben")
    assignment.assign(given, to=cast.ben, by=cast.mia)
    given.refresh_from_db()
    return {
        "billing": make.ticket(cast.cleo),
        "technical": make.ticket(cast.vic, category=cast.site_down),
        "teamless": make.ticket(cast.gus, category=cast.sales),
        "given": given,
    }


def hearers(cast, ticket, name, **data):
    """The people who are told of an event of a ticket."""
    event = log.record(name, subject=ticket, by=cast.mia, **data)
    (news,) = letters.news([event])
    readers = access.readers([getattr(cast, part) for part in PARTS])
    return {part for part in PARTS if news.letter_to(readers[getattr(cast, part).pk])}


READ_AT_THE_DESK = {
    "billing": {"ana", "mia"},
    "technical": {"ben", "mia"},
    "teamless": {"ana", "ben", "mia"},
    "given": {"ana", "ben", "mia"},
}
REQUESTER = {"billing": "cleo", "technical": "vic", "teamless": "gus", "given": "cleo"}


@pytest.mark.parametrize("sort", READ_AT_THE_DESK)
def test_what_everybody_may_know_is_told_to_the_requester_and_to_staff_who_read_the_ticket(cast, tickets, sort):
    for name in sorted(events.PUBLIC):
        assert hearers(cast, tickets[sort], name) == READ_AT_THE_DESK[sort] | {REQUESTER[sort]}, name


@pytest.mark.parametrize("sort", READ_AT_THE_DESK)
def test_what_only_staff_may_know_is_told_to_staff_alone(cast, tickets, sort):
    for name in sorted(events.STAFF_ONLY - events.PUBLIC):
        assert hearers(cast, tickets[sort], name) == READ_AT_THE_DESK[sort], name


def test_a_requester_hears_that_something_was_taken_back_and_of_nothing_else_that_is_for_staff():
    assert {events.TAKEN_BACK} == events.PUBLIC & events.STAFF_ONLY


def test_an_event_that_nobody_has_named_is_told_to_nobody(cast, tickets):
    assert hearers(cast, tickets["billing"], "ticket.complained_about") == set()


def test_what_happens_to_people_and_settings_is_told_to_nobody(cast):
    happened = [log.record("person.changed", subject=cast.ana, by=cast.max), log.record("priority.moved", by=cast.max)]
    assert letters.news(happened) == []


def test_a_reader_at_hand_reads_what_the_list_of_tickets_says(cast, tickets):
    """The rule stands twice, as a query and for a ticket at hand: both say the same of everybody."""
    people = [getattr(cast, part) for part in PARTS]
    make.member(cast.max, cast.billing)  # a team gives nothing to whom no role does
    for user, reader in zip(people, access.readers(people).values(), strict=True):
        at_desk = set(access.desk_tickets(user).values_list("pk", flat=True))
        assert {ticket.pk for ticket in tickets.values() if reader.reads(ticket)} == at_desk, user
        own = set(access.own_tickets(user).values_list("pk", flat=True))
        assert {ticket.pk for ticket in tickets.values() if reader.owns(ticket)} == own, user


def test_a_letter_holds_ids_and_no_words_of_people(cast):
    event = log.record(events.NOTED, subject=make.ticket(cast.cleo, subject="Secret"), by=cast.ana, message=7)
    (news,) = letters.news([event])
    mine, theirs = (news.letter_to(reader) for reader in access.readers([cast.ana, cast.mia]).values())
    number = news.ticket.number
    assert theirs.as_json() == {
        "kind": "ticket", "event": event.pk, "data": {"ticket": number, "is_message": True, "is_mine": False}
    }  # fmt: skip
    assert mine.data["is_mine"]


def test_another_tenants_events_are_not_found(cast):
    with tenant_scope(cast.globex.cleo.tenant_id):
        make.ticket(cast.globex.cleo)
        theirs = [event.pk for event in letters.newest()]
    assert theirs
    assert letters.by_ids(theirs) == []
