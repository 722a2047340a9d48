"""Temporary accounts for people who have none or are locked out of theirs."""

import pytest

from accounts import guests, keys
from accounts.keys import KeyDoesNotFit, KeyUsed
from accounts.models import OneTimeKey, User
from tenants.scope import tenant_scope

Purpose = OneTimeKey.Purpose
EMAIL = "nora@elsewhere.test"


def test_asking_makes_no_account(cast):
    people = User.objects.count()
    guests.ask(name="Nora", email=EMAIL)
    assert User.objects.count() == people


def test_an_unknown_address_becomes_a_guest_who_cannot_sign_in_with_any_password(cast):
    user = guests.admit(name="Nora", email=EMAIL)
    assert (user.kind, user.name, user.plan) == (User.Kind.GUEST, "Nora", None)
    assert not user.has_usable_password()
    assert guests.admit(name="Somebody else", email="NORA@elsewhere.test") == user


def test_a_known_address_is_the_account_it_belongs_to(cast):
    assert guests.admit(name="Mallory", email=cast.cleo.email) == cast.cleo
    cast.cleo.refresh_from_db()
    assert (cast.cleo.name, cast.cleo.kind) == ("Cleo Acme", User.Kind.CUSTOMER)


def test_a_link_lets_in_who_owns_the_address(cast):
    for person in (cast.gus, cast.cleo):
        secret = keys.mint(Purpose.LINK, email=person.email)
        assert guests.enter_by_link(secret) == person
        with pytest.raises(KeyUsed):
            guests.enter_by_link(secret)


def test_a_link_lets_no_staff_in(cast):
    # Staff signs in with a password; were a link enough, whoever reads the mailbox would work the desk.
    with pytest.raises(KeyDoesNotFit):
        guests.enter_by_link(keys.mint(Purpose.LINK, email=cast.ana.email))


def test_a_link_lets_nobody_in_whose_account_has_ended(cast):
    secret = keys.mint(Purpose.LINK, email=cast.gus.email)
    cast.gus.is_active = False
    cast.gus.save()
    with pytest.raises(KeyDoesNotFit):
        guests.enter_by_link(secret)


def test_a_link_of_acmes_does_not_open_globex(cast):
    secret = keys.mint(Purpose.LINK, email=cast.gus.email)
    with tenant_scope(cast.globex.gus.tenant_id), pytest.raises(KeyDoesNotFit):
        guests.enter_by_link(secret)


class TestMails:
    """What is sent, and what a person can do with it."""

    def test_a_stranger_gets_both_ways_in(self, cast, post_office):
        guests.ask(name="Nora", email=EMAIL)
        (letter,) = post_office()
        assert letter.to == [EMAIL]
        user = User.objects.get(email_norm=EMAIL)
        (password,) = [line.strip() for line in letter.body.splitlines() if line.startswith("    ")]
        (link,) = {word for word in letter.body.split() if "/guest/" in word and not word.endswith("/guest/")}
        assert keys.spend_temporary_password(EMAIL, password)
        assert guests.enter_by_link(link.rstrip("/").rpartition("/")[2]) == user

    def test_one_mail_answers_many_requests(self, cast, post_office):
        for _ in range(4):
            guests.ask(name="Nora", email=EMAIL)
        assert len(post_office()) == 1
        guests.ask(name="Nora", email=EMAIL)
        assert post_office() == []

    def test_who_really_wants_another_gets_it(self, cast, post_office):
        guests.ask(name="Nora", email=EMAIL)
        post_office()
        guests.ask(name="Nora", email=EMAIL, again=True)
        assert len(post_office()) == 1

    def test_after_ten_minutes_a_request_is_answered_again(self, cast, post_office, clock):
        guests.ask(name="Nora", email=EMAIL)
        post_office()
        clock(minutes=11)
        guests.ask(name="Nora", email=EMAIL)
        assert len(post_office()) == 1

    def test_a_mail_that_the_server_did_not_take_is_sent_later(self, cast, post_office, monkeypatch):
        from django.core import mail
        from django.core.mail import EmailMultiAlternatives

        from activity import outbox
        from activity.models import Delivery

        guests.ask(name="Nora", email=EMAIL)
        delivery = Delivery.objects.get()
        with monkeypatch.context() as broken:
            broken.setattr(EmailMultiAlternatives, "send", _refuse)
            outbox.deliver(delivery.pk)
        delivery.refresh_from_db()
        assert (delivery.done_at, delivery.attempts, mail.outbox) == (None, 1, [])
        # The first attempt has minted a link; it must not pass for a mail that is on its way.
        assert [letter.to for letter in post_office()] == [[EMAIL]]

    def test_a_customer_gets_a_link_and_no_password(self, cast, post_office):
        guests.ask(name="Cleo", email=cast.cleo.email)
        (letter,) = post_office()
        assert "\n    " not in letter.body
        assert not OneTimeKey.objects.filter(purpose=Purpose.TEMPORARY_PASSWORD).exists()

    def test_staff_gets_no_way_in(self, cast, post_office):
        guests.ask(name="Ana", email=cast.ana.email)
        (letter,) = post_office()
        assert "/guest/" not in letter.body
        for key in OneTimeKey.objects.all():  # what says that a mail is on its way
            assert key.digest not in letter.body

    def test_a_customers_account_that_has_ended_gets_no_mail(self, cast, post_office):
        cast.cleo.is_active = False
        cast.cleo.save()
        guests.ask(name="Cleo", email=cast.cleo.email)
        assert post_office() == []


def _refuse(message):
    raise ConnectionRefusedError("no mail server")
