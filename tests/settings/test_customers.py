"""How a customer gets a plan: by hand, and by the domain of their address."""

import pytest
from django.urls import reverse

from accounts import entitling, keys, people, plan_domains, plans, signup
from accounts.models import AwaitedCustomer, OneTimeKey, Plan, PlanDomain, User
from accounts.plan_domains import NotADomain
from activity.models import Event
from shared import clock
from tests import queries

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"settings:{name}", args=[row.pk for row in rows])


def named(name):
    return Plan.objects.get(name=name)


def customer(email, plan="Standard", name="Nora"):
    user = User(name=name, email=email, kind=User.Kind.CUSTOMER, plan=named(plan), created_at=clock.now())
    user.save()
    return user


def plan_of(user):
    return User.objects.get(pk=user.pk).plan.name


def sign_up(email):
    secret = keys.mint(OneTimeKey.Purpose.SIGN_UP, name="Nora", email=email)
    return signup.confirm(secret, password="five words make a phrase")


class TestByHand:
    """One customer after the other."""

    def test_customers_are_listed_and_neither_guests_nor_staff(self, cast, admin):
        page = admin.get(url("customers")).content.decode()
        assert "Cleo Acme" in page
        assert "cleo@acme.test" in page
        for name in ("Gus", "Ana", "Globex"):
            assert f"{name} " not in page.partition('id="main"')[2].replace("Max Acme", "")

    def test_they_are_found_by_how_a_name_or_an_address_begins(self, cast, admin):
        assert "Vic Acme" in admin.get(url("customers"), {"q": "VIC@"}).content.decode()
        assert "Vic Acme" in admin.get(url("customers"), {"q": "vic a"}).content.decode()
        assert "Nobody found" in admin.get(url("customers"), {"q": "gus"}).content.decode()
        assert "Nobody found" in admin.get(url("customers"), {"q": "%\0<b>"}).content.decode()

    def test_a_long_list_goes_page_by_page_and_costs_the_same(self, cast, admin):
        cost = queries.count(admin, url("customers"))
        for number in range(120):
            customer(f"n{number}@acme.test", name=f"Number {number:03}")
        assert queries.count(admin, url("customers")) == cost <= 10
        seen, address = [], url("customers")
        while address:
            page = admin.get(address)
            seen += [person.name for person in page.context["customers"]]
            address = page.context["next_url"] and url("customers") + page.context["next_url"]
        assert len(seen) == 122
        assert seen == sorted(seen, key=str.lower)

    def test_the_list_of_one_plan(self, cast, admin):
        page = admin.get(url("customers"), {"plan": named("VIP").pk}).content.decode()
        assert "Vic Acme" in page
        assert "Cleo Acme" not in page
        for strange in ("x", "0", str(cast.globex.vic.plan_id)):
            assert "Cleo Acme" in admin.get(url("customers"), {"plan": strange}).content.decode()

    def test_a_customers_plan_is_changed_and_that_is_recorded(self, cast, admin, hidden):
        typed = {"plan": named("VIP").pk} | hidden(admin.get(url("customer", cast.cleo)))
        for _ in range(2):
            assert admin.post(url("customer", cast.cleo), typed).status_code == 303
        assert plan_of(cast.cleo) == "VIP"
        event = Event.objects.get(name="person.plan_changed")
        assert (event.subject_id, event.actor_id) == (cast.cleo.pk, cast.max.pk)
        assert event.data == {"before": named("Standard").pk, "after": named("VIP").pk}

    def test_the_second_admin_is_told(self, cast, admin, hidden):
        seen = hidden(admin.get(url("customer", cast.cleo)))
        gold = plans.add(name="Gold", by=cast.max)
        entitling.change_plan(cast.cleo, plan=gold, by=cast.max)
        second = admin.post(url("customer", cast.cleo), {"plan": named("VIP").pk} | seen)
        assert second.status_code == 409
        assert plan_of(cast.cleo) == "Gold"

    def test_only_plans_in_use_of_this_tenant_can_be_chosen(self, cast, admin, hidden):
        gold = plans.add(name="Gold", by=cast.max)
        plans.archive(gold, to=named("VIP"), by=cast.max)
        seen = hidden(admin.get(url("customer", cast.cleo)))
        for plan in (gold.pk, cast.globex.vic.plan_id, "", "x"):
            assert admin.post(url("customer", cast.cleo), {"plan": plan} | seen).status_code == 422
        with pytest.raises(entitling.PlanIsGone):
            entitling.change_plan(cast.cleo, plan=gold, by=cast.max)

    @pytest.mark.parametrize("who", ["gus", "ana", "globex.cleo"])
    def test_nobody_else_has_a_plan_to_change(self, cast, admin, who):
        person = cast.globex.cleo if who == "globex.cleo" else getattr(cast, who)
        assert admin.get(url("customer", person)).status_code == 404


class TestByDomain:
    """Whole companies."""

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("Example.com", "example.com"),
            (" nora@Mail.example.com ", "mail.example.com"),
            ("*.example.com", "example.com"),
            ("https://www.example.com/contact", "example.com"),
            ("example.com.", "example.com"),
            ("müller.de", "müller.de"),
            ("mail.com.example", "mail.com.example"),
        ],
    )
    def test_people_type_domains_in_many_ways(self, typed, read):
        assert plan_domains.read(typed) == read

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Enter a domain like example.com."),
            ("example", "Enter a domain like example.com."),
            ("exa mple.com", "Enter a domain like example.com."),
            ("-a.com", "Enter a domain like example.com."),
            ("co.uk", "co.uk is the ending of many domains."),
            ("gmail.com", "Anybody can have an address at gmail.com."),
            ("nora@yahoo.co.uk", "Anybody can have an address at yahoo.co.uk."),
            ("web.de", "Anybody can have an address at web.de."),
            ("live.com.au", "Anybody can have an address at live.com.au."),
            ("abc@privaterelay.appleid.com", "Anybody can have an address at privaterelay.appleid.com."),
        ],
    )
    def test_what_is_no_domain_of_a_company_is_refused(self, typed, sentence):
        with pytest.raises(NotADomain) as refusal:
            plan_domains.read(typed)
        assert sentence in refusal.value.sentence

    def rule(self, cast, domain, plan="VIP", *, below=False):
        return plan_domains.add(domain=domain, with_subdomains=below, plan=named(plan), by=cast.max)

    def test_who_signs_up_gets_the_plan_of_the_domain(self, cast):
        self.rule(cast, "example.com")
        assert sign_up("nora@EXAMPLE.com").plan.name == "VIP"
        assert sign_up("nora@mail.example.com").plan.name == "Standard"
        assert sign_up("nora@notexample.com").plan.name == "Standard"

    def test_domains_below_come_along_where_the_rule_says_so_and_the_closest_rule_decides(self, cast):
        self.rule(cast, "example.com", below=True)
        self.rule(cast, "labs.example.com", "Standard")
        assert sign_up("a@deep.mail.example.com").plan.name == "VIP"
        assert sign_up("b@labs.example.com").plan.name == "Standard"
        assert sign_up("c@x.labs.example.com").plan.name == "VIP"

    def test_a_guest_who_becomes_a_customer_gets_it_too(self, cast):
        self.rule(cast, "acme.test")
        assert sign_up(cast.gus.email).plan.name == "VIP"

    def test_an_address_that_is_awaited_comes_before_its_domain_and_is_awaited_no_longer(self, cast):
        self.rule(cast, "example.com")
        email = "nora@example.com"
        AwaitedCustomer.objects.create(email=email, email_norm=email, plan=named("Standard"))
        assert sign_up(email).plan.name == "Standard"
        assert not AwaitedCustomer.objects.exists()

    def test_a_rule_that_was_archived_gives_nothing(self, cast):
        plan_domains.archive(self.rule(cast, "example.com"), by=cast.max)
        assert sign_up("nora@example.com").plan.name == "Standard"

    def test_other_tenants_rules_give_nothing_here(self, cast):
        PlanDomain.all_tenants.exists()
        assert plan_domains.rule_for(cast.globex.cleo.email) is None

    def test_the_rule_names_whom_it_would_change_and_changes_them_when_told_to(self, cast, admin):
        rule = self.rule(cast, "example.com", below=True)
        self.rule(cast, "labs.example.com", "Standard")
        changed = [customer("a@example.com"), customer("b@mail.example.com")]
        others = [customer("c@labs.example.com"), customer("d@example.company"), customer("e@notexample.com")]
        page = admin.get(url("plan_domain", rule)).content.decode()
        assert "2 customers of example.com and the domains below it have another plan: 2 Standard." in page
        assert admin.post(url("carry_out_plan_domain", rule)).status_code == 303
        assert [plan_of(one) for one in changed] == ["VIP"] * 2
        assert [plan_of(one) for one in others] == ["Standard"] * 3
        assert "All customers with such an address have the plan VIP." in (
            admin.get(url("plan_domain", rule)).content.decode()
        )
        assert admin.post(url("carry_out_plan_domain", rule)).status_code == 303
        assert Event.objects.get(name="plan.given").data == {"number": 2, "how": "of the domain example.com"}

    def test_a_rule_is_added_changed_and_archived(self, cast, admin, hidden):
        typed = {"domain": "Example.com", "with_subdomains": "on", "plan": named("VIP").pk}
        added = admin.post(url("add_plan_domain"), typed | hidden(admin.get(url("add_plan_domain"))))
        rule = PlanDomain.objects.get()
        assert added["Location"] == url("plan_domain", rule)
        again = admin.post(url("add_plan_domain"), typed | hidden(admin.get(url("add_plan_domain"))))
        assert (again.status_code, b"There is a rule for this domain already." in again.content) == (422, True)
        refused = admin.post(url("add_plan_domain"), typed | {"domain": "gmail.com"})
        assert "Anybody can have an address at gmail.com." in refused.content.decode()
        refused = admin.post(url("add_plan_domain"), {"domain": "not a domain"}).content.decode()
        assert ("Enter a domain like example.com." in refused, "Select a plan." in refused) == (True, True)
        page = admin.get(url("plan_domain", rule))
        typed["plan"] = named("Standard").pk
        assert admin.post(url("plan_domain", rule), typed | hidden(page)).status_code == 303
        assert PlanDomain.objects.get().plan.name == "Standard"
        assert admin.post(url("archive_plan_domain", rule)).status_code == 303
        assert admin.post(url("carry_out_plan_domain", rule)).status_code == 404
        assert admin.post(url("restore_plan_domain", rule)).status_code == 303


def test_finding_customers_is_the_same_as_at_the_desk(cast):
    assert [person.name for person in people.customers_like("cleo")] == ["Cleo Acme"]
