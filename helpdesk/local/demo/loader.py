"""Fills the demo, once: each tenant in one transaction, so that half a demo never remains."""

from contextlib import contextmanager
from random import Random

from django.db import connection, transaction
from django.db.models import F

from accounts.models import User
from activity.models import Delivery
from helpdesk.local.demo import (
    casting,
    entitling,
    escalating,
    guiding,
    keeping,
    knowledge,
    moments,
    opening,
    promising,
    readers,
    rostering,
    targeting,
    telling,
    viewing,
    writing,
)
from helpdesk.local.demo.content import PLACES, Place
from helpdesk.local.demo.living import Life, live_through
from helpdesk.local.demo.settling import settle
from shared import clock
from tenants import founding
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tickets.searching import indexing


def fill_once() -> dict[str, int]:
    """Make the demo's tenants and fill those where nobody lives yet.

    Returns how many tickets were filed, by slug; a tenant that was there already is left alone.
    """
    filled = {}
    for place in PLACES:
        with tenant_scope(_tenant(place)):
            if not User.objects.exists():
                filled[place.slug] = _fill(place)
    return filled


def _tenant(place: Place) -> Tenant:
    # Founding is the owner's own transaction: an interrupted fill finds the tenant, and nobody in it.
    return Tenant.objects.filter(slug=place.slug).first() or founding.found(slug=place.slug, host=place.host)


@transaction.atomic
def _fill(place: Place) -> int:
    with _without_savepoints():
        return _live(place)


@contextmanager
def _without_savepoints():
    """Spare the verbs their savepoints, a quarter of all statements: any failure undoes everything anyway."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before


def _live(place: Place) -> int:
    now, rng = clock.now(), Random(place.slug)
    lives = [Life(case, moments.live(case, now, rng)) for case in casting.cast(place, rng)]
    lives += escalating.forgotten(place, now)
    first_seen = {}
    for life in sorted(lives, key=lambda life: life.filed_at):
        first_seen.setdefault(life.case.requester.key, life.filed_at)
    settled = settle(place, now=now, rng=rng, first_seen=first_seen)
    opening.open_house(place, now=now)
    targeting.set_targets(place, settled)
    escalating.name_moderators(place, settled)
    live_through(lives, settled)
    indexing.rebuild()
    rostering.give_shifts(place, settled, now=now)
    rostering.let_somebody_ask(settled)
    entitling.add_plans(place, settled)
    guiding.tell(place, settled)
    viewing.share_views(settled)
    writing.save_replies(place, settled)
    writing.let_somebody_be_mentioned(place, settled)
    telling.let_them_tell(place, settled, now=now)
    keeping.let_somebody_keep_words(settled, now=now)
    articles = knowledge.fill(place, settled, now=now)
    readers.let_them_read(place, settled, articles, now=now, rng=rng)
    promising.tell(now)
    # All of it was long ago: no mail of the demo's past leaves when the relay starts.
    Delivery.objects.update(done_at=F("available_at"))
    return len(lives)
