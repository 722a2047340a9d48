"""The fixed cast. Acme: Cleo customer, Vic VIP customer, Ana and Ben agents, Mia manager, Max admin,
Gus guest. Globex has the same parts, played by strangers.
"""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from accounts.models import Plan, Team, User
from helpdesk import first_steps
from shared import clock
from tests import make
from tickets.models import Category, Priority

ACME_ID, GLOBEX_ID = 1001, 1002
HOSTS = {ACME_ID: "acme.test", GLOBEX_ID: "globex.test"}
PASSWORD = "correct horse battery"

_FOUND = """
    INSERT INTO tenants_tenant (id, slug, created_at) VALUES (%(id)s, %(slug)s, now()) ON CONFLICT DO NOTHING;
    INSERT INTO tenants_hostname (name, tenant_id, is_primary) VALUES (%(host)s, %(id)s, true) ON CONFLICT DO NOTHING;
"""


def found_tenants(cursor):
    """Make the two tenants as the operator would; harmless when they exist."""
    for tenant_id, host in HOSTS.items():
        cursor.execute(_FOUND, {"id": tenant_id, "slug": host.removesuffix(".test"), "host": host})


@dataclass
class Cast:
    """Who and what there is in the open scope's tenant."""

    cleo: User
    vic: User
    gus: User
    ana: User
    ben: User
    mia: User
    max: User
    billing: Team
    technical: Team
    refund: Category
    site_down: Category
    sales: Category
    globex: "Cast | None" = field(default=None, repr=False)

    @classmethod
    def settle(cls, place: str) -> "Cast":
        """Make everybody; names of the other place differ, so that a leak is seen at once."""
        first_steps.furnish(name=f"{place.title()} Support")
        surname = place.title()
        vip = Plan.objects.get(name="VIP")
        standard = Plan.objects.get(name="Standard")
        billing, technical = (Team.objects.create(name=name) for name in ("Billing", "Technical"))
        hashed = make_password(PASSWORD)

        def person(name, kind, **more):
            return User.objects.create(
                name=f"{name} {surname}",
                email=f"{name.lower()}@{place}.test",
                kind=kind,
                password=hashed,
                created_at=clock.now(),
                **more,
            )

        staff = User.Kind.STAFF
        people = {
            "cleo": person("Cleo", User.Kind.CUSTOMER, plan=standard),
            "vic": person("Vic", User.Kind.CUSTOMER, plan=vip),
            "gus": person("Gus", User.Kind.GUEST),
            "ana": person("Ana", staff, is_agent=True),
            "ben": person("Ben", staff, is_agent=True),
            "mia": person("Mia", staff, is_agent=True, is_manager=True),
            "max": person("Max", staff, is_admin=True),
        }
        make.member(people["ana"], billing)
        make.member(people["ben"], technical)
        normal, urgent = Priority.objects.get(name="Normal"), Priority.objects.get(name="Urgent")
        bills = Category.objects.create(name="Bills", priority=normal, team=billing)
        refund = Category.objects.create(name="Refund", parent=bills)
        site_down = Category.objects.create(name="Site down", priority=urgent, team=technical)
        sales = Category.objects.get(name="General")
        return cls(**people, billing=billing, technical=technical, refund=refund, site_down=site_down, sales=sales)
