"""Signing in and out: known and unknown addresses look and cost the same, and a session belongs to one
person, one tenant and one password.
"""

import re

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import keys, passwords
from accounts.models import OneTimeKey, User
from activity.models import Delivery, Event
from tenants.scope import tenant_scope
from tests.cast import HOSTS, PASSWORD

COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def hashes(monkeypatch):
    """How many passwords were hashed, as a list that grows."""
    counted = []
    encode = MD5PasswordHasher.encode

    def count(self, password, salt):
        counted.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return counted


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/sign-in/", {"email": email, "password": password, **more})


def session_id(client):
    return client.cookies[COOKIE].value if COOKIE in client.cookies else None


def is_signed_in(client):
    return client.get("/password/", follow=False).status_code == 200


class TestTheSamePrice:
    """Nobody learns from the answer, the time or the database who has an account."""

    def cost(self, act, hashes):
        """Queries, hashes, events and deliveries of an act."""
        hashes.clear()
        before = Event.objects.count(), Delivery.objects.count()
        with CaptureQueriesContext(connection) as queries:
            result = act()
        return {
            "queries": len(queries),
            "hashes": len(hashes),
            "events": Event.objects.count() - before[0],
            "deliveries": Delivery.objects.count() - before[1],
        }, result

    def addresses(self, cast):
        ended = cast.vic
        ended.is_active = False
        ended.save()
        guest = User.objects.get(pk=cast.gus.pk)
        guest.set_unusable_password()
        guest.save()
        return {
            "known": cast.cleo.email,
            "staff": cast.ana.email,
            "ended": ended.email,
            "guest without a password": guest.email,
            "unknown": "nobody@elsewhere.test",
            "of another tenant": cast.globex.cleo.email,
        }

    def test_a_wrong_password(self, cast, hashes):
        found = {}
        for who, email in self.addresses(cast).items():
            found[who], user = self.cost(lambda email=email: authenticate(None, email=email, password="wrong"), hashes)
            assert user is None
        assert found["known"] == {"queries": 2, "hashes": 1, "events": 0, "deliveries": 0}
        assert {who for who, cost in found.items() if cost != found["known"]} == set(), found

    def test_the_right_password_of_an_account_that_has_ended(self, cast, hashes):
        email = self.addresses(cast)["ended"]
        cost, user = self.cost(lambda: authenticate(None, email=email, password=PASSWORD), hashes)
        assert user is None
        assert cost == {"queries": 2, "hashes": 1, "events": 0, "deliveries": 0}

    @pytest.mark.parametrize(
        ("path", "typed"),
        [
            ("/sign-in/", {"password": "wrong"}),
            ("/sign-up/", {"name": "Nora"}),
            ("/password/forgotten/", {}),
            ("/guest/", {"name": "Nora"}),
        ],
    )
    def test_every_form_answers_everybody_alike(self, cast, visit, hashes, path, typed):
        found = {}
        visit().get(path)  # the host name is known from here on
        for who, email in self.addresses(cast).items():
            client = visit()
            found[who], response = self.cost(
                lambda email=email, c=client: c.post(path, typed | {"email": email}), hashes
            )
            page = response if response.status_code == 422 else client.get(response["Location"])
            words = page.content.decode().replace(email, "ADDRESS")
            found[who] |= {"status": response.status_code, "words": _without_tokens(words)}
        differences = {
            who: _difference(cost, found["unknown"]) for who, cost in found.items() if cost != found["unknown"]
        }
        assert differences == {}


def _difference(found, expected):
    """What differs, short enough to be read."""
    pairs = {key: (found[key], expected[key]) for key in found if found[key] != expected[key]}
    if "words" in pairs:
        lines = [set(words.splitlines()) for words in pairs["words"]]
        pairs["words"] = sorted(lines[0] ^ lines[1])
    return pairs


def _without_tokens(html):
    """Leave out what differs from one answer to the next: nonces and form tokens."""
    return re.sub(r"[A-Za-z0-9_-]{20,}", "TOKEN", html)


class TestTheSession:
    """A fresh id at every change of person, bound to tenant and password."""

    def test_signing_in_and_out(self, cast, visit):
        client = visit()
        assert sign_in(client, cast.cleo.email).status_code == 303
        assert is_signed_in(client)
        client.post("/sign-out/")
        assert not is_signed_in(client)
        assert client.post("/sign-out/").status_code == 303

    def test_the_id_changes_at_sign_in_and_the_old_one_opens_nothing(self, cast, visit):
        client = visit()
        client.post("/password/forgotten/", {"email": cast.cleo.email})  # opens a session for nobody
        before = session_id(client)
        assert before
        sign_in(client, cast.cleo.email)
        assert session_id(client) != before
        assert not Session.objects.filter(pk=before).exists()

    def test_the_id_changes_when_somebody_else_signs_in_on_the_same_browser(self, cast, visit):
        client = visit()
        sign_in(client, cast.cleo.email)
        before = session_id(client)
        client.post("/sign-out/")
        sign_in(client, cast.vic.email)
        assert session_id(client) != before
        assert not Session.objects.filter(pk=before).exists()

    def test_an_id_that_an_attacker_chose_is_not_taken_over(self, cast, visit):
        client = visit()
        client.cookies[COOKIE] = "attackerschoice0attackerschoice0"
        sign_in(client, cast.cleo.email)
        assert session_id(client) != "attackerschoice0attackerschoice0"

    def test_signing_out_ends_the_session_on_the_server(self, cast, visit):
        client = visit()
        sign_in(client, cast.cleo.email)
        stolen = session_id(client)
        client.post("/sign-out/")
        thief = visit()
        thief.cookies[COOKIE] = stolen
        assert not is_signed_in(thief)

    def test_the_cookie_is_out_of_reach_of_scripts(self, cast, visit):
        client = visit()
        sign_in(client, cast.cleo.email)
        cookie = client.cookies[COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_a_session_of_acmes_is_refused_at_globex_and_ended(self, cast, visit):
        client = visit()
        sign_in(client, cast.cleo.email)
        carried = session_id(client)
        elsewhere = Client(HTTP_HOST=HOSTS[cast.globex.cleo.tenant_id])
        elsewhere.cookies[COOKIE] = carried
        assert not is_signed_in(elsewhere)
        assert not Session.objects.filter(pk=carried).exists()
        assert not is_signed_in(client), "a cookie that was seen on another host is burnt"

    def test_a_password_of_acmes_opens_nothing_at_globex(self, cast, visit):
        client = visit(host=HOSTS[cast.globex.cleo.tenant_id])
        assert sign_in(client, cast.cleo.email).status_code == 422
        assert sign_in(client, cast.globex.cleo.email).status_code == 303

    def test_a_changed_password_ends_the_other_sessions_and_not_ones_own(self, cast, visit):
        here, there = visit(), visit()
        for client in (here, there):
            sign_in(client, cast.cleo.email)
        before = session_id(here)
        new = "a quite different phrase"
        assert here.post("/password/", {"current": PASSWORD, "password": new}).status_code == 303
        assert is_signed_in(here)
        assert session_id(here) != before
        assert not is_signed_in(there)
        assert sign_in(there, cast.cleo.email).status_code == 422
        assert sign_in(there, cast.cleo.email, new).status_code == 303

    def test_a_reset_ends_every_session(self, cast, visit):
        client = visit()
        sign_in(client, cast.cleo.email)
        passwords.reset(keys.mint(OneTimeKey.Purpose.RESET, email=cast.cleo.email), password="a quite different phrase")
        assert not is_signed_in(client)

    def test_an_account_that_ends_ends_its_sessions(self, cast, visit):
        client = visit()
        sign_in(client, cast.cleo.email)
        cast.cleo.is_active = False
        cast.cleo.save()
        assert not is_signed_in(client)

    def test_the_session_hash_differs_between_tenants(self, cast):
        twin = cast.globex.cleo
        assert twin.password == cast.cleo.password or twin.check_password(PASSWORD)
        twin.password = cast.cleo.password
        assert twin.get_session_auth_hash() != cast.cleo.get_session_auth_hash()


class TestTemporaryPassword:
    """Lets a guest in once; the first sign-in asks for a new password."""

    @pytest.fixture
    def password(self, cast):
        """A temporary password that was mailed to Gus, who has no other."""
        cast.gus.set_unusable_password()
        cast.gus.save()
        return keys.mint(OneTimeKey.Purpose.TEMPORARY_PASSWORD, email=cast.gus.email)

    def test_nothing_else_opens_before_a_new_one_is_chosen(self, cast, visit, password):
        client = visit()
        assert sign_in(client, cast.gus.email, password)["Location"] == "/password/first/"
        for path in ("/tickets/", "/tickets/new/"):
            assert client.get(path)["Location"] == "/password/first/"
        client.post("/password/first/", {"password": "a quite different phrase"})
        assert client.get("/tickets/").status_code == 200

    def test_it_works_once(self, cast, visit, password):
        sign_in(visit(), cast.gus.email, password)
        assert sign_in(visit(), cast.gus.email, password).status_code == 422

    def test_somebody_who_has_a_password_is_not_asked_for_another(self, cast, visit):
        client = visit()
        sign_in(client, cast.gus.email)
        cast.gus.refresh_from_db()
        assert not cast.gus.must_choose_password


def test_words_in_the_wrong_tenant_find_nobody(cast):
    with tenant_scope(cast.globex.cleo.tenant_id):
        assert authenticate(None, email=cast.cleo.email, password=PASSWORD) is None
    assert authenticate(None, email=cast.cleo.email.upper(), password=PASSWORD) == cast.cleo


@pytest.mark.parametrize("typed", [{}, {"email": "x"}, {"password": "x"}])
def test_half_a_sign_in_is_none(cast, typed):
    assert authenticate(None, **typed) is None
