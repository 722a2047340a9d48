"""One-time keys: work once, for one purpose, one tenant and one address, and end by themselves."""

import json

import pytest
from django.db import connection

from accounts import keys
from accounts.keys import KeyDoesNotFit, KeyExpired, KeyUsed
from accounts.models import OneTimeKey
from tenants.scope import tenant_scope
from tests.together import committed, together

Purpose = OneTimeKey.Purpose
LINKS = [purpose for purpose in Purpose if purpose != Purpose.TEMPORARY_PASSWORD]
EMAIL = "Nora@Elsewhere.test"


@pytest.fixture
def acme(tenants):
    """Acme's scope."""
    with tenant_scope(tenants[0]):
        yield tenants


@pytest.mark.parametrize("purpose", LINKS)
def test_a_key_works_once(acme, purpose):
    secret = keys.mint(purpose, email=EMAIL, name="Nora")
    assert keys.look(purpose, secret).email_norm == "nora@elsewhere.test"
    assert keys.spend(purpose, secret).data == {"email": EMAIL, "name": "Nora"}
    for use in (keys.look, keys.spend):
        with pytest.raises(KeyUsed):
            use(purpose, secret)


@pytest.mark.parametrize("purpose", LINKS)
def test_a_key_ends_by_itself(acme, clock, purpose):
    secret = keys.mint(purpose, email=EMAIL)
    lasts = keys.LASTS[purpose]
    clock(seconds=lasts.total_seconds() - 60)
    keys.look(purpose, secret)
    clock(seconds=61)
    for use in (keys.look, keys.spend):
        with pytest.raises(KeyExpired):
            use(purpose, secret)


def test_the_times_are_those_that_the_mails_tell(acme):
    hours = {purpose: lasts.total_seconds() / 3600 for purpose, lasts in keys.LASTS.items()}
    assert hours == {
        Purpose.SIGN_UP: 24,
        Purpose.RESET: 1,
        Purpose.LINK: pytest.approx(1 / 6),
        Purpose.TEMPORARY_PASSWORD: 72,
        Purpose.INVITATION: 168,
    }


@pytest.mark.parametrize("made_for", LINKS)
@pytest.mark.parametrize("used_for", LINKS)
def test_a_key_fits_its_own_purpose_only(acme, made_for, used_for):
    if made_for == used_for:
        return
    secret = keys.mint(made_for, email=EMAIL)
    with pytest.raises(KeyDoesNotFit):
        keys.spend(used_for, secret)
    keys.spend(made_for, secret)


@pytest.mark.parametrize("wrong", ["", " ", "x", "None", "a" * 43, "é" * 43, "\x00", "' OR 1=1 --"])
def test_nonsense_does_not_fit(acme, wrong):
    keys.mint(Purpose.LINK, email=EMAIL)
    for purpose in Purpose:
        with pytest.raises(KeyDoesNotFit):
            keys.spend(purpose, wrong)


def test_a_shortened_a_prolonged_and_a_changed_key_do_not_fit(acme):
    secret = keys.mint(Purpose.RESET, email=EMAIL)
    for wrong in (secret[:-1], secret + "A", secret.swapcase(), secret[::-1], f" {secret}"):
        with pytest.raises(KeyDoesNotFit):
            keys.spend(Purpose.RESET, wrong)
    keys.spend(Purpose.RESET, secret)


def test_a_key_of_acmes_does_not_fit_at_globex(acme):
    secret = keys.mint(Purpose.RESET, email=EMAIL)
    password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
    with tenant_scope(acme[1]):
        with pytest.raises(KeyDoesNotFit):
            keys.spend(Purpose.RESET, secret)
        assert keys.spend_temporary_password(EMAIL, password) is None
    keys.spend(Purpose.RESET, secret)
    assert keys.spend_temporary_password(EMAIL, password)


def test_the_database_holds_nothing_that_opens_anything(acme):
    secrets = [keys.mint(purpose, email=EMAIL, name="Nora") for purpose in Purpose]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(k)::text FROM accounts_onetimekey k")
        dump = json.dumps(cursor.fetchall())
    for secret in secrets:
        assert secret not in dump
    # What is stored does not open anything either.
    for row in OneTimeKey.objects.all():
        with pytest.raises(KeyDoesNotFit):
            keys.look(row.purpose, row.digest)


def test_secrets_are_long_and_never_the_same(acme):
    links = {keys.mint(Purpose.LINK, email=EMAIL) for _ in range(50)}
    passwords = {keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL) for _ in range(50)}
    assert len(links) == len(passwords) == 50
    assert min(map(len, links)) >= 43  # 256 bits
    for password in passwords:
        assert len(password.replace("-", "")) == 16  # 80 bits
        assert not set(password) & set("lo01")


def test_spending_one_key_ends_its_siblings_and_no_others(acme):
    first, second = (keys.mint(Purpose.LINK, email=EMAIL) for _ in range(2))
    reset = keys.mint(Purpose.RESET, email=EMAIL)
    other = keys.mint(Purpose.LINK, email="olaf@elsewhere.test")
    keys.spend(Purpose.LINK, second)
    with pytest.raises(KeyUsed):
        keys.spend(Purpose.LINK, first)
    keys.spend(Purpose.RESET, reset)
    keys.spend(Purpose.LINK, other)


def test_withdrawing_ends_every_key_of_an_address(acme):
    secrets = {purpose: keys.mint(purpose, email=EMAIL) for purpose in LINKS}
    password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
    keys.withdraw("nora@elsewhere.TEST")
    for purpose, secret in secrets.items():
        with pytest.raises(KeyUsed):
            keys.spend(purpose, secret)
    assert keys.spend_temporary_password(EMAIL, password) is None


class TestTemporaryPassword:
    """Typed beside an address, so it is bound to that address too."""

    def test_it_works_once(self, acme):
        password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
        assert keys.spend_temporary_password(EMAIL, password)
        assert keys.spend_temporary_password(EMAIL, password) is None

    def test_it_may_be_typed_in_capitals_and_with_spaces_around(self, acme):
        password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
        assert keys.spend_temporary_password("nora@elsewhere.test", f" {password.upper()} ")

    def test_it_fits_no_other_address(self, acme):
        password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
        assert keys.spend_temporary_password("olaf@elsewhere.test", password) is None

    def test_it_is_no_link(self, acme):
        password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
        with pytest.raises(KeyDoesNotFit):
            keys.look(Purpose.TEMPORARY_PASSWORD, password)

    def test_it_ends_after_72_hours(self, acme, clock):
        password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
        clock(hours=72, seconds=1)
        assert keys.spend_temporary_password(EMAIL, password) is None

    @pytest.mark.parametrize("wrong", ["", " ", "-", "aaaa-aaaa-aaaa-aaaa"])
    def test_nonsense_does_not_fit(self, acme, wrong):
        keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
        assert keys.spend_temporary_password(EMAIL, wrong) is None


def test_old_keys_are_forgotten_a_week_after_they_expired(acme, clock):
    secret = keys.mint(Purpose.RESET, email=EMAIL)
    clock(days=7)
    assert keys.forget_old() == 0
    with pytest.raises(KeyExpired):
        keys.look(Purpose.RESET, secret)
    clock(hours=2)
    assert keys.forget_old() == 1


@committed
@pytest.mark.parametrize("round_", range(5))
def test_of_many_who_spend_a_key_at_once_one_succeeds(acme, round_):
    secret = keys.mint(Purpose.RESET, email=EMAIL)
    password = keys.mint(Purpose.TEMPORARY_PASSWORD, email=EMAIL)
    spent = together(*[lambda: keys.spend(Purpose.RESET, secret)] * 4)
    assert sorted(type(result).__name__ for result in spent) == ["KeyUsed"] * 3 + ["OneTimeKey"]
    signed_in = together(*[lambda: keys.spend_temporary_password(EMAIL, password)] * 4)
    assert sum(key is not None for key in signed_in) == 1
