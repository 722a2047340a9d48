"""People with a page open: who listens through which session, and what they are told."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from helpdesk.live import exchange, letters
from helpdesk.live.callers import Caller
from helpdesk.live.exchange import tell


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """The test's own transaction stays open: questions are asked in it, and not in a thread."""
    monkeypatch.setattr(exchange, "close_old_connections", lambda: None)


@pytest.fixture
def listens(tenants):
    """Open a session for somebody: listens(cast.ana) is a caller."""

    def open_session(user) -> Caller:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["tenant_id"] = user.tenant_id
        session.create()
        return Caller(user.tenant_id, user.pk, session.session_key)

    return open_session


@pytest.fixture
def told():
    """Say what callers are told of events: told([caller …], [event …]) is {caller: [(kind, ticket) …]}, without who may
    listen no longer.
    """

    def ask(callers, events):
        ids = {event.pk for event in events}
        answer = tell(callers[0].tenant_id, set(callers), events=ids, presence=set())
        return {
            caller: [(one.kind, one.data.get("ticket")) for one in heard] for caller, heard in answer.letters.items()
        }

    return ask


@pytest.fixture
def newest():
    """The newest events, oldest first: newest(2)."""
    return lambda count=1: list(reversed(letters.newest()[:count]))
