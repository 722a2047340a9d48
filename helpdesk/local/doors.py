"""The door of local mode's own pages: open to everybody on this machine, and not there anywhere else."""

from functools import wraps

from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_safe


def local(view):
    """Let everybody in while local mode is on; otherwise there is no such page."""

    @wraps(view)
    @require_safe
    def guarded(request, *args, **kwargs):
        if not settings.LOCAL_MODE:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.door = "local"
    return guarded
