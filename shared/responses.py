"""Answers that every door gives in the same way."""

from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

# A longer one was made up; browsers and Django refuse to be sent to it.
LONGEST_PATH = 2000


def see_other(url: str) -> HttpResponseRedirect:
    """Redirect after a POST, so that a reload does not send the form again."""
    response = HttpResponseRedirect(str(url))
    response.status_code = 303
    return response


def go(request, url: str) -> HttpResponse:
    """Send the browser to another page, also out of an htmx request."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": str(url)})
    return see_other(url)


def local_path(request, candidate: str | None, default: str) -> str:
    """Return a path on this host to go on to, or the default if the candidate leads elsewhere."""
    if candidate and len(candidate) <= LONGEST_PATH and url_has_allowed_host_and_scheme(candidate, allowed_hosts=None):
        parts = urlsplit(candidate)
        if parts.path.startswith("/") and not parts.netloc:
            return candidate
    return str(default)
