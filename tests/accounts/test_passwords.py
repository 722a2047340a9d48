"""Forgetting, choosing and changing a password."""

import pytest

from accounts import keys, passwords
from accounts.keys import KeyDoesNotFit, KeyUsed
from accounts.models import OneTimeKey, User
from activity.models import Event
from tests.cast import PASSWORD
from tests.together import committed, together

Purpose = OneTimeKey.Purpose
NEW = "a quite different phrase"


def test_a_key_from_the_mail_sets_a_new_password(cast):
    secret = keys.mint(Purpose.RESET, email=cast.cleo.email)
    user = passwords.reset(secret, password=NEW)
    assert user == cast.cleo
    cast.cleo.refresh_from_db()
    assert cast.cleo.check_password(NEW)
    assert not cast.cleo.check_password(PASSWORD)
    with pytest.raises(KeyUsed):
        passwords.reset(secret, password="a third one entirely")


def test_a_new_password_ends_every_open_key(cast):
    reset = keys.mint(Purpose.RESET, email=cast.cleo.email)
    link = keys.mint(Purpose.LINK, email=cast.cleo.email)
    passwords.change(cast.cleo, password=NEW)
    for purpose, secret in ((Purpose.RESET, reset), (Purpose.LINK, link)):
        with pytest.raises(KeyUsed):
            keys.spend(purpose, secret)


def test_choosing_a_password_ends_having_to(cast):
    cast.gus.must_choose_password = True
    cast.gus.save()
    passwords.change(cast.gus, password=NEW)
    cast.gus.refresh_from_db()
    assert not cast.gus.must_choose_password


def test_who_left_gets_no_new_password(cast):
    secret = keys.mint(Purpose.RESET, email=cast.cleo.email)
    cast.cleo.is_active = False
    cast.cleo.save()
    with pytest.raises(KeyDoesNotFit):
        passwords.reset(secret, password=NEW)
    cast.cleo.refresh_from_db()
    assert cast.cleo.check_password(PASSWORD)


def test_no_event_holds_the_password(cast):
    passwords.change(cast.cleo, password=NEW)
    event = Event.objects.latest("id")
    assert (event.name, event.subject_id, event.data) == ("person.password_changed", cast.cleo.pk, {})


def test_asking_for_a_reset_makes_no_key_before_its_mail_is_written(cast):
    passwords.ask_to_reset(email=cast.cleo.email)
    assert not OneTimeKey.objects.exists()
    assert Event.objects.latest("id").data == {"email": cast.cleo.email}


def test_a_reset_changes_nobody_elses_password(cast):
    passwords.reset(keys.mint(Purpose.RESET, email=cast.cleo.email), password=NEW)
    unchanged = [user for user in User.objects.exclude(pk=cast.cleo.pk) if not user.check_password(PASSWORD)]
    assert unchanged == []


@committed
def test_of_two_resets_at_once_one_wins(cast):
    secret = keys.mint(Purpose.RESET, email=cast.cleo.email)
    results = together(
        lambda: passwords.reset(secret, password="the first of the two"),
        lambda: passwords.reset(secret, password="the second of the two"),
    )
    assert sorted(type(result).__name__ for result in results) == ["KeyUsed", "User"]
    cast.cleo.refresh_from_db()
    winner = ["the first of the two", "the second of the two"][[isinstance(r, User) for r in results].index(True)]
    assert cast.cleo.check_password(winner)


@committed
@pytest.mark.parametrize("round_", range(5))
def test_two_links_of_one_mailbox_pressed_at_once_do_not_wait_for_each_other(cast, round_):
    links = [keys.mint(Purpose.RESET, email=cast.cleo.email) for _ in range(2)]
    results = together(
        *(lambda link=link: passwords.reset(link, password="a new and long one") for link in reversed(links)),
        lambda: passwords.change(cast.cleo, password="yet another long one"),
    )
    names = sorted(type(result).__name__ for result in results)
    assert names in (["KeyUsed", "User", "User"], ["KeyUsed", "KeyUsed", "User"])
