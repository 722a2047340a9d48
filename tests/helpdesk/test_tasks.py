"""The broom goes through every tenant that is not suspended, and deletes only what has expired."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from accounts import keys, throttle
from accounts.models import Attempts, OneTimeKey
from helpdesk import tasks
from helpdesk.schedule import BEAT
from shared.clock import now
from tenants.models import Tenant
from tenants.scope import NoScope, active_tenant_id, tenant_scope
from tests.together import committed
from tickets import intake
from tickets.models import UnconfirmedTicket

WORDS = {"subject": "Help", "description": "Now", "category": 1, "answers": {}}


def leave_something(factory):
    """Leave one of each kind that expires."""
    keys.mint(OneTimeKey.Purpose.LINK, email="nora@elsewhere.test")
    intake.park(name="Nora", email="nora@elsewhere.test", form_key=uuid.uuid4(), words=WORDS)
    throttle.count("guest", factory.post("/"), email="nora@elsewhere.test")


def sweep_here(cast):
    """Run the tenant's task as a worker does."""
    tasks.sweep_here.apply(headers={"tenant_id": cast.cleo.tenant_id}, throw=True)


def left():
    return OneTimeKey.objects.count(), UnconfirmedTicket.objects.count(), Attempts.objects.count()


@pytest.mark.django_db
def test_only_what_has_expired_is_deleted(cast, rf, clock):
    leave_something(rf)
    sweep_here(cast)
    assert left() == (1, 1, 2)
    clock(hours=2)
    sweep_here(cast)
    assert left() == (1, 1, 0), "the counters' hour is over"
    clock(days=3)
    sweep_here(cast)
    assert left() == (1, 0, 0), "the temporary password of the ticket is over"
    clock(days=5)
    sweep_here(cast)
    assert left() == (0, 0, 0), "a week after its end nobody needs to be told that a link is too old"


@committed
def test_each_tenant_gets_a_sweep_of_its_own_but_suspended_ones(cast, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.sweep_here, "delay", lambda: sent.append(active_tenant_id()))
    with tenant_scope(None):
        tasks.sweep()
    assert sorted(sent) == [cast.cleo.tenant_id, cast.globex.cleo.tenant_id]
    sent.clear()
    Tenant.objects.using("owner").filter(pk=cast.globex.cleo.tenant_id).update(suspended_at=now())
    tasks.sweep()
    assert sent == [cast.cleo.tenant_id]


@pytest.mark.django_db
def test_sessions_that_are_over_go(cast, monkeypatch):
    monkeypatch.setattr(tasks.sweep_here, "delay", lambda: None)
    over, open_ = SessionStore(), SessionStore()
    for session, until in ((over, now() - timedelta(seconds=1)), (open_, now() + timedelta(days=1))):
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=until)
    tasks.sweep()
    assert set(Session.objects.values_list("pk", flat=True)) == {open_.session_key}


def test_a_tenants_sweep_is_never_run_for_nobody():
    with pytest.raises(NoScope):
        tasks.sweep_here()


def test_a_job_that_waited_too_long_is_dropped():
    assert all(job["options"]["expires"] >= 60 for job in BEAT.values())
