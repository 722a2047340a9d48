"""The pass to the stream of news that a page carries: signed, good for ten minutes, and for one session alone.

It says whose stream it is, so the stream's side of the product reads no session before it has seen a signature.
Without the cookie of the same session it opens nothing.
"""

from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import roles
from tenants.scope import current_tenant_id

_SALT = "helpdesk.live"
GOOD_FOR = 600  # seconds


class NoPass(Exception):
    """The pass was not made here, is too old, or belongs to another session."""


@dataclass(frozen=True)
class Pass:
    """Whose stream it is."""

    tenant_id: int
    user_id: int


def issue(request) -> str:
    """Return a pass for the person and the session of a request, "" for whoever has nothing to be told."""
    user = request.user
    if not (roles.may(user, "desk") or roles.may(user, "portal")) or not request.session.session_key:
        return ""
    words = [current_tenant_id(), user.pk, _mark(request.session.session_key)]
    return signing.dumps(words, salt=_SALT)


def read(text: str, *, session_key: str) -> Pass:
    """Return what a pass says; raise NoPass."""
    try:
        tenant_id, user_id, mark = signing.loads(text, salt=_SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NoPass from error
    if not constant_time_compare(mark, _mark(session_key)):
        raise NoPass
    return Pass(tenant_id, user_id)


def _mark(session_key: str) -> str:
    """Name a session without giving it away."""
    return salted_hmac(_SALT, session_key, algorithm="sha256").hexdigest()[:32]
