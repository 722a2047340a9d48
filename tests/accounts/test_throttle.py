"""Counters that slow down whoever tries too often."""

import pytest
from django.db import transaction
from django.test import RequestFactory

from accounts import login, throttle
from accounts.models import Attempts
from accounts.throttle import TooManyAttempts
from tenants.scope import tenant_scope
from tests.together import committed, together

EMAIL = "nora@elsewhere.test"


@pytest.fixture
def acme(tenants):
    """Acme's scope."""
    with tenant_scope(tenants[0]):
        yield tenants


def attempt(act="sign-in", email=EMAIL, address="192.0.2.1", **headers):
    request = RequestFactory(REMOTE_ADDR=address, **headers).post("/")
    throttle.count(act, request, email=email)


@pytest.mark.parametrize("act", throttle.LIMITS)
def test_the_limit_of_one_address(acme, act):
    for number in range(throttle.LIMITS[act][0]):
        attempt(act, address=f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts):
        attempt(act, address="198.51.100.1")
    attempt(act, email="olaf@elsewhere.test")


@pytest.mark.parametrize("act", throttle.LIMITS)
def test_the_limit_of_one_network_address(acme, act):
    for number in range(throttle.LIMITS[act][1]):
        attempt(act, email=f"{number}@elsewhere.test")
    with pytest.raises(TooManyAttempts):
        attempt(act, email="new@elsewhere.test")
    attempt(act, email="new@elsewhere.test", address="198.51.100.1")


def test_a_made_up_header_is_no_other_network_address(acme):
    for number in range(60):
        attempt(email=f"{number}@elsewhere.test", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    with pytest.raises(TooManyAttempts):
        attempt(email="new@elsewhere.test", HTTP_X_FORWARDED_FOR="203.0.113.99")


def test_another_spelling_is_no_other_address(acme):
    for _ in range(10):
        attempt()
    with pytest.raises(TooManyAttempts):
        attempt(email=" NORA@Elsewhere.TEST")


def test_the_acts_and_the_tenants_count_apart(acme):
    for _ in range(10):
        attempt()
    attempt("reset")
    with tenant_scope(acme[1]):
        attempt()


def test_the_window_ends(acme, clock):
    for _ in range(10):
        attempt()
    clock(minutes=14)
    with pytest.raises(TooManyAttempts, match="Wait 15 minutes"):
        attempt()
    # Trying on does not prolong it: the window is that of the first attempt.
    clock(minutes=2)
    attempt()
    assert set(Attempts.objects.values_list("count", flat=True)) == {1}


def test_the_table_holds_no_addresses(acme):
    attempt()
    assert Attempts.objects.count() == 2
    for key in Attempts.objects.values_list("key", flat=True):
        assert len(key) == 64
        assert "nora" not in key


def test_ended_windows_are_forgotten(acme, clock):
    attempt("sign-in")
    clock(minutes=10)
    attempt("reset")
    clock(minutes=10)
    assert throttle.forget_old_windows() == 2
    assert Attempts.objects.count() == 2


@committed
def test_fifty_at_once_count_as_fifty(acme):
    def ten_times():
        outcomes = []
        for _ in range(10):
            try:
                attempt()
                outcomes.append("let through")
            except TooManyAttempts:
                outcomes.append("refused")
        return outcomes

    outcomes = [outcome for thread in together(*[ten_times] * 5) for outcome in thread]
    assert set(Attempts.objects.values_list("count", flat=True)) == {50}
    assert (outcomes.count("let through"), outcomes.count("refused")) == (10, 40)


@committed
def test_while_a_password_is_checked_nobody_waits_for_its_counters(cast, visit, monkeypatch):
    seen = []

    @transaction.atomic
    def count_beside_it():
        return [attempts.count for attempts in Attempts.objects.select_for_update(nowait=True)]

    def check(*given):
        seen.extend(together(count_beside_it))
        return False

    monkeypatch.setattr(login, "check_password", check)
    page = visit().post("/sign-in/", {"email": cast.cleo.email, "password": "a guess"})
    assert page.status_code == 422
    assert seen == [[1, 1]]
