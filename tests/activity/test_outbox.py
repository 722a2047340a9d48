"""The outbox carries out what has to follow: at least once, and a repeat can be told from a second one."""

import re
import socket
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from activity import log, outbox, switchboard
from activity.models import Delivery
from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests.together import Elsewhere, committed, together


@pytest.fixture
def delivery(cast):
    """A delivery that writes one mail to Cleo."""
    return log.record("person.password_changed", subject=cast.cleo, by=cast.cleo).deliveries.get()


@pytest.fixture
def reaction(monkeypatch):
    """Replaces the reactions: reaction(function)."""
    return lambda function: monkeypatch.setattr(switchboard, "reaction", lambda name: function)


def seen(delivery):
    delivery.refresh_from_db()
    return delivery


class TestClaims:
    """A batch is claimed for a while; what comes back too late is offered again."""

    def test_what_is_due_is_claimed_once(self, delivery):
        assert outbox.claim() == [delivery.pk]
        assert outbox.claim() == []
        assert seen(delivery).claims == 1

    def test_the_oldest_come_first_and_no_more_than_a_batch(self, cast, monkeypatch):
        monkeypatch.setattr(outbox, "BATCH", 3)
        made = [log.record("person.password_changed", subject=cast.cleo).deliveries.get().pk for _ in range(5)]
        assert outbox.claim() == made[:3]
        assert outbox.claim() == made[3:]

    def test_what_is_not_yet_due_is_left(self, delivery):
        Delivery.objects.update(available_at=the_clock.now() + timedelta(minutes=1))
        assert outbox.claim() == []

    def test_what_is_done_or_given_up_is_left(self, delivery):
        for column in ("done_at", "given_up_at"):
            Delivery.objects.update(done_at=None, given_up_at=None, claimed_until=None)
            Delivery.objects.update(**{column: the_clock.now()})
            assert outbox.claim() == []

    def test_each_further_claim_is_twice_as_long(self, delivery, clock):
        lengths = []
        for _ in range(8):
            assert outbox.claim() == [delivery.pk]
            lengths.append(round((seen(delivery).claimed_until - the_clock.now()).total_seconds()))
            clock(seconds=lengths[-1] - 2)
            assert outbox.claim() == [], "still claimed"
            clock(seconds=4)
        assert lengths == [20, 40, 80, 160, 320, 640, 640, 640]

    def test_what_is_released_is_as_if_never_claimed(self, delivery):
        outbox.release(outbox.claim())
        assert (seen(delivery).claimed_until, delivery.claims) == (None, 0)
        assert outbox.claim() == [delivery.pk]

    @committed
    def test_two_relays_at_once_claim_everything_once(self, cast):
        made = {log.record("person.password_changed", subject=cast.cleo).deliveries.get().pk for _ in range(40)}
        claims = together(*[outbox.claim] * 4)
        taken = [pk for batch in claims for pk in batch]
        assert sorted(taken) == sorted(made)

    @committed
    def test_the_tenants_with_work_are_found_and_no_others(self, cast):
        nobody = outbox.tenants_with_due_deliveries()
        with tenant_scope(cast.globex.cleo.tenant_id):
            log.record("person.password_changed", subject=cast.globex.cleo)
        assert (nobody, outbox.tenants_with_due_deliveries()) == ([], [cast.globex.cleo.tenant_id])


class TestDelivering:
    """One delivery, as a worker runs it."""

    def test_a_mail_leaves_once_however_often_the_worker_is_asked(self, cast, delivery):
        for _ in range(3):
            outbox.deliver(delivery.pk)
        assert [letter.to for letter in mail.outbox] == [[cast.cleo.email]]
        assert seen(delivery).done_at

    def test_a_reaction_may_have_nothing_to_send(self, delivery, reaction):
        reaction(lambda delivery: None)
        outbox.deliver(delivery.pk)
        assert seen(delivery).done_at

    def test_a_delivery_that_does_not_exist_is_no_trouble(self, cast):
        outbox.deliver(10**12)

    @pytest.mark.parametrize("breaks", ["while writing", "while sending"])
    def test_what_fails_is_tried_again_later_and_later(self, delivery, reaction, clock, breaks):
        def fail(*_):
            raise ConnectionRefusedError("no mail server")

        reaction(fail if breaks == "while writing" else lambda delivery: fail)
        waits = []
        for attempt in range(1, 5):
            outbox.deliver(delivery.pk)
            assert seen(delivery).attempts == attempt
            assert delivery.last_error == "ConnectionRefusedError: no mail server"
            assert (delivery.done_at, delivery.claimed_until) == (None, None)
            waits.append(round((delivery.available_at - the_clock.now()).total_seconds()))
            assert outbox.claim() == []
            clock(seconds=waits[-1] + 1)
            assert outbox.claim() == [delivery.pk]
        assert waits == [2, 4, 8, 16]

    def test_nobody_waits_longer_than_an_hour(self, delivery, reaction):
        reaction(lambda delivery: 1 / 0)
        Delivery.objects.update(attempts=999)
        for _ in range(3):
            outbox.deliver(delivery.pk)
        assert seen(delivery).attempts == 1000
        assert delivery.available_at <= the_clock.now() + timedelta(hours=1)

    def test_what_a_failed_reaction_wrote_is_undone(self, cast, delivery, reaction):
        def write_and_fail(delivery):
            cast.cleo.name = "Half done"
            cast.cleo.save()
            raise RuntimeError

        reaction(write_and_fail)
        outbox.deliver(delivery.pk)
        cast.cleo.refresh_from_db()
        assert cast.cleo.name == "Cleo Acme"
        assert seen(delivery).attempts == 1

    @pytest.mark.parametrize("breaks", ["while writing", "while sending"])
    def test_what_cannot_succeed_is_given_up(self, delivery, reaction, breaks):
        def fail(*_):
            raise outbox.GiveUp("no such mailbox")

        reaction(fail if breaks == "while writing" else lambda delivery: fail)
        outbox.deliver(delivery.pk)
        assert seen(delivery).given_up_at
        assert (delivery.last_error, delivery.done_at) == ("no such mailbox", None)
        assert outbox.claim() == []
        reaction(lambda delivery: pytest.fail("given up, and run all the same"))
        outbox.deliver(delivery.pk)

    def test_an_error_that_was_overcome_is_forgotten(self, delivery, reaction):
        reaction(lambda delivery: 1 / 0)
        outbox.deliver(delivery.pk)
        reaction(lambda delivery: None)
        outbox.deliver(delivery.pk)
        assert (seen(delivery).last_error, delivery.attempts) == ("", 1)
        assert delivery.done_at

    def test_an_endless_error_is_cut(self, delivery, reaction):
        def fail(_):
            raise RuntimeError("x" * 100_000)

        reaction(fail)
        outbox.deliver(delivery.pk)
        assert len(seen(delivery).last_error) == 1000


class TestTwoWorkers:
    """Two workers at one delivery send one mail."""

    @committed
    def test_the_second_finds_the_row_locked_and_goes_away(self, cast, reaction):
        delivery = log.record("person.password_changed", subject=cast.cleo).deliveries.get()
        sending, may_finish, sent = threading.Event(), threading.Event(), []

        def send():
            sent.append(None)
            sending.set()
            assert may_finish.wait(30)

        reaction(lambda delivery: send)
        first = Elsewhere(lambda: outbox.deliver(delivery.pk))
        assert sending.wait(30)
        outbox.deliver(delivery.pk)  # does not wait
        assert (len(sent), seen(delivery).done_at, delivery.attempts) == (1, None, 0)
        may_finish.set()
        assert first.wait() is None
        assert seen(delivery).done_at
        assert len(sent) == 1

    @committed
    def test_both_have_written_the_mail_and_one_sends_it(self, cast, reaction):
        delivery = log.record("person.password_changed", subject=cast.cleo).deliveries.get()
        sent, written = [], threading.Barrier(2)

        def send():
            sent.append(None)

        def write(delivery):
            return send

        # Both are let go from the gap between writing and sending, where nobody holds the row.
        gap = outbox._send

        def in_the_gap(*arguments):
            written.wait(30)
            return gap(*arguments)

        reaction(write)
        original, outbox._send = outbox._send, in_the_gap
        try:
            first = Elsewhere(lambda: outbox.deliver(delivery.pk))
            while not written.n_waiting:  # the first has ended its transaction and stands in the gap
                pass
            outbox.deliver(delivery.pk)
            assert first.wait() is None
        finally:
            outbox._send = original
        assert len(sent) == 1
        assert seen(delivery).done_at

    @committed
    def test_many_at_once(self, cast):
        delivery = log.record("person.password_changed", subject=cast.cleo).deliveries.get()
        assert together(*[lambda: outbox.deliver(delivery.pk)] * 6) == [None] * 6
        assert len(mail.outbox) == 1
        assert seen(delivery).done_at


class TestCrash:
    """Between the mail server's yes and our commit the process dies."""

    class Killed(BaseException):
        """Not an Exception: nothing is caught and nothing is tidied up, as with kill -9."""

    def test_the_repeat_carries_the_same_message_id(self, cast, delivery, monkeypatch):
        def killed(delivery):
            raise self.Killed

        with monkeypatch.context() as crash:
            crash.setattr(outbox, "_finish", killed)
            with pytest.raises(self.Killed):
                outbox.deliver(delivery.pk)
        assert (seen(delivery).done_at, delivery.attempts) == (None, 0)
        outbox.deliver(delivery.pk)
        first, second = mail.outbox
        ids = {letter.message()["Message-ID"] for letter in (first, second)}
        assert ids == {f"<{delivery.key}@acme.test>"}
        assert seen(delivery).done_at

    def test_a_crash_before_the_yes_loses_nothing(self, cast, delivery, monkeypatch):
        def killed(message):
            raise self.Killed

        with monkeypatch.context() as crash:
            crash.setattr(EmailMultiAlternatives, "send", killed)
            with pytest.raises(self.Killed):
                outbox.deliver(delivery.pk)
        outbox.deliver(delivery.pk)
        assert len(mail.outbox) == 1


def test_a_real_mail_server_gets_the_mail(cast, delivery, settings):
    from aiosmtpd.controller import Controller

    class Mailbox:
        def __init__(self):
            self.envelopes = []

        async def handle_DATA(self, server, session, envelope):
            self.envelopes.append(envelope)
            return "250 OK"

        async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
            if address.startswith("nobody"):
                return "550 no such mailbox"
            if address.startswith("later"):
                return "451 try again later"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    server = Controller(Mailbox(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    try:
        outbox.deliver(delivery.pk)
        for address, error in (("later@acme.test", "451"), ("nobody@acme.test", "550")):
            cast.cleo.email = address
            cast.cleo.save()
            refused = log.record("person.password_changed", subject=cast.cleo).deliveries.get()
            outbox.deliver(refused.pk)
            refused.refresh_from_db()
            assert error in refused.last_error
            assert (refused.given_up_at is not None, refused.attempts) == ((True, 0) if error == "550" else (False, 1))
    finally:
        server.stop()
    (envelope,) = server.handler.envelopes
    assert envelope.rcpt_tos == ["cleo@acme.test"]
    assert re.search(rb"^Message-ID: <%s@acme.test>" % str(delivery.key).encode(), envelope.content, re.M)
    assert seen(delivery).done_at
