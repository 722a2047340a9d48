"""A third plan, companies whose people have one by their address, and a list of people who did not sign up yet."""

from accounts import customer_import, plan_domains, plans
from accounts.models import Plan
from helpdesk.local.demo.content import Place
from helpdesk.local.demo.settling import Settled

_ADMIN = "max"
_LIST = "contracts.csv"
_AWAITED = """\
e-mail,plan,name
frida.lindholm@harbour-hotels.example,VIP,Frida Lindholm
office@lanternworks.example,Business,Lantern Works
tomas@lanternworks.example,Business,Tomás Arruda
"""


def add_plans(place: Place, settled: Settled) -> None:
    """Add a plan for companies and two domains, some of whose people have another plan still; and import a list."""
    if (admin := settled.people.get(_ADMIN)) is None:
        return
    business = plans.add(name="Business", guarantee_days=1, escalation_days=2, priority_lift=1, has_chat=True, by=admin)
    vip = Plan.objects.get(name="VIP")
    plan_domains.add(domain="example.org", with_subdomains=True, plan=business, by=admin)
    plan_domains.add(domain="harbour-hotels.example", with_subdomains=False, plan=vip, by=admin)
    row = customer_import.begin(_AWAITED.encode(), name=_LIST, by=admin)
    customer_import.carry_on(customer_import.confirm(row, by=admin))
