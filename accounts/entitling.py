"""Which plan a customer has, and how they get another one: by hand, by a list of addresses, by the domain of theirs."""

from django.db import transaction
from django.db.models import Count, QuerySet

from accounts import events, plan_domains
from accounts.models import AwaitedCustomer, Plan, User, normalise_email
from activity import edits, log
from shared.refusal import Refusal
from shared.seen import needs_change


class PlanIsGone(Refusal):
    """The plan was archived meanwhile."""


def plan_for(email: str) -> Plan | None:
    """Return the plan of an address that becomes a customer's: its own, its domain's, or else the default one."""
    awaited = AwaitedCustomer.objects.filter(email_norm=normalise_email(email)).select_related("plan").first()
    if awaited:
        return awaited.plan
    if rule := plan_domains.rule_for(email):
        return rule.plan
    return Plan.objects.filter(is_default=True).first()


def claim_plan(email: str) -> Plan | None:
    """Return plan_for(), which stays so until its customer is there; await them no longer.

    Whoever archives a plan, or awaits this address, does so before or sees its customer: both hold the plans as well.
    Called before the person is locked: plans come first wherever both are.
    """
    edits.lock_all(Plan.objects.all())
    plan = plan_for(email)
    AwaitedCustomer.objects.filter(email_norm=normalise_email(email)).delete()
    return plan


@transaction.atomic
def change_plan(user: User, *, plan: Plan, by: User, seen: str | None = None) -> User:
    """Give one customer another plan; raise ChangedMeanwhile, or PlanIsGone."""
    plan = _in_use(plan)
    user = edits.lock(user)
    before, after = {"plan": user.plan_id}, {"plan": plan.pk}
    if needs_change(before, after, seen):
        user.plan = plan
        user.save(update_fields=["plan"])
        log.record(events.PLAN_CHANGED, subject=user, by=by, before=before["plan"], after=plan.pk)
    return user


@transaction.atomic
def give(customers: QuerySet[User], *, plan: Plan, by: User | None, how: str) -> int:
    """Give many customers a plan; return how many had another one. One event tells of all of them.

    `how` goes on "because …" for whoever reads the log. Raises PlanIsGone.
    """
    plan = _in_use(plan)
    others = customers.filter(kind=User.Kind.CUSTOMER).exclude(plan=plan)
    # In the order of their ids, so that two who give never wait for each other.
    locked = others.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True)
    ids = list(locked)
    if ids:
        User.objects.filter(pk__in=ids).update(plan=plan)
        log.record(events.PLAN_GIVEN, subject=plan, by=by, number=len(ids), how=how)
    return len(ids)


def numbers_of_customers() -> dict[int, int]:
    """Return how many customers each plan has, by its id."""
    counted = User.objects.filter(kind=User.Kind.CUSTOMER, is_active=True).values_list("plan").annotate(Count("pk"))
    return dict(counted.order_by())


def _in_use(plan: Plan) -> Plan:
    plan = edits.lock(plan)
    if plan.archived_at:
        raise PlanIsGone(f"{plan.name} was archived meanwhile. Select another plan.", field="plan")
    return plan
