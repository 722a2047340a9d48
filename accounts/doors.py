"""Who may stand at a URL. Every view has exactly one door; a test walks all URLs and checks it.

What a person may see or do with one row behind the door is for the app's access.py.
"""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings as django_settings
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import held, roles
from shared.responses import LONGEST_PATH, go

# Pages are read, nouns are posted to; no view has a use for anything else.
_METHODS = ("GET", "HEAD", "POST")


def _door(name, check):
    """Make a decorator; check(request) returns None to let in, or the answer that sends away."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method not in _METHODS:
                return HttpResponseNotAllowed(_METHODS)
            if (sent_away := check(request)) is not None:
                return sent_away
            return view(request, *args, **kwargs)

        guarded.door = name
        return guarded

    return decorate


def _to_sign_in(request):
    if request.method == "POST":
        # The session ended while somebody was writing: the sign-in page carries their words along.
        return held.ask_to_sign_in(request)
    path = request.get_full_path()
    wanted = {"next": path} if len(path) <= LONGEST_PATH else {}
    return go(request, f"{reverse(django_settings.LOGIN_URL)}?{urlencode(wanted, safe='/')}".rstrip("?"))


def _signed_in(request):
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if request.user.must_choose_password:
        return go(request, reverse("accounts:choose_password"))
    return None


def _needs(permission):
    def check(request):
        if (sent_away := _signed_in(request)) is not None:
            return sent_away
        if roles.may(request.user, permission):
            return None
        if not request.user.is_staff_member:
            raise Http404  # customers need not know what is there
        if permission == "portal":
            return redirect(roles.home(request.user))
        return render(request, "errors/403.html", status=403)

    return check


def _is_signed_in(request):
    return None if request.user.is_authenticated else _to_sign_in(request)


public = _door("public", lambda request: None)
signed_in = _door("signed in", _is_signed_in)
portal = _door("portal", _needs("portal"))
# Customers who may escalate the tickets of others by number.
moderators = _door("moderators", _needs("tickets.escalate_by_number"))
desk = _door("desk", _needs("desk"))
# Whoever says who works on what.
managers = _door("managers", _needs("tickets.assign"))
# Whoever is written to out of an agent's sight: managers, and admins where there is no other manager.
complaints = _door("complaints", _needs("complaints.answer"))
# Whoever writes articles and saved replies: agents and managers at their desk, and admins.
authors = _door("authors", _needs("articles.write"))


def settings(permission):
    """Make a door for settings pages; the permission is named at the view."""
    return _door(f"settings: {permission}", _needs(permission))
