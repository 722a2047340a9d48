"""Two admins at once, and customers who sign up at the same moment."""

from django.db import transaction

from accounts import customer_import, entitling, keys, plan_domains, plans, signup
from accounts.models import AwaitedCustomer, OneTimeKey, Plan, User
from tests.together import Elsewhere, committed, together, until_somebody_waits

pytestmark = committed


def test_of_two_who_switch_the_default_at_once_there_is_one_default(cast):
    gold, vip = plans.add(name="Gold", by=cast.max), Plan.objects.get(name="VIP")
    acts = [lambda plan=plan: plans.make_default(plan, by=cast.max) for plan in (gold, vip, gold, vip)]
    assert not [result for result in together(*acts) if isinstance(result, Exception)]
    assert Plan.objects.filter(is_default=True).count() == 1


def test_nobody_is_left_with_a_plan_that_is_being_archived(cast):
    standard = Plan.objects.get(is_default=True)
    for number in range(4):
        gold = plans.add(name=f"Gold {number}", by=cast.max)
        plan_domains.add(domain=f"d{number}.example", with_subdomains=False, plan=gold, by=cast.max)
        secret = keys.mint(OneTimeKey.Purpose.SIGN_UP, name="Nora", email=f"nora@d{number}.example")
        results = together(
            lambda secret=secret: signup.confirm(secret, password="five words make a phrase"),
            lambda gold=gold: plans.archive(gold, to=standard, by=cast.max),
            lambda gold=gold: entitling.change_plan(cast.cleo, plan=gold, by=cast.max),
        )
        assert not [one for one in results[:2] if isinstance(one, Exception)], results
    assert not User.objects.exclude(plan__archived_at=None).exists()


def test_who_signs_up_while_a_list_names_them_has_its_plan_and_is_awaited_no_longer(cast):
    listed = customer_import.begin(b"nora@x.test,VIP", name="list.csv", by=cast.max)
    customer_import.confirm(listed, by=cast.max)
    secret = keys.mint(OneTimeKey.Purpose.SIGN_UP, name="Nora", email="nora@x.test")
    with transaction.atomic():
        customer_import.carry_on(listed)
        signing_up = Elsewhere(lambda: signup.confirm(secret, password="five words make a phrase"))
        until_somebody_waits()
    assert signing_up.wait().plan.name == "VIP"
    assert not AwaitedCustomer.objects.exists()


def test_a_list_that_is_carried_out_while_somebody_signs_up_finds_the_customer(cast):
    listed = customer_import.begin(b"nora@x.test,VIP", name="list.csv", by=cast.max)
    customer_import.confirm(listed, by=cast.max)
    secret = keys.mint(OneTimeKey.Purpose.SIGN_UP, name="Nora", email="nora@x.test")
    with transaction.atomic():
        signup.confirm(secret, password="five words make a phrase")
        carrying_on = Elsewhere(lambda: customer_import.carry_on(listed))
        until_somebody_waits()
    assert carrying_on.wait().changed == 1
    assert User.objects.get(name="Nora").plan.name == "VIP"
    assert not AwaitedCustomer.objects.exists()
