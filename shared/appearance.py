"""Light, dark or as the system says: each browser's choice, kept in a cookie and known before the page is drawn."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from shared.responses import local_path, see_other

THEMES = ("light", "dark", "system")
_COOKIE = "theme"
_ONE_YEAR = 60 * 60 * 24 * 365


def theme(request) -> str:
    """Return the theme that this browser chose, "system" if it chose none."""
    chosen = request.COOKIES.get(_COOKIE)
    return chosen if chosen in THEMES else "system"


@require_POST
def set_theme(request):
    """Keep the chosen theme and go back to the page it was chosen on.

    The account menu asks through htmx's header when it has already redrawn the page itself.
    """
    chosen = request.POST.get("theme")
    if chosen not in THEMES:
        return HttpResponse("Choose light, dark or system.", status=422, content_type="text/plain")
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
    else:
        response = see_other(local_path(request, request.POST.get("next"), default="/"))
    response.set_cookie(_COOKIE, chosen, max_age=_ONE_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response


set_theme.door = "public"
