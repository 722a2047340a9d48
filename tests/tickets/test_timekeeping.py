"""Time on tickets: one timer for each person, and minutes entered by hand."""

from datetime import timedelta

import pytest

from activity.models import Event
from tests import make
from tests.together import committed, together
from tickets import access, assignment, events, timekeeping, timeline
from tickets.lifecycle import NotYours
from tickets.models import Ticket, TimeEntry
from tickets.timekeeping import NoTime, NotYourEntry, StillRunning, TooManyEntries

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(cast):
    """Cleo's ticket, assigned to Ana."""
    return make.assigned(cast.cleo, cast.ana, by=cast.mia)


def enter(ticket, by, length=HOUR, **more):
    return timekeeping.enter(ticket, length=length, by=by, form_key=more.pop("form_key", make.key()), **more)


def spent(ticket, reader):
    return access.desk_ticket(reader, ticket.number).time_spent


def test_a_timer_counts_from_its_start_to_its_stop(cast, ticket, clock):
    timekeeping.start(ticket, by=cast.ana)
    assert timekeeping.running(cast.ana).number == ticket.number
    clock(minutes=25)
    entry = timekeeping.stop(by=cast.ana)
    assert timekeeping.in_minutes(entry.length) == 25
    assert timekeeping.running(cast.ana) is None
    assert timekeeping.stop(by=cast.ana) is None
    names = list(Event.objects.filter(subject_kind="timeentry").values_list("name", flat=True))
    assert names == [events.TIMER_STARTED, events.TIMER_STOPPED]


def test_starting_another_timer_stops_the_first(cast, ticket, clock):
    other = make.assigned(cast.vic, cast.ana, by=cast.mia)
    timekeeping.start(ticket, by=cast.ana)
    clock(minutes=10)
    started = timekeeping.start(other, by=cast.ana)
    assert (started.stopped.ticket, timekeeping.in_minutes(started.stopped.length)) == (ticket, 10)
    assert timekeeping.start(other, by=cast.ana).entry == started.entry
    assert TimeEntry.objects.running().count() == 1


def test_each_person_has_a_timer_of_their_own(cast, ticket):
    timekeeping.start(ticket, by=cast.ana)
    timekeeping.start(ticket, by=cast.mia)
    assert TimeEntry.objects.running().count() == 2
    told = access.desk_ticket(cast.ana, ticket.number)
    assert told.timer_on == ticket.number


def test_a_forgotten_timer_counts_a_day_at_most(cast, ticket, clock):
    timekeeping.start(ticket, by=cast.ana)
    clock(days=3)
    assert timekeeping.stop(by=cast.ana).length == timedelta(hours=24)


def test_a_clock_that_was_set_back_makes_no_negative_time(cast, ticket, clock):
    timekeeping.start(ticket, by=cast.ana)
    clock(minutes=-30)
    assert timekeeping.stop(by=cast.ana).length == timedelta()


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("45", 45), ("1:30", 90), ("1h 30m", 90), ("1h30", 90), ("2 h", 120), ("45 min", 45), ("24h", 1440), ("0:01", 1)],
)
def test_times_that_people_write(words, minutes):
    assert timekeeping.length_of(words) == timedelta(minutes=minutes)


@pytest.mark.parametrize("words", ["", "0", "0:00", "-5", "24:01", "1441", "99999", "1.5", "soon", "1:2:3", "٤٥ x"])
def test_what_is_no_time(words):
    with pytest.raises(NoTime):
        timekeeping.length_of(words)


@pytest.mark.parametrize("length", [timedelta(), timedelta(minutes=-1), timedelta(hours=24, seconds=1)])
def test_nobody_enters_a_time_that_cannot_be(cast, ticket, length):
    with pytest.raises(NoTime):
        enter(ticket, cast.ana, length)


def test_the_same_form_enters_once(cast, ticket):
    key = make.key()
    assert enter(ticket, cast.ana, form_key=key) == enter(ticket, cast.ana, form_key=key)
    assert spent(ticket, cast.ana) == HOUR


def test_a_ticket_knows_the_sum(cast, ticket, clock):
    assert spent(ticket, cast.ana) is None
    enter(ticket, cast.ana)
    enter(ticket, cast.mia, is_billable=True)
    timekeeping.start(ticket, by=cast.ana)
    clock(hours=1)
    assert spent(ticket, cast.ana) == 2 * HOUR
    billable = TimeEntry.objects.filter(ticket=ticket, is_billable=True)
    assert timekeeping.total(billable) == HOUR


def test_who_worked_corrects_deletes_and_restores(cast, ticket):
    entry = enter(ticket, cast.ana)
    words = {"length": 2 * HOUR, "note": "With the bank", "is_billable": True}
    timekeeping.change(entry, by=cast.ana, **words)
    assert spent(ticket, cast.ana) == 2 * HOUR
    for _ in range(2):
        timekeeping.delete(entry, by=cast.ana)
    assert spent(ticket, cast.ana) is None
    for _ in range(2):
        timekeeping.restore(entry, by=cast.ana)
    assert spent(ticket, cast.ana) == 2 * HOUR
    for act in (
        lambda: timekeeping.change(entry, by=cast.mia, **words),
        lambda: timekeeping.delete(entry, by=cast.mia),
        lambda: timekeeping.restore(entry, by=cast.mia),
    ):
        with pytest.raises(NotYourEntry):
            act()


def test_a_new_note_leaves_the_seconds(cast, ticket, clock):
    timekeeping.start(ticket, by=cast.ana)
    clock(seconds=100)
    entry = timekeeping.stop(by=cast.ana)
    before = entry.length
    changed = timekeeping.change(entry, length=timedelta(minutes=2), note="Call", is_billable=False, by=cast.ana)
    assert changed.length == before


def test_a_running_timer_is_neither_changed_nor_deleted(cast, ticket):
    entry = timekeeping.start(ticket, by=cast.ana).entry
    with pytest.raises(StillRunning):
        timekeeping.delete(entry, by=cast.ana)
    with pytest.raises(StillRunning):
        timekeeping.change(entry, length=HOUR, note="", is_billable=False, by=cast.ana)


def test_only_who_works_on_a_ticket_tracks_time(cast, ticket):
    make.member(cast.ben, cast.billing)
    for person in (cast.ben, cast.cleo, cast.max):
        with pytest.raises(NotYours):
            timekeeping.start(ticket, by=person)
        with pytest.raises(NotYours):
            enter(ticket, person)


def test_a_timer_goes_on_when_the_ticket_goes_to_somebody_else(cast, ticket, clock):
    timekeeping.start(ticket, by=cast.ana)
    assignment.assign(ticket, to=cast.ben, by=cast.mia)
    clock(minutes=5)
    assert timekeeping.in_minutes(timekeeping.stop(by=cast.ana).length) == 5


def test_there_is_an_end_to_the_entries_of_a_ticket(cast, ticket, monkeypatch):
    monkeypatch.setattr(timekeeping, "MOST_ON_A_TICKET", 1)
    gone = enter(ticket, cast.ana)
    for act in (lambda: enter(ticket, cast.ana), lambda: timekeeping.start(ticket, by=cast.ana)):
        with pytest.raises(TooManyEntries):
            act()
    timekeeping.delete(gone, by=cast.ana)
    enter(ticket, cast.ana)
    with pytest.raises(TooManyEntries):
        timekeeping.restore(gone, by=cast.ana)


def test_time_changes_nothing_else_and_no_timeline_tells_it(cast, ticket):
    before, told = Ticket.objects.values().get(), len(timeline.entries(ticket, reader=cast.mia, for_staff=True))
    timekeeping.start(ticket, by=cast.ana)
    enter(ticket, cast.mia)
    assert Ticket.objects.values().get() == before
    assert len(timeline.entries(ticket, reader=cast.mia, for_staff=True)) == told


@committed
def test_two_clicks_on_two_tickets_run_one_timer(cast):
    tickets = [make.assigned(cast.cleo, cast.ana, by=cast.mia) for _ in range(4)]
    results = together(*[lambda t=t: timekeeping.start(t, by=cast.ana) for t in tickets])
    assert not [result for result in results if isinstance(result, Exception)], results
    assert TimeEntry.objects.running().count() == 1
    assert TimeEntry.objects.count() == 4
