"""A ticket of somebody who has not shown that the address is theirs is out of everybody's sight."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import guests
from activity.models import Event
from shared import clock as the_clock
from tenants.scope import tenant_scope
from tests import make
from tests.together import committed, together
from tickets import intake, queue
from tickets.models import Category, FormField, Message, Ticket, TicketCounter

EMAIL = "nora@elsewhere.test"


def park(cast, *, email=EMAIL, form_key=None, name="Nora", **words):
    written = {"category": cast.refund.pk, "subject": "Locked out", "description": "Help!", "answers": {}} | words
    intake.park(name=name, email=email, form_key=form_key or uuid.uuid4(), words=written)


def sign_in(cast, email=EMAIL, **how):
    user = guests.admit(name="Nora", email=email)
    return user, intake.file_confirmed(user, **{"by_mail": True, "held": None} | how)


def test_it_is_not_listed_counted_or_found(cast):
    park(cast)
    assert not Ticket.objects.exists()
    assert not Message.objects.exists()
    assert not TicketCounter.objects.exists(), "a number that was given would show that there is something"
    for which in queue.VIEWS.values():
        assert not queue.tickets(cast.mia, which).exists()
    assert set(queue.counts(cast.mia, queue.VIEWS.values()).values()) == {0}
    assert not Event.objects.filter(subject_kind="ticket").exists()


def test_a_key_from_the_mailbox_files_it(cast):
    field = FormField.objects.create(category=cast.refund, label="Card")
    park(cast, answers={str(field.pk): "Visa"})
    user, filed = sign_in(cast)
    (ticket,) = filed
    assert (ticket.requester, ticket.subject, ticket.category) == (user, "Locked out", cast.refund)
    assert ticket.messages.get().body == "Help!"
    assert ticket.answers.get().value == "Visa"
    assert intake.file_confirmed(user, by_mail=True, held=None) == []
    assert Ticket.objects.count() == 1


def test_an_ordinary_password_confirms_nothing(cast):
    park(cast, email=cast.cleo.email)
    assert intake.file_confirmed(cast.cleo, by_mail=False, held=None) == []
    assert not Ticket.objects.exists()
    assert len(intake.file_confirmed(cast.cleo, by_mail=True, held=None)) == 1


def test_only_the_same_mailbox_confirms_it(cast):
    park(cast)
    for person in (cast.cleo, cast.gus):
        assert intake.file_confirmed(person, by_mail=True, held=None) == []
    with tenant_scope(cast.globex.cleo.tenant_id):
        assert sign_in(cast.globex)[1] == []
    assert len(sign_in(cast, "NORA@Elsewhere.test")[1]) == 1


def test_staff_confirms_nothing(cast):
    park(cast, email=cast.ana.email)
    assert intake.file_confirmed(cast.ana, by_mail=True, held=None) == []


def test_five_wait_at_most(cast):
    for number in range(8):
        park(cast, subject=f"Flood {number}")
    assert [ticket.subject for ticket in sign_in(cast)[1]] == [f"Flood {number}" for number in range(5)]


def test_others_wait_all_the_same(cast):
    for _ in range(6):
        park(cast)
    park(cast, email="olaf@elsewhere.test")
    assert len(sign_in(cast, "olaf@elsewhere.test")[1]) == 1


def test_a_double_click_waits_once(cast):
    form_key = make.key()
    park(cast, form_key=form_key)
    park(cast, form_key=form_key)
    assert len(sign_in(cast)[1]) == 1
    # A third click that arrives after the confirmation is still the same form.
    park(cast, form_key=form_key)
    sign_in(cast)
    assert Ticket.objects.count() == 1


def test_the_same_form_sent_again_with_the_address_mended_waits_for_that_address(cast):
    form_key = make.key()
    park(cast, form_key=form_key, email="nora@elsewher.test")
    park(cast, form_key=form_key)
    assert len(sign_in(cast)[1]) == 1


def test_a_form_key_copied_from_another_ticket_locks_nobody_out(cast):
    # Form keys stand in the threading headers of mails, so an attacker knows those of their own tickets.
    known = make.ticket(cast.vic).form_key
    park(cast, form_key=known)
    assert len(sign_in(cast)[1]) == 1


def test_it_expires_after_72_hours(cast, clock):
    park(cast)
    clock(hours=71, minutes=59)
    assert intake.forget_unconfirmed() == 0
    clock(minutes=2)
    assert sign_in(cast)[1] == []
    assert intake.forget_unconfirmed() == 1


def test_expired_ones_do_not_count_towards_the_five(cast, clock):
    for _ in range(5):
        park(cast)
    clock(hours=73)
    park(cast, subject="New trouble")
    assert [ticket.subject for ticket in sign_in(cast)[1]] == ["New trouble"]


def test_a_category_archived_meanwhile_is_no_obstacle(cast):
    park(cast)
    Category.objects.filter(pk=cast.refund.pk).update(archived_at=the_clock.now())
    assert len(sign_in(cast)[1]) == 1


def test_known_and_unknown_addresses_cost_the_same(cast):
    counts, events_written = [], []
    for email in (cast.cleo.email, "nobody@elsewhere.test"):
        before = Event.objects.count()
        with CaptureQueriesContext(connection) as queries:
            park(cast, email=email)
        counts.append(len(queries))
        events_written.append(Event.objects.count() - before)
    assert counts[0] == counts[1]
    assert events_written == [1, 1]


@committed
def test_two_sign_ins_at_once_file_it_once(cast):
    park(cast)
    user = guests.admit(name="Nora", email=EMAIL)
    filed = together(*[lambda: intake.file_confirmed(user, by_mail=True, held=None)] * 2)
    assert sorted(len(tickets) for tickets in filed) == [0, 1]
    assert Ticket.objects.count() == 1
