"""The plans that customers can have: what they promise, which one is the default, and which are out of use."""

from uuid import UUID

from django.db import transaction

from accounts import entitling, events
from accounts.models import AwaitedCustomer, Plan, PlanDomain, User
from activity import edits, log
from shared.refusal import Refusal

MOST_PLANS = 20


class TooManyPlans(Refusal):
    """There are as many plans as there can be."""


class StillDefault(Refusal):
    """The default plan cannot be taken out of use."""


class NotInUse(Refusal):
    """The plan that was chosen is archived."""


@transaction.atomic
def add(*, by: User | None, form_key: UUID | None = None, **numbers) -> Plan:
    """Add a plan; `numbers` are named as in Plan. Raises Taken or TooManyPlans."""
    if Plan.objects.in_use().count() >= MOST_PLANS:
        raise TooManyPlans(f"There can be at most {MOST_PLANS} plans. Archive one that is no longer used.")
    return edits.add(Plan(**numbers), by=by, form_key=form_key)


def change(plan: Plan, *, by: User, seen: str | None = None, **numbers) -> Plan:
    """Change what a plan promises, also to those who wait already. Raises Taken or ChangedMeanwhile."""
    return edits.change(plan, numbers, by=by, seen=seen)


@transaction.atomic
def make_default(plan: Plan, *, by: User) -> Plan:
    """Let a plan be the one that new customers have; guests are served by it too. Raises NotInUse."""
    edits.lock_all(Plan.objects.all())
    plan = Plan.objects.get(pk=plan.pk)
    if plan.archived_at:
        raise NotInUse(f"{plan.name} is archived. Restore it first.")
    if plan.is_default:
        return plan
    before = Plan.objects.filter(is_default=True).first()
    # One after the other: there is never more than one.
    Plan.objects.filter(is_default=True).update(is_default=False)
    plan.is_default = True
    plan.save(update_fields=["is_default"])
    log.record(events.DEFAULT_PLAN_CHANGED, subject=plan, by=by, before=before.pk if before else None)
    return plan


@transaction.atomic
def archive(plan: Plan, *, to: Plan, by: User) -> Plan:
    """Take a plan out of use and give another one to its customers, its domains and those who are awaited.

    Raises StillDefault or NotInUse.
    """
    edits.lock_all(Plan.objects.all())
    plan, to = Plan.objects.get(pk=plan.pk), Plan.objects.get(pk=to.pk)
    if plan.archived_at:
        return plan
    if plan.is_default:
        raise StillDefault(f"{plan.name} is the default plan. Make another one the default first.")
    if to.archived_at or to.pk == plan.pk:
        raise NotInUse(f"{to.name} cannot take over: select a plan that stays in use.")
    entitling.give(User.objects.filter(plan=plan), plan=to, by=by, how=f"the plan {plan.name} was archived")
    PlanDomain.objects.filter(plan=plan).update(plan=to)
    AwaitedCustomer.objects.filter(plan=plan).update(plan=to)
    return edits.archive(plan, by=by)


def restore(plan: Plan, *, by: User) -> Plan:
    """Take an archived plan into use again; its customers stay where they were moved to. Raises Taken."""
    return edits.restore(plan, by=by)
