"""What somebody is writing, as it will be read."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts import doors

# More than a screen of words; whoever is at the door, rendering so many takes little of anybody's time.
_LONGEST = 10_000


@doors.public
@require_POST
def preview(request):
    """Show words as messages are shown, for everybody who may write one; nothing is saved."""
    words = request.POST.get("body", "")
    context = {"words": words[:_LONGEST], "is_cut": len(words) > _LONGEST}
    return render(request, "portal/preview.html", context)
