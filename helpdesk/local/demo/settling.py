"""Furnishes a tenant of the demo: its people, teams, priorities, categories and questions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Plan, Team, User, normalise_email
from helpdesk import first_steps
from helpdesk.local.demo import content, shapes
from helpdesk.local.demo.content import Place
from tenants.models import Profile
from tickets.models import Category, FormField, Priority


@dataclass
class Settled:
    """Who and what there is, by the keys of the demo's texts."""

    people: dict[str, User]
    categories: dict[str, Category]
    # By category, then by the field's own key.
    fields: dict[str, dict[str, FormField]]


def settle(place: Place, *, now: datetime, rng: Random, first_seen: dict[str, datetime]) -> Settled:
    """Furnish the open scope's tenant. `first_seen` is when somebody's first ticket was filed."""
    first_steps.furnish(name=place.name)
    Profile.objects.update(brand_colour=place.brand_colour, time_zone=place.time_zone)
    Category.objects.all().delete()  # the catalogue has better ones than the first category
    teams = {name: Team.objects.create(name=name) for name in place.catalogue.teams}
    people = _people(place, teams, now, rng, first_seen)
    categories, fields = _categories(place.catalogue, teams)
    return Settled(people, categories, fields)


def _people(place, teams, now, rng, first_seen):
    # Hashing is slow on purpose; all of them share one password, so once is enough.
    password = make_password(content.PASSWORD)
    plans = {plan.name.lower(): plan for plan in Plan.objects.all()}
    users = {}
    for person in place.people:
        users[person.key] = User(
            name=person.name,
            email=person.email,
            email_norm=normalise_email(person.email),
            kind=person.kind,
            plan=plans[person.plan] if person.plan else None,
            password=password,
            created_at=_joined(person, now, rng, first_seen),
            **{f"is_{role}": True for role in person.roles},
        )
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(user=users[person.key], team=teams[name]) for person in place.people for name in _teams(person)
    )
    return users


def _joined(person, now, rng, first_seen):
    if person.kind == "guest" and person.key in first_seen:
        return first_seen[person.key] - timedelta(minutes=rng.uniform(4, 30))
    return now - timedelta(days=rng.uniform(70, 900))


def _teams(person: shapes.Person) -> tuple[str, ...]:
    return (person.team,) if isinstance(person.team, str) else person.team or ()


def _categories(catalogue, teams):
    priorities = {priority.name: priority for priority in Priority.objects.all()}
    given = {category.key: category for category in catalogue.categories}
    categories, fields = {}, {}
    for position, each in enumerate(catalogue.categories):
        parent = given.get(each.parent)
        category = categories[each.key] = Category(
            parent=categories.get(each.parent),
            name=each.name,
            hint=each.hint,
            # Only where it differs: what is left out comes from the parent.
            priority=None if parent and parent.priority == each.priority else priorities[each.priority],
            team=None if parent and parent.team == each.team else teams[each.team],
            position=position,
        )
        category.save()
        fields[each.key] = _fields(category, each.fields)
    return categories, fields


def _fields(category, questions):
    fields = {
        question.key: FormField(
            category=category,
            label=question.label,
            hint=question.hint,
            kind=question.kind,
            is_required=question.required,
            choices="\n".join(question.choices),
            position=position,
        )
        for position, question in enumerate(questions)
    }
    FormField.objects.bulk_create(fields.values())
    return fields
