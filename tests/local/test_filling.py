"""How the demo is filled: from nothing, interrupted, and at any hour of the week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from accounts.models import User
from helpdesk.local.demo import casting, content, living, loader, moments
from helpdesk.local.demo.shapes import final_status, tellings
from tenants import founding
from tenants.models import Profile
from tenants.scope import tenant_scope
from tests import cast as the_cast
from tickets.models import Ticket

A_MONDAY = datetime(2026, 3, 2, 0, 20, tzinfo=UTC)
ACME = content.PLACES[0]


@pytest.fixture
def short_demo(monkeypatch, tenants):
    """A demo of three stories in one place: too few to complain about."""
    place = replace(ACME, stories=ACME.stories[:3], wishes={}, forgotten=())
    monkeypatch.setattr(loader, "PLACES", (place,))
    monkeypatch.setattr(loader.telling, "let_them_tell", lambda *who, **when: None)
    return place


@pytest.mark.django_db
def test_an_interrupted_fill_leaves_nothing_and_the_next_one_starts_over(short_demo, monkeypatch):
    filed = sum(len(tellings(story)) for story in short_demo.stories)
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(living.assignment, "assign", _interrupted)
        loader.fill_once()
    with tenant_scope(the_cast.ACME_ID):
        assert not any(model.objects.exists() for model in (User, Ticket, Profile))
    assert loader.fill_once() == {"acme": filed}
    assert loader.fill_once() == {}


def _interrupted(*args, **kwargs):
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_tenant_that_is_not_there_is_founded_on_its_own_host_name(monkeypatch):
    founded = []
    monkeypatch.setattr(founding, "found", lambda **how: founded.append(how) or the_cast.ACME_ID)
    place = replace(ACME, slug="initech")
    assert loader._tenant(place) == the_cast.ACME_ID
    assert founded == [{"slug": "initech", "host": "initech.localhost"}]


@pytest.mark.parametrize("hours", range(0, 7 * 24, 11))
@pytest.mark.parametrize("place", content.PLACES, ids=lambda place: place.slug)
def test_a_past_is_found_at_any_hour_of_the_week(place, hours):
    now, rng = A_MONDAY + timedelta(hours=hours), Random(place.slug)
    for case in casting.cast(place, rng):
        steps = moments.live(case, now, rng)
        dates = [step.at for step in steps]
        assert now - timedelta(days=60) < dates[0]
        assert dates == sorted(set(dates))
        assert dates[-1] < now


@pytest.mark.parametrize("place", content.PLACES, ids=lambda place: place.slug)
def test_every_telling_is_filed_once_and_nobody_tells_a_story_twice(place):
    cases = casting.cast(place, Random(7))
    assert sorted(case.subject for case in cases) == sorted(told[0] for s in place.stories for told in tellings(s))
    assert len({(case.story.subject, case.requester.key) for case in cases}) == len(cases)
    assert all(case.status == final_status(case.story) for case in cases)


def test_words_that_can_only_be_one_persons_are_theirs():
    cases = casting.cast(ACME, Random(7))
    assert all(case.requester.key == case.story.by for case in cases if case.story.by)
    for case in cases:
        if case.requester.kind == "guest":
            assert case.story.category in ACME.guest_categories


def test_the_demo_is_the_same_each_time():
    casts = [[(c.subject, c.requester.key) for c in casting.cast(ACME, Random("acme"))] for _ in range(2)]
    assert casts[0] == casts[1]
