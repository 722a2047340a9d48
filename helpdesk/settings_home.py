"""Where an admin arrives."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts import doors


@doors.settings("settings.tickets")
@require_safe
def home(request):
    """Go to the first page of the settings."""
    return redirect("settings:categories")
