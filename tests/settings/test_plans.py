"""What plans promise, which is the default, and what becomes of customers whose plan goes."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import plan_domains, plans
from accounts.models import AwaitedCustomer, Plan, PlanDomain, User
from activity.models import Event

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


def named(name):
    return Plan.objects.get(name=name)


WORDS = {"name": "Gold", "guarantee_days": "1", "escalation_days": "2", "priority_lift": "2", "has_chat": "on"}


def test_the_list_says_what_each_promises_and_who_has_it(cast, admin):
    page = admin.get(url("plans")).content.decode()
    assert "Answer within 2 business days, escalation after 3 business days, 1 step more urgent, with chat" in page
    assert page.count("1 customer<") == 2


def test_a_plan_is_added_once_and_changed(cast, admin, hidden):
    typed = WORDS | hidden(admin.get(url("add_plan")))
    for _ in range(2):
        assert admin.post(url("add_plan"), typed).status_code == 303
    gold = named("Gold")
    assert (gold.guarantee_days, gold.escalation_days, gold.priority_lift, gold.has_chat) == (1, 2, 2, True)
    page = admin.get(url("plan", gold))
    assert admin.post(url("plan", gold), WORDS | {"escalation_days": "4"} | hidden(page)).status_code == 303
    event = Event.objects.get(name="plan.changed")
    assert (event.data["before"]["escalation_days"], event.data["after"]["escalation_days"]) == (2, 4)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "VIP"}, "There is a plan of this name already."),
        ({"guarantee_days": "0"}, "Enter at least 1."),
        ({"escalation_days": "61"}, "Enter at most 60."),
        ({"escalation_days": "two"}, "Enter a whole number of business days."),
        ({"priority_lift": "6"}, "Enter at most 5."),
    ],
)
def test_what_is_wrong_is_said(cast, admin, hidden, wrong, sentence):
    refused = admin.post(url("add_plan"), WORDS | wrong | hidden(admin.get(url("add_plan"))))
    assert refused.status_code == 422
    assert sentence in refused.content.decode()


def test_the_default_plan_is_switched_in_one_step(cast, admin):
    assert admin.post(url("default_plan", named("VIP"))).status_code == 303
    assert [plan.name for plan in Plan.objects.filter(is_default=True)] == ["VIP"]
    assert User.objects.get(pk=cast.cleo.pk).plan.name == "Standard"
    admin.post(url("default_plan", named("VIP")))
    assert Event.objects.filter(name="plan.made_default").count() == 1


def test_the_database_keeps_the_default_plan_in_use(cast):
    with pytest.raises(IntegrityError, match="plan_default_is_in_use"), transaction.atomic():
        Plan.objects.filter(is_default=True).update(archived_at=cast.cleo.created_at)


def test_the_default_plan_cannot_go(cast, admin):
    standard = named("Standard")
    assert url("archive_plan", standard) not in admin.get(url("plan", standard)).content.decode()
    refused = admin.post(url("archive_plan", standard), {"to": named("VIP").pk})
    assert refused.status_code == 409
    assert "Make another one the default first." in refused.content.decode()


def test_who_archives_a_plan_is_asked_what_its_customers_get(cast, admin):
    vip, standard = named("VIP"), named("Standard")
    gold = plans.add(name="Gold", by=cast.max)
    plan_domains.add(domain="acme.example", with_subdomains=False, plan=vip, by=cast.max)
    AwaitedCustomer.objects.create(email="x@y.test", email_norm="x@y.test", plan=vip)
    page = admin.get(url("plan", vip)).content.decode()
    assert "Used by 1 customer" in page
    assert "and <a" in page
    assert admin.post(url("archive_plan", vip), {}).status_code == 422
    assert admin.post(url("archive_plan", vip), {"to": vip.pk}).status_code == 422
    assert admin.post(url("archive_plan", vip), {"to": gold.pk}).status_code == 303
    assert User.objects.get(pk=cast.vic.pk).plan == gold
    assert PlanDomain.objects.get().plan == gold
    assert AwaitedCustomer.objects.get().plan == gold
    assert User.objects.get(pk=cast.cleo.pk).plan == standard
    assert Event.objects.get(name="plan.given").data["number"] == 1
    # Back in use, it has no customers.
    assert "keep it when this one is restored" in admin.get(url("plan", vip)).content.decode()
    assert admin.post(url("restore_plan", vip)).status_code == 303
    assert named("VIP").archived_at is None
    assert User.objects.get(pk=cast.vic.pk).plan == gold


def test_another_tenants_plan_takes_over_nothing(cast, admin):
    assert admin.post(url("archive_plan", named("VIP")), {"to": cast.globex.vic.plan_id}).status_code == 422
    assert named("VIP").archived_at is None


def test_customers_read_what_their_plan_promises_and_guests_what_the_default_does(cast, visit):
    page = visit(cast.vic).get("/plan/").content.decode()
    assert "Your plan: VIP" in page
    assert "You can ask a manager after 3 business days without an answer." in page
    assert "Live chat is included." in page
    page = visit(cast.gus).get("/plan/").content.decode()
    assert "Your plan: Standard" in page
    assert "Live chat is not included." in page
    assert visit(cast.ana).get("/plan/")["Location"] == "/desk/"
    assert "/plan/" in visit(cast.cleo).get("/").content.decode()
