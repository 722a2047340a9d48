"""Where an admin arrives."""

from django.shortcuts import redirect

from accounts import doors


@doors.settings("settings.tickets")
def home(request):
    """Go to the first page of the settings."""
    return redirect("settings:categories")
