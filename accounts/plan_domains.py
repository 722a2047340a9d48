"""Which plan comes with the domain of an address.

A rule names one domain and says whether it goes for the domains below it too. Of several that fit an address the one
with the longest name decides. It is asked when somebody becomes a customer; who is one already changes when an admin
carries the rule out.
"""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Plan, PlanDomain, User, normalise_email
from accounts.public_mail import is_ending, is_public
from activity import edits
from shared.refusal import Refusal

MOST_DOMAINS = 500
_check = DomainNameValidator()
# Sorts behind every character that an address can have.
_LAST = "\U0010ffff"


class NotADomain(Refusal):
    """What was typed names no domain that could have a plan."""


class TooManyDomains(Refusal):
    """There are as many rules as there can be."""


def read(typed: str) -> str:
    """Return the domain that somebody typed, also as an address or a link; raise NotADomain with what is wrong."""
    domain = normalise_email(typed).removeprefix("https://").removeprefix("http://").split("/")[0]
    domain = domain.rpartition("@")[2].removeprefix("*.").removeprefix("www.").rstrip(".")
    try:
        _check(domain)
    except ValidationError:
        raise NotADomain("Enter a domain like example.com.", field="domain") from None
    if is_ending(domain):
        raise NotADomain(f"{domain} is the ending of many domains. Enter one like example.{domain}.", field="domain")
    if is_public(domain):
        raise NotADomain(
            f"Anybody can have an address at {domain}. Change the plan of these customers one by one, or by import.",
            field="domain",
        )
    return domain


@transaction.atomic
def add(*, domain: str, with_subdomains: bool, plan: Plan, by: User | None, form_key: UUID | None = None) -> PlanDomain:
    """Let addresses of a domain have a plan. Raises NotADomain, Taken or TooManyDomains."""
    if PlanDomain.objects.in_use().count() >= MOST_DOMAINS:
        raise TooManyDomains(f"There can be at most {MOST_DOMAINS} domains. Archive one that is no longer needed.")
    rule = PlanDomain(domain=read(domain), with_subdomains=with_subdomains, plan=plan)
    return edits.add(rule, by=by, form_key=form_key)


def change(
    rule: PlanDomain, *, domain: str, with_subdomains: bool, plan: Plan, by: User, seen: str | None = None
) -> PlanDomain:
    """Change a rule. Raises NotADomain, Taken or ChangedMeanwhile."""
    values = {"domain": read(domain), "with_subdomains": with_subdomains, "plan": plan}
    return edits.change(rule, values, by=by, seen=seen)


def archive(rule: PlanDomain, *, by: User) -> PlanDomain:
    """Take a rule out of use; who has a plan by it keeps it."""
    return edits.archive(rule, by=by)


def restore(rule: PlanDomain, *, by: User) -> PlanDomain:
    """Take a rule into use again. Raises Taken."""
    return edits.restore(rule, by=by)


def rule_for(email: str) -> PlanDomain | None:
    """Return the rule that decides about an address."""
    domain = normalise_email(email).rpartition("@")[2]
    names = [domain, *_above(domain)]
    fitting = PlanDomain.objects.in_use().select_related("plan").filter(domain__in=names)
    rules = [rule for rule in fitting if rule.domain == domain or rule.with_subdomains]
    return max(rules, key=lambda rule: len(rule.domain), default=None)


def customers_of(rule: PlanDomain) -> QuerySet[User]:
    """Return the customers about whose addresses a rule decides: ranges of an index."""
    others = PlanDomain.objects.in_use().exclude(pk=rule.pk).filter(domain__endswith=f".{rule.domain}")
    customers = User.objects.active().filter(_has(rule), kind=User.Kind.CUSTOMER)
    for other in others if rule.with_subdomains else ():
        customers = customers.exclude(_has(other))
    return customers


def _has(rule: PlanDomain) -> Q:
    backwards = rule.domain[::-1]
    found = _begins(f"{backwards}@")
    return found | _begins(f"{backwards}.") if rule.with_subdomains else found


def _begins(prefix: str) -> Q:
    return Q(email_backwards__gte=prefix, email_backwards__lt=prefix + _LAST)


def _above(domain: str) -> Iterable[str]:
    while "." in domain:
        domain = domain.partition(".")[2]
        yield domain
