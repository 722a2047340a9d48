"""Who listens, and what they may read now.

Asked anew each time something is told: nobody hears of what happened after their right had gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from accounts.models import User
from shared import clock
from tickets import access
from tickets.access import Reader


@dataclass(frozen=True)
class Caller:
    """Somebody with a page open: a person of a tenant, through one session."""

    tenant_id: int
    user_id: int
    session_key: str


def readers(callers: Iterable[Caller]) -> dict[Caller, Reader]:
    """Return what each caller of the open scope may read.

    Whoever signed out or was signed out, was deactivated, or has neither desk nor portal any more, is not in it.
    """
    callers = list(callers)
    users = {user.pk: user for user in User.objects.active().filter(pk__in={caller.user_id for caller in callers})}
    keys = {caller.session_key for caller in callers}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
    words = {session.session_key: _decoded(session.session_data) for session in sessions}
    found = access.readers(users.values())
    return {
        caller: found[caller.user_id]
        for caller in callers
        if caller.user_id in found
        and _is_signed_in(users[caller.user_id], words.get(caller.session_key, {}))
        and _may_listen(users[caller.user_id], found[caller.user_id])
    }


@lru_cache(maxsize=4096)
def _decoded(session_data: str) -> dict:
    """Return the words of a session; the same writing says the same."""
    return SessionStore().decode(session_data)


def _is_signed_in(user, words) -> bool:
    """Tell whether a session is this person's still; a new password ends the sessions before it."""
    return (
        words.get(SESSION_KEY) == str(user.pk)
        and words.get("tenant_id") in (None, user.tenant_id)
        and constant_time_compare(words.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )


def _may_listen(user, reader) -> bool:
    has_a_door = reader.is_requester or reader.reads_teams or reader.reads_all
    return has_a_door and not user.must_choose_password
