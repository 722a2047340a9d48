"""The replay of benchmarks/estimates says of each wait what could be known on the morning of its day."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from benchmarks.estimates.replay import Past, Wait
from businesshours.hours import Calendar
from sla.estimates import Kind

HOUSE = Calendar(ZoneInfo("UTC"), (((time(7), time(19)),),) * 5 + ((), ()), {})
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
END = BEGIN + timedelta(days=110)
MIDDLE = datetime(2026, 3, 20, tzinfo=UTC)
REFUND = Kind(is_first=True, category=7, parent=3, priority=2, plan=1)


def waited(began_at, hours, *, now=END, ahead=0):
    answered_at = HOUSE.add(began_at, timedelta(hours=hours))
    if answered_at > now:
        return Wait(REFUND, began_at, ahead, None, None, None, "Billing", "Normal")
    return Wait(REFUND, began_at, ahead, answered_at, answered_at, int(hours * 3600), "Billing", "Normal")


@pytest.fixture
def waits():
    """Six a day, some of them for several days."""
    rng = Random(3)
    begun = (BEGIN + timedelta(hours=4 * number) for number in range(6 * 110))
    return [waited(at, rng.lognormvariate(1, 1), ahead=rng.randrange(9)) for at in begun]


def test_what_happens_later_changes_nothing_that_was_said_before(waits):
    """Of a data set that ends in the middle, the same is said up to then."""
    known = [
        wait if wait.ended_at is None or wait.ended_at <= MIDDLE
        else replace(wait, ended_at=None, answered_at=None, seconds=None)
        for wait in waits
        if wait.began_at < MIDDLE
    ]  # fmt: skip
    whole = {said.wait.began_at: said for said in Past(waits, HOUSE, END).replay()}
    part = list(Past(known, HOUSE, MIDDLE).replay())
    assert len(part) > 100
    for said in part:
        other = whole[said.wait.began_at]
        assert (said.likely, said.plain, said.expected_at) == (other.likely, other.plain, other.expected_at)
        assert said.is_kept == other.is_kept


def test_it_begins_with_the_first_whole_month_before_which_thirty_days_are_known(waits):
    first = next(Past(waits, HOUSE, END).replay())
    assert first.wait.began_at == datetime(2026, 3, 1, 1, tzinfo=UTC)


def test_what_is_late_is_broken_though_nobody_has_answered_yet(waits):
    forgotten = waited(MIDDLE + timedelta(hours=12), 2000)
    waits = sorted([*waits, forgotten], key=lambda wait: wait.began_at)
    said = next(one for one in Past(waits, HOUSE, END).replay() if one.wait == forgotten)
    assert not said.is_kept


def test_what_is_not_decided_yet_is_left_out(waits):
    last = waited(END - timedelta(hours=1), 2000)
    assert last not in [said.wait for said in Past([*waits, last], HOUSE, END).replay()]


def test_a_ticket_that_its_requester_closed_in_time_decides_nothing(waits):
    began_at = MIDDLE + timedelta(hours=12)
    closed = replace(waited(began_at, 2000), ended_at=began_at + timedelta(minutes=10))
    waits = sorted([*waits, closed], key=lambda wait: wait.began_at)
    assert closed not in [said.wait for said in Past(waits, HOUSE, END).replay()]
