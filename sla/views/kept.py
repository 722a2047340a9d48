"""How good the estimates were, for managers."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import doors
from sla.models import Estimate, Score

ROWS = 30


@doors.managers
@require_safe
def estimates(request):
    """Show how many estimates were kept and which were not; as a tile of the live queue the number alone."""
    score = Score.objects.first() or Score()
    if request.htmx:
        return render(request, "sla/kept_tile.html", {"score": score})
    broken = Estimate.objects.that_count().filter(kept=False).select_related("wait__ticket__category__parent")
    context = {"score": score, "broken": broken.order_by("-judged_at", "-id")[:ROWS]}
    return render(request, "sla/estimates.html", context)
