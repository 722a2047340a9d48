"""A requester's reply against the auto-close of the same ticket at the same instant, a thousand times.

Real connections in threads that are let go together, wave by wave: two sweepers close, two repliers
write, from both ends of the wave, so that each side often comes first and often in the middle of the other.
"""

import threading
import uuid
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.db import connections

from activity.models import Event
from shared import clock
from tenants.scope import active_tenant_id, tenant_scope
from tests.together import committed
from tickets import conversation, events, housekeeping
from tickets.models import Message, Ticket
from tickets.statuses import Status

ROUNDS = 1000
PER_WAVE = 20
PATIENCE = 60

pytestmark = [committed, pytest.mark.timeout(300)]


def suggested(cast) -> list[Ticket]:
    """Tickets with a suggested solution that do not close for a long time yet."""
    now = clock.now()
    return Ticket.objects.bulk_create(
        Ticket(
            number=100_000 + number,
            subject=f"Race {number}",
            status=Status.SOLUTION_SUGGESTED,
            category=cast.refund,
            priority=cast.site_down.priority,
            rank=10,
            requester=cast.cleo,
            requester_name=cast.cleo.name,
            filed_by=cast.cleo,
            assignee=cast.ana,
            form_key=uuid.uuid4(),
            filed_at=now,
            updated_at=now,
            closes_at=now + timedelta(days=7),
        )
        for number in range(ROUNDS)
    )


class Race:
    """Four runners who start each wave together."""

    def __init__(self, tickets, requester):
        self.waves = [tickets[start : start + PER_WAVE] for start in range(0, len(tickets), PER_WAVE)]
        self.requester = requester
        self.trouble = []
        self.closed = []
        self._tenant_id = active_tenant_id()
        self._start = threading.Barrier(4, action=self._next_wave_is_due)
        self._coming = iter(self.waves)

    def _next_wave_is_due(self):
        wave = next(self._coming)
        Ticket.objects.filter(pk__in=[ticket.pk for ticket in wave]).update(
            closes_at=clock.now() - timedelta(minutes=1)
        )

    def run(self):
        """Run all waves."""
        runners = [self._sweep, self._sweep, self._write_forwards, self._write_backwards]
        threads = [threading.Thread(target=self._runner, args=[runner], daemon=True) for runner in runners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE * 4)
            assert not thread.is_alive(), "a runner hangs"

    def _runner(self, act):
        try:
            with tenant_scope(self._tenant_id):
                for wave in self.waves:
                    self._start.wait(PATIENCE)
                    act(wave)
        except BaseException as error:
            self.trouble.append(error)
            self._start.abort()
        finally:
            connections.close_all()

    def _sweep(self, wave):
        self.closed.append(housekeeping.close_quiet())

    def _write_forwards(self, wave):
        for ticket in wave[::2]:
            self._write(ticket)

    def _write_backwards(self, wave):
        for ticket in wave[::-2]:
            self._write(ticket)

    def _write(self, ticket):
        conversation.message(ticket, body=f"{ticket.number}", by=self.requester, form_key=uuid.uuid4())


def test_no_reply_is_lost_and_no_ticket_stays_closed(cast, monkeypatch, capsys):
    # Small batches: the sweepers lock, close and let go while the repliers are among them.
    monkeypatch.setattr(housekeeping, "BATCH", 3)
    race = Race(suggested(cast), cast.cleo)
    race.run()
    assert race.trouble == []

    # Who closed after the last reply of a wave would be seen here.
    statuses = Counter(Status(status).label for status in Ticket.objects.values_list("status", flat=True))
    happened = Counter(Event.objects.values_list("subject_id", "name"))
    written = Counter(Message.objects.values_list("ticket__number", "body"))
    with capsys.disabled():
        print(f"\n  {ROUNDS} rounds: {dict(statuses)}, closed by the clock: {sum(race.closed)}")  # noqa: T201

    assert set(statuses) <= {"Needs Reply", "Reopened"}, "a ticket was left closed, or without its reply"
    assert written == Counter((number, str(number)) for number in range(100_000, 100_000 + ROUNDS)), "a reply was lost"
    told_of = defaultdict(dict)
    for (pk, name), count in happened.items():
        told_of[pk][name] = count
    for pk, status in Ticket.objects.values_list("pk", "status"):
        told = told_of[pk]
        expected = {
            Status.NEEDS_REPLY: {events.MESSAGE_ADDED: 1},
            Status.REOPENED: {events.CLOSED: 1, events.REOPENED: 1},
        }
        assert told == expected[Status(status)], f"{told} led to {Status(status).label}"
    assert sum(race.closed) == statuses["Reopened"], "a close was counted twice or not at all"
    # Otherwise nobody raced.
    assert min(statuses["Needs Reply"], statuses["Reopened"]) >= ROUNDS // 50
