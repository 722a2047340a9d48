"""The tenant's colour as a style sheet of its own: a pure function of its address, cached for ever."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from shared.colour import is_hex_colour, palette, stylesheet

# Counted up when the arithmetic changes, so that no browser keeps yesterday's shades.
VERSION = 1
_FOR_EVER = "public, max-age=31536000, immutable"


def url(colour: str) -> str:
    """Return the address of a colour's style sheet."""
    return reverse("brand", args=[colour.lstrip("#").lower(), VERSION])


@require_safe
def style_sheet(request, colour: str, version: int):
    """Answer with the safe shades of a colour."""
    if not is_hex_colour(f"#{colour}") or version != VERSION:
        raise Http404
    css = stylesheet(palette(f"#{colour}"))
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": _FOR_EVER})


style_sheet.door = "public"
