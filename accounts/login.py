"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login as django_login
from django.contrib.auth import logout as django_logout
from django.contrib.auth.hashers import check_password
from django.utils.module_loading import import_string

from accounts import keys, preferences
from accounts.models import User, normalise_email
from activity import bell
from shared.prepared import Slot, prepared
from tenants.scope import current_tenant_id

_BACKEND = "accounts.login.EmailInThisTenant"
# Nobody's password, in the form of one that cannot be used: checking against it costs one hash.
_NOBODY = "!"


class EmailInThisTenant:
    """Django's authentication backend: an e-mail address and a password, inside the open scope."""

    def authenticate(self, request, email=None, password=None):
        """Return the person, or None.

        Known and unknown addresses cost the same: two queries and one password hash.
        """
        if email is None or password is None:
            return None
        user = User.objects.active().filter(email_norm=normalise_email(email)).first()
        fits = check_password(password, user.password if user else _NOBODY)
        temporary = keys.spend_temporary_password(email, password)
        if user is None or not (fits or temporary):
            return None
        user.used_temporary_password = not fits
        return user

    def get_user(self, user_id):
        """Return the person of a session, None when the account ended."""
        found = _active(Slot(user_id))
        return found[0] if found else None


@prepared
def _active(pk):
    return User.objects.active().filter(pk=pk)


def enter(request, user, *, by_mail: bool, held: dict | None = None) -> None:
    """Open a session for somebody: a fresh session id, bound to this tenant.

    `by_mail` says that a key from their mailbox let them in; `held` are words from before.
    """
    request.session.flush()
    django_login(request, user, backend=_BACKEND)
    request.session["tenant_id"] = current_tenant_id()
    preferences.live_in(user, request.own_zone)
    for step in settings.ON_SIGN_IN:
        import_string(step)(user, by_mail=by_mail, held=held)


def leave(request) -> None:
    """End the session, and with it what its pages are told as it happens."""
    django_logout(request)
    bell.ring()
