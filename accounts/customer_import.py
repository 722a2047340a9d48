"""Plans for a whole list of addresses: read and shown first, then carried out in the background, in turns.

An address without a customer's account is awaited: it gets its plan when somebody signs up with it, because nobody but
its owner can make an account. Carried out twice, a list changes nothing the second time.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from accounts import customer_list, entitling, events
from accounts.models import AwaitedCustomer, CustomerImport, Plan, User, normalise_email
from activity import edits, log
from shared import clock
from shared.refusal import Refusal

# Of one turn; what it did is seen, and survives, when it is over.
TURN = 500
_MOST_PROBLEMS = 1000
# Lists that nobody carried out are forgotten.
_FORGOTTEN_AFTER = timedelta(days=1)


class NothingToDo(Refusal):
    """No line of a list can be carried out."""


@dataclass
class Outlook:
    """What carrying out some lines would do now, as (number of the line, address, plan before, plan after)."""

    changes: list = field(default_factory=list)
    awaited: list = field(default_factory=list)
    same: int = 0
    # Of staff, by number of the line.
    refused: list = field(default_factory=list)


@transaction.atomic
def begin(content: bytes, *, name: str, by: User) -> CustomerImport:
    """Read an uploaded list and keep what it says; nothing is changed yet. Raises Unreadable or NothingToDo."""
    lines, problems = customer_list.read(content)
    plans = {plan.name.lower(): plan.pk for plan in Plan.objects.in_use()}
    problems += [
        customer_list.Problem(line.number, f"There is no plan “{line.plan[:40]}”.")
        for line in lines
        if line.plan.lower() not in plans
    ]
    known = [
        [line.number, line.email, plans[line.plan.lower()], line.name] for line in lines if line.plan.lower() in plans
    ]
    if not known:
        raise NothingToDo(_nothing(problems))
    CustomerImport.objects.filter(confirmed_at=None, begun_at__lt=clock.now() - _FORGOTTEN_AFTER).delete()
    told = sorted([problem.number, problem.sentence] for problem in problems)[:_MOST_PROBLEMS]
    return CustomerImport.objects.create(
        name=name[:150], begun_by=by, begun_at=clock.now(), lines=known, problems=told, total=len(known)
    )


def _nothing(problems) -> str:
    first = min(problems, key=lambda problem: problem.number)
    return f"None of the lines can be used. Line {first.number}: {first.sentence}"


def outlook(lines: list) -> Outlook:
    """Say what some lines of an import would do as everything stands."""
    found, told = _people([email for _, email, _, _ in lines]), Outlook()
    awaited = dict(
        AwaitedCustomer.objects.filter(email_norm__in=[normalise_email(email) for _, email, _, _ in lines]).values_list(
            "email_norm", "plan_id"
        )
    )
    for number, email, plan, name in lines:
        norm = normalise_email(email)
        person = found.get(norm)
        if person and person.kind == User.Kind.STAFF:
            told.refused.append([number, f"{email} belongs to a member of staff."])
        elif person and person.kind == User.Kind.CUSTOMER:
            if person.plan_id == plan:
                told.same += 1
            else:
                told.changes.append((number, email, person.plan_id, plan))
        elif awaited.get(norm) == plan:
            told.same += 1
        else:
            told.awaited.append((number, email, name, plan))
    return told


def _people(emails) -> dict[str, User]:
    norms = [normalise_email(email) for email in emails]
    people = User.objects.filter(email_norm__in=norms).only("email_norm", "kind", "plan_id", "tenant_id")
    return {person.email_norm: person for person in people}


@transaction.atomic
def confirm(row: CustomerImport, *, by: User) -> CustomerImport:
    """Have an import carried out; a second click changes nothing."""
    row = edits.lock(row)
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        log.record(events.CUSTOMER_IMPORT_BEGUN, subject=row, by=by)
    return row


@transaction.atomic
def carry_on(row: CustomerImport) -> CustomerImport:
    """Carry out the next lines of an import; what is left is for another turn."""
    row = edits.lock(row)
    if row.confirmed_at is None or row.finished_at:
        return row
    # Before anybody is locked, as everywhere; see accounts.plans.archive.
    edits.lock_all(Plan.objects.all())
    _do(row, row.lines[row.done : row.done + TURN])
    row.done = min(row.done + TURN, row.total)
    if row.done == row.total:
        row.finished_at, row.lines = clock.now(), []
    row.problems = sorted(row.problems)[:_MOST_PROBLEMS]
    row.save()
    log.record(events.CUSTOMER_IMPORT_FINISHED if row.finished_at else events.CUSTOMER_IMPORT_CONTINUED, subject=row,
               by=row.begun_by)  # fmt: skip
    return row


def _do(row: CustomerImport, lines: list) -> None:
    plans = {plan.pk: plan for plan in Plan.objects.in_use()}
    row.problems += [[number, "Its plan was archived meanwhile."] for number, _, plan, _ in lines if plan not in plans]
    told = outlook([line for line in lines if line[2] in plans])
    row.problems += told.refused
    for plan in plans.values():
        emails = [normalise_email(email) for _, email, _, wanted in told.changes if wanted == plan.pk]
        if emails:
            customers = User.objects.filter(email_norm__in=emails)
            row.changed += entitling.give(customers, plan=plan, by=row.begun_by, how=f"by the list {row.name}")
    awaited = [
        AwaitedCustomer(email=email, email_norm=normalise_email(email), name=name, plan=plans[plan])
        for _, email, name, plan in told.awaited
    ]
    AwaitedCustomer.objects.bulk_create(
        awaited, update_conflicts=True, unique_fields=["tenant", "email_norm"], update_fields=["email", "name", "plan"]
    )
    row.awaited += len(awaited)


def await_no_longer(awaited: AwaitedCustomer, *, by: User) -> None:
    """Forget an address that an import left; harmless when it is gone."""
    with transaction.atomic():
        if AwaitedCustomer.objects.filter(pk=awaited.pk).delete()[0]:
            log.record(events.AWAITED_FORGOTTEN, by=by, email=awaited.email)
