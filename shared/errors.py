"""The plain pages for what went wrong: no codes, no red, always a way on."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_understood(request, exception=None):
    """Answer 400: a request that no page of ours makes, or words that are too long."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return render(request, "errors/400.html", {"is_too_much": is_too_much}, status=400)


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


class WrongMethodAsPage:
    """Gives a 405 its page: somebody may come by an address that forms are sent to, and is told the way on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer; fill what is empty."""
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.content:
            return answer
        page = render(request, "errors/405.html", status=405)
        page.headers["Allow"] = answer.headers["Allow"]
        return page
