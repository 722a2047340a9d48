"""Bells and presence with a real Valkey, without one, and with one that takes every connection and says nothing."""

import contextlib
import socket
import threading
import time
import uuid

import pytest
import redis
from django.db import transaction

from activity import bell, log
from helpdesk.live import letters, presence
from shared import valkey
from tests import make
from tests.together import committed
from tickets import access, conversation
from tickets.models import Message

PATIENCE = 2.0


@pytest.fixture
def through(monkeypatch):
    """Go to another Valkey: through(url)."""

    def use(url):
        waits = {"socket_timeout": valkey.PATIENCE, "socket_connect_timeout": valkey.PATIENCE}
        retry = redis.retry.Retry(redis.backoff.NoBackoff(), 0)
        other = redis.Redis.from_url(url, decode_responses=True, retry=retry, **waits)
        monkeypatch.setattr(valkey, "client", lambda: other)
        monkeypatch.setattr(valkey, "_breaker", valkey.Breaker())

    return use


@pytest.fixture
def frozen(through, tmp_path, monkeypatch):
    """Valkey takes connections and never answers; returns the connections it took."""
    taken = []
    monkeypatch.chdir(tmp_path)  # the path of a Unix socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("frozen.sock")
        listening.listen(100)

        def take():
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listening.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        through(f"unix://{tmp_path}/frozen.sock?db=0")
        yield taken
        listening.shutdown(socket.SHUT_RDWR)
    for connection in taken:
        connection.close()


@pytest.fixture
def bells(monkeypatch):
    """What is rung: bells() returns it, without what other tests ring."""
    monkeypatch.setattr(bell, "CHANNEL", f"bells of {uuid.uuid4()}")
    with valkey.client().pubsub() as heard:
        heard.subscribe(bell.CHANNEL)
        heard.get_message(timeout=5)

        def rung(*, within=2.0):
            message = heard.get_message(ignore_subscribe_messages=True, timeout=within)
            return message and message["data"]

        yield rung


@committed
def test_an_event_rings_after_its_commit_and_says_ids_alone(cast, bells):
    with transaction.atomic():
        event = log.record("ticket.noted", by=cast.ana, message=7)
        assert bells(within=0.1) is None
    assert bells() == f'{{"tenant": {cast.ana.tenant_id}, "event": {event.pk}}}'


@committed
def test_what_was_undone_rings_nobody(cast, bells):
    with contextlib.suppress(KeyError), transaction.atomic():
        log.record("ticket.noted", by=cast.ana)
        raise KeyError
    assert bells(within=0.1) is None


@committed
@pytest.mark.parametrize("how", ["down", "frozen"])
def test_a_reply_is_written_at_once_whatever_valkey_does(cast, how, request, through, tmp_path):
    ticket = make.assigned(cast.cleo, cast.ana, by=cast.mia)
    if how == "down":
        through(f"unix://{tmp_path}/nobody.sock?db=0")
    else:
        taken = request.getfixturevalue("frozen")
    began = time.monotonic()
    for number in range(20):
        conversation.reply(ticket, body=f"Answer {number}", by=cast.ana, form_key=make.key())
    assert time.monotonic() - began < PATIENCE
    assert Message.objects.filter(body__startswith="Answer").count() == 20
    if how == "frozen":
        assert len(taken) == 1, "one waited, the others did not"


def test_after_a_rest_one_tries_alone_and_opens_the_way_for_all(monkeypatch):
    moment = [100.0]
    monkeypatch.setattr(valkey.time, "monotonic", lambda: moment[0])
    breaker = valkey.Breaker(rest=5)
    assert breaker.lets_through()
    assert breaker.failed()
    assert not breaker.failed(), "it is told once"
    assert not breaker.lets_through()
    moment[0] += 6
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    assert breaker.worked()
    assert breaker.lets_through()


class TestPresence:
    """Who is at a ticket, for those who are there and may read it."""

    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def ticket(self, cast):
        """A ticket that Ana and Mia may read, and Ben may not; nobody is there from an earlier test."""
        filed = make.ticket(cast.cleo)
        valkey.client().delete(presence._key(filed.pk))
        return filed

    def there(self, ticket):
        return [(one["name"].split()[0], one["doing"]) for one in presence.at([ticket.pk])[ticket.pk]]

    def test_who_stays_and_who_leaves(self, cast, ticket):
        presence.stay(ticket, cast.ana, "looking")
        presence.stay(ticket, cast.mia, "reply")
        assert self.there(ticket) == [("Ana", "looking"), ("Mia", "reply")]
        presence.leave(ticket, cast.mia)
        assert self.there(ticket) == [("Ana", "looking")]

    def test_who_says_nothing_is_forgotten(self, cast, ticket, clock):
        presence.stay(ticket, cast.ana, "note")
        clock(seconds=44)
        assert self.there(ticket) == [("Ana", "note")]
        clock(seconds=2)
        assert self.there(ticket) == []
        assert 0 < valkey.client().ttl(presence._key(ticket.pk)) <= 45

    def test_it_rings_when_something_changed_and_not_each_time(self, cast, ticket, monkeypatch):
        rung = []
        monkeypatch.setattr(bell, "ring", lambda **about: rung.append(about))
        for doing in ("looking", "looking", "reply", "reply", "looking"):
            presence.stay(ticket, cast.ana, doing)
        presence.leave(ticket, cast.ana)
        presence.leave(ticket, cast.ana)
        assert rung == [{"presence": ticket.pk}] * 4

    def test_it_is_told_to_staff_who_are_there_and_may_read_the_ticket(self, cast, ticket):
        for user in (cast.ana, cast.ben, cast.cleo):  # Ben was there before the ticket left his team
            presence.stay(ticket, user, "looking")
        people = (cast.ana, cast.ben, cast.mia, cast.cleo)
        told = letters.of_presence([ticket.pk], access.readers(people).values())
        assert {reader.user_id for reader in told} == {cast.ana.pk}
        ((letter,),) = told.values()
        assert {one["id"] for one in letter.data["people"]} == {cast.ana.pk, cast.ben.pk}

    def test_nobody_is_anywhere_while_valkey_is_down(self, cast, ticket, through, tmp_path):
        presence.stay(ticket, cast.ana, "looking")
        through(f"unix://{tmp_path}/nobody.sock?db=0")
        presence.stay(ticket, cast.mia, "looking")
        assert self.there(ticket) == []

    def test_nobody_of_another_tenant_is_there(self, cast, ticket):
        from tenants.scope import tenant_scope

        presence.stay(ticket, cast.ana, "looking")
        with tenant_scope(cast.globex.ana.tenant_id):
            assert presence.at([ticket.pk]) == {ticket.pk: []}
