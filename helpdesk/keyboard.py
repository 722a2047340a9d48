"""The doors of the keyboard: the list of keys with its off switch, and the palette."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import doors, preferences
from helpdesk import keys, palette
from shared.responses import see_other

_LONGEST = 200


@doors.authors
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request):
    """Show what can be done by key; switch single keys on and off."""
    if request.method == "POST":
        is_on = request.POST.get("single_keys") == "on"
        preferences.use_single_keys(request.user, is_on=is_on)
        messages.success(request, f"Single-key shortcuts are {'on' if is_on else 'off'}.")
        return see_other(request.path)
    return render(request, "desk/keys.html", {"groups": keys.grouped(request.user)})


@doors.authors
@require_safe
def command_palette(request):
    """Return the places to go to, or what a typed number or words find."""
    typed = request.GET.get("q", "").replace("\0", "")[:_LONGEST]
    found = palette.tickets(request.user, typed) if typed.strip() else palette.places(request)
    return render(request, "desk/palette.html", {"places": found})
