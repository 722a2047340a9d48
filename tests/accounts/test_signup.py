"""A customer makes an account; nothing exists before the address is confirmed."""

import pytest

from accounts import keys, signup
from accounts.keys import KeyDoesNotFit
from accounts.models import OneTimeKey, User
from accounts.signup import AddressTaken
from activity.models import Event
from tenants.scope import tenant_scope
from tests import make
from tests.together import committed, together

EMAIL = "nora@elsewhere.test"
PHRASE = "five words make a phrase"


def key(email=EMAIL, name="Nora"):
    return keys.mint(OneTimeKey.Purpose.SIGN_UP, email=email, name=name)


def test_asking_makes_nothing_but_a_wish(cast):
    people = User.objects.count()
    signup.ask(name="Nora", email=EMAIL)
    assert User.objects.count() == people
    assert not OneTimeKey.objects.exists()
    event = Event.objects.latest("id")
    assert (event.name, event.data) == ("person.sign_up_asked", {"name": "Nora", "email": EMAIL})


def test_confirming_makes_a_customer_of_the_default_plan(cast):
    user = signup.confirm(key(email="Nora@Elsewhere.test"), password=PHRASE)
    user.refresh_from_db()
    assert (user.name, user.email, user.email_norm) == ("Nora", "Nora@Elsewhere.test", EMAIL)
    assert (user.kind, user.plan.name) == (User.Kind.CUSTOMER, "Standard")
    assert user.check_password(PHRASE)
    assert (user.is_agent, user.is_manager, user.is_admin) == (False, False, False)


def test_a_guest_becomes_a_customer_with_their_tickets(cast):
    ticket = make.ticket(cast.gus)
    user = signup.confirm(key(email=cast.gus.email, name="Gus Real"), password=PHRASE)
    ticket.refresh_from_db()
    assert (user.pk, user.kind, ticket.requester_id) == (cast.gus.pk, User.Kind.CUSTOMER, cast.gus.pk)
    assert not user.must_choose_password


@pytest.mark.parametrize("person", ["cleo", "ana", "max"])
def test_a_confirmed_address_takes_over_no_account(cast, person):
    owner = getattr(cast, person)
    secret = key(email=owner.email, name="Mallory")
    with pytest.raises(AddressTaken):
        signup.confirm(secret, password=PHRASE)
    owner.refresh_from_db()
    assert owner.name != "Mallory"
    assert not owner.check_password(PHRASE)


def test_the_same_address_has_an_account_in_each_tenant(cast):
    signup.confirm(key(), password=PHRASE)
    with tenant_scope(cast.globex.cleo.tenant_id):
        signup.confirm(key(), password="another phrase altogether")
    assert User.objects.get(email_norm=EMAIL).check_password(PHRASE)


def test_a_key_that_does_not_fit_makes_nobody(cast):
    people = User.objects.count()
    for wrong in ("", "x" * 43, keys.mint(OneTimeKey.Purpose.RESET, email=EMAIL)):
        with pytest.raises(KeyDoesNotFit):
            signup.confirm(wrong, password=PHRASE)
    assert User.objects.count() == people


@committed
def test_two_confirmations_at_once_make_one_account(cast):
    secret = key()
    results = together(*[lambda: signup.confirm(secret, password=PHRASE)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["KeyUsed", "KeyUsed", "User"]
    assert User.objects.filter(email_norm=EMAIL).count() == 1
