"""Every address has exactly one door: who may stand there is said at the view and nowhere else."""

import pytest
from django.urls import URLPattern, get_resolver

from accounts import roles

DOORS = {"public", "signed in", "portal", "moderators", "desk", "managers", "authors", "complaints", "local"}


def patterns(resolver=None, prefix=""):
    """All addresses as (route, name, view)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.name, entry.callback
        else:
            yield from patterns(entry, route)


ADDRESSES = list(patterns())


def test_there_are_addresses():
    assert len(ADDRESSES) >= 30
    assert {"sign_in", "queue"} <= {name for _, name, _ in ADDRESSES}


@pytest.mark.parametrize(("route", "name", "view"), ADDRESSES, ids=[route or "/" for route, _, _ in ADDRESSES])
def test_every_address_has_a_door(route, name, view):
    door = getattr(view, "door", None)
    assert door, f"/{route} stands open: decorate {view.__module__}.{view.__qualname__} with accounts.doors"
    settings_door, _, permission = door.partition(": ")
    if permission:
        granted = {right for rights in roles.PERMISSIONS.values() for right in rights}
        assert settings_door == "settings"
        assert permission in granted, f"nobody holds {permission}"
    else:
        assert door in DOORS


def test_every_address_has_a_name():
    assert [route for route, name, _ in ADDRESSES if not name] == []


@pytest.mark.parametrize(
    ("prefix", "door"),
    [("desk/", "desk"), ("settings/", "settings: "), ("tickets/", "portal")],
    ids=["desk", "settings", "portal"],
)
def test_a_part_of_the_product_has_its_own_door(prefix, door):
    doors = {route: getattr(view, "door", "") for route, name, view in ADDRESSES if route.startswith(prefix)}
    assert doors
    # A ticket can be filed without an account, so its form is open to the public; admins write articles as well, and
    # answer complaints where there is no other manager.
    allowed = {"tickets/": {"public"}, "desk/": {"authors", "managers", "complaints"}}.get(prefix, set())
    assert {route: found for route, found in doors.items() if not found.startswith(door) and found not in allowed} == {}
