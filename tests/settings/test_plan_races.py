"""Two admins at once, and customers who sign up at the same moment."""

from accounts import entitling, keys, plan_domains, plans, signup
from accounts.models import OneTimeKey, Plan, User
from tests.together import committed, together

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
