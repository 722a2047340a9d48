"""The one clock, and that the database reads the same one."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Team
from shared import clock as the_clock
from shared.clock import ClockCannotMove, DatabaseNow

MOMENT = timedelta(seconds=2)


def test_it_moves_forward_and_adds_up(clock):
    before = the_clock.now()
    clock(days=8)
    clock(hours=-1)
    assert abs(the_clock.now() - before - timedelta(days=8, hours=-1)) < MOMENT


def test_the_database_reads_the_same_clock(cast, clock):
    clock(days=40)
    told = Team.objects.annotate(told=DatabaseNow()).first().told
    assert abs(told - the_clock.now()) < MOMENT


def test_nobody_has_moved_the_clock_of_the_next_test():
    assert the_clock.offset() == timedelta()


def test_the_clock_of_a_real_installation_does_not_move(settings):
    settings.CLOCK_FILE = None
    with pytest.raises(ClockCannotMove):
        the_clock.move(timedelta(days=1))
    with pytest.raises(ClockCannotMove), the_clock.stopped_at(the_clock.now()):
        pytest.fail("it stopped")
    with pytest.raises(CommandError):
        call_command("clock", forward="1d", stdout=StringIO())
    assert the_clock.offset() == timedelta()


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("45s", timedelta(seconds=45)),
        ("90m", timedelta(minutes=90)),
        ("12h", timedelta(hours=12)),
        ("8d", timedelta(days=8)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_the_command_moves_it(text, by):
    said = StringIO()
    call_command("clock", forward=text, stdout=said)
    assert the_clock.offset() == by
    assert said.getvalue().strip().endswith("UTC")


@pytest.mark.parametrize("text", ["8", "d8", "-8d", "8 d", "8x", "999999d"])
def test_the_command_understands_nothing_else(text):
    with pytest.raises(CommandError):
        call_command("clock", forward=text, stdout=StringIO())
    assert the_clock.offset() == timedelta()
