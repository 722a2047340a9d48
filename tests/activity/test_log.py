"""An event and everything that follows from it are written together or not at all."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import transaction

from activity import log, switchboard
from activity.models import Delivery, Event
from helpdesk.switchboard import REACTIONS
from tests import make


def test_what_happened_to_what_by_whom(cast, clock):
    filed = make.ticket(cast.cleo)
    event = log.record("ticket.noted", subject=filed, by=cast.ana, message=5)
    event.refresh_from_db()
    assert (event.name, event.subject_kind, event.subject_id) == ("ticket.noted", "ticket", filed.pk)
    assert (event.actor_id, event.data) == (cast.ana.pk, {"message": 5})


def test_the_clock_has_no_name_and_some_events_no_subject(cast):
    event = log.record("person.guest_asked", email="nora@elsewhere.test", name="Nora", again=False)
    assert (event.actor_id, event.subject_kind, event.subject_id) == (None, "", None)
    assert event.data == {"email": "nora@elsewhere.test", "name": "Nora", "again": False}


def test_there_is_one_delivery_for_each_reaction(cast):
    event = log.record("ticket.closed", subject=make.ticket(cast.cleo))
    reactions = event.deliveries.order_by("id").values_list("reaction", flat=True)
    assert tuple(reactions) == REACTIONS["ticket.closed"]
    keys = set(event.deliveries.values_list("key", flat=True))
    assert len(keys) == len(REACTIONS["ticket.closed"]) > 1


def test_an_event_that_nobody_reacts_to_has_no_delivery(cast):
    assert not log.record("person.signed_up", subject=cast.cleo).deliveries.exists()


def test_a_rollback_leaves_neither_event_nor_delivery(cast):
    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        log.record("ticket.closed", subject=cast.cleo)
        raise Undo
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_without_its_deliveries_an_event_is_not_written(cast, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Delivery.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        log.record("ticket.closed", subject=cast.cleo)
    assert not Event.objects.exists()


def test_every_reaction_of_the_switchboard_can_be_called():
    names = {reaction for reactions in switchboard.reactions().values() for reaction in reactions}
    assert names
    for name in names:
        assert callable(switchboard.reaction(name))


def test_every_name_on_the_switchboard_is_an_event_that_has_a_name():
    named = [f"{app.name}.events" for app in apps.get_app_configs() if find_spec(f"{app.name}.events")]
    names = {value for name in named for value in vars(import_module(name)).values() if isinstance(value, str)}
    assert set(switchboard.reactions()) <= names
