"""Settings about plans: what each promises, who has which, and which domains come with one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import doors, entitling, people, plan_domains, plans
from accounts.models import AwaitedCustomer, Plan, PlanDomain, User
from accounts.plan_forms import CustomerPlanForm, DomainForm, PlanForm, SuccessorForm
from shared.crud import Crud
from shared.pagination import Keyset
from shared.refusal import Refusal
from shared.responses import see_other

_people = doors.settings("settings.people")
_MOST_ARCHIVED = 50
_CUSTOMERS_ON_A_PAGE = 50
_MOST_NAMED = 20


def _archived(rows):
    return rows.exclude(archived_at=None).order_by("-archived_at", "-pk")[:_MOST_ARCHIVED]


class Plans(Crud):
    """What customers can be entitled to."""

    door = staticmethod(_people)
    one, many, path = "plan", "plans", "plans/"
    pages = ("list", "add", "edit", "archive", "restore")
    form = PlanForm
    list_template, form_template = "settings/plans.html", "settings/plan.html"
    verbs = {"add": plans.add, "change": plans.change, "restore": plans.restore}

    def rows(self):
        """All of them."""
        return Plan.objects.all()

    def overview(self, request):
        """The plans with how many customers each has."""
        numbers, in_use = entitling.numbers_of_customers(), list(Plan.objects.in_use())
        for plan in in_use:
            plan.number = numbers.get(plan.pk, 0)
        return {"in_use": in_use, "archived": _archived(Plan.objects)}

    def about(self, form, row):
        """Who has it, and the question that an archiving asks."""
        if row is None:
            return {}
        return {
            "number": User.objects.active().filter(kind=User.Kind.CUSTOMER, plan=row).count(),
            "domains": PlanDomain.objects.in_use().filter(plan=row).count(),
            "successor": SuccessorForm(archived=row, auto_id="successor-%s"),
        }

    def archive(self, request, pk):
        """Archive, once it is said which plan its customers get."""
        row = self.find(pk)
        if request.method != "POST":
            return see_other(self.url(row))
        successor = SuccessorForm(request.POST, archived=row, auto_id="successor-%s")
        if not successor.is_valid():
            return self._show(request, row, self.filled(None, row, {}), status=422, successor=successor)
        to = successor.cleaned_data["to"]
        try:
            plans.archive(row, to=to, by=request.user)
        except Refusal as refusal:
            return self._show(request, row, self.filled(None, row, {}), status=409, refused=refusal.sentence)
        messages.success(request, f"{row} is archived. Its customers have {to} now.")
        return see_other(reverse("settings:plans"))


@_people
def default_plan(request, pk):
    """Let a plan be the default one."""
    plan = get_object_or_404(Plan, pk=pk)
    if request.method == "POST":
        plans.make_default(plan, by=request.user)
        messages.success(request, f"{plan} is the default plan now.")
    return see_other(reverse("settings:plan", args=[pk]))


class Customers(Crud):
    """Customers and their plans."""

    door = staticmethod(_people)
    one, many, path = "customer", "customers", "customers/"
    pages = ("list", "edit")
    list_template, form_template = "settings/customers.html", "settings/customer.html"
    verbs = {"change": entitling.change_plan}
    said = Crud.said | {"change": "{row} has the plan {row.plan} now."}

    def rows(self):
        """Customers only: a guest has no plan, and staff needs none."""
        return User.objects.active().filter(kind=User.Kind.CUSTOMER).select_related("plan")

    def overview(self, request):
        """Those whose name or address begins with some words, or all of them, or of one plan, page by page."""
        query = request.GET.get("q", "").replace("\0", "").strip()[:100]
        all_plans = list(Plan.objects.in_use())
        chosen = next((plan for plan in all_plans if str(plan.pk) == request.GET.get("plan")), None)
        context = {"query": query, "plans": all_plans, "chosen": chosen, "awaited": AwaitedCustomer.objects.exists()}
        if query:
            found = people.customers_like(query, most=_CUSTOMERS_ON_A_PAGE)
            return context | {"customers": [person for person in found if not person.is_guest]}
        rows = self.rows().filter(plan=chosen) if chosen else self.rows()
        page = Keyset(rows, ("name_key", "id"), request.GET.get("after"), size=_CUSTOMERS_ON_A_PAGE)
        of_plan = {"plan": chosen.pk} if chosen else {}
        return context | {
            "customers": page.rows,
            "previous_url": f"?{urlencode({**of_plan, 'after': page.previous})}" if page.previous else "",
            "next_url": f"?{urlencode({**of_plan, 'after': page.next})}" if page.next else "",
        }

    def filled(self, data, row, given):
        """The form for one customer's plan."""
        return CustomerPlanForm(data, initial=self.values(row))

    def values(self, row):
        """The plan."""
        return {"plan": row.plan_id}

    def after(self, request, row, act):
        """Back to the customer."""
        return self.url(row)


class Domains(Crud):
    """Plans by the domain of an address."""

    door = staticmethod(_people)
    one, many, path = "plan_domain", "plan_domains", "plan-domains/"
    pages = ("list", "add", "edit", "archive", "restore")
    form = DomainForm
    list_template, form_template = "settings/plan_domains.html", "settings/plan_domain.html"
    verbs = {
        "add": plan_domains.add,
        "change": plan_domains.change,
        "archive": plan_domains.archive,
        "restore": plan_domains.restore,
    }

    def rows(self):
        """With the plan that they give."""
        return PlanDomain.objects.select_related("plan")

    def overview(self, request):
        """All rules by name."""
        return {"in_use": self.rows().in_use(), "archived": _archived(self.rows())}

    def filled(self, data, row, given):
        """The form for one rule."""
        return DomainForm(data, initial=self.values(row) if row else {})

    def values(self, row):
        """Domain, subdomains and plan."""
        return {"domain": row.domain, "with_subdomains": row.with_subdomains, "plan": row.plan_id}

    def about(self, form, row):
        """Who of the customers would get another plan, if the rule were carried out now."""
        if row is None or row.archived_at:
            return {}
        others = plan_domains.customers_of(row).exclude(plan=row.plan)
        by_plan = list(others.order_by().values_list("plan__name").annotate(Count("pk")))
        return {
            "others": others.select_related("plan").order_by("name_key", "pk")[:_MOST_NAMED],
            "by_plan": by_plan,
            "number": (number := sum(count for _, count in by_plan)),
            "unnamed": max(0, number - _MOST_NAMED),
        }

    def after(self, request, row, act):
        """To the rule, which says whom it concerns already."""
        return super().after(request, row, act) if act == "archive" else self.url(row)


@_people
def carry_out_domain(request, pk):
    """Give all customers of a domain its plan."""
    rule = get_object_or_404(PlanDomain.objects.in_use().select_related("plan"), pk=pk)
    if request.method == "POST":
        of_domain = plan_domains.customers_of(rule)
        number = entitling.give(of_domain, plan=rule.plan, by=request.user, how=f"of the domain {rule.domain}")
        people_have = "customer has" if number == 1 else "customers have"
        messages.success(request, f"{number} {people_have} the plan {rule.plan} now.")
    return see_other(reverse("settings:plan_domain", args=[pk]))


@doors.portal
@require_safe
def own_plan(request):
    """Tell a customer what their plan promises."""
    return render(request, "accounts/plan.html", {"plan": Plan.of(request.user)})
