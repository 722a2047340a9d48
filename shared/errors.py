"""The plain pages for what went wrong: no codes, no red, always a way on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def plain_not_found(request, exception=None):
    """Answer 404, with or without a tenant. One page for every reason, so it tells nothing."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request, exception=None):
    """Answer 403."""
    return render(request, "errors/403.html", status=403)


def broken(request):
    """Answer 500, without the request: whatever a page usually asks for may be what is broken."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request, reason=""):
    """Answer a form whose token no longer fits, for example after signing in in another tab."""
    return render(request, "errors/csrf.html", status=403)
