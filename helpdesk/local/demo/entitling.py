"""A third plan, and companies whose people have one by their address."""

from accounts import plan_domains, plans
from accounts.models import Plan
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled

_ADMIN = "max"


def add_plans(place: Place, settled: Settled) -> None:
    """Add a plan for companies and two domains; some of their people have another plan still."""
    if (admin := settled.people.get(_ADMIN)) is None:
        return
    business = plans.add(name="Business", guarantee_days=1, escalation_days=2, priority_lift=1, has_chat=True, by=admin)
    vip = Plan.objects.get(name="VIP")
    plan_domains.add(domain="example.org", with_subdomains=True, plan=business, by=admin)
    plan_domains.add(domain="harbour-hotels.example", with_subdomains=False, plan=vip, by=admin)
