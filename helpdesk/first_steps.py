"""What a new tenant starts with: enough that a ticket can be filed the minute its admin has joined."""

from accounts.models import Plan
from tenants.models import Profile
from tickets.models import Category, Priority


def furnish(*, name: str) -> None:
    """Give the open scope's tenant a profile, plans, priorities and a first category."""
    Profile.objects.create(name=name)
    Plan.objects.create(name="Standard", is_default=True)
    Plan.objects.create(name="VIP", escalation_days=3, has_chat=True, priority_lift=1)
    ranks = {"Urgent": 10, "High": 20, "Normal": 30, "Low": 40}
    priorities = {name: Priority.objects.create(name=name, rank=rank) for name, rank in ranks.items()}
    Category.objects.create(name="General", hint="Anything you need help with", priority=priorities["Normal"])
