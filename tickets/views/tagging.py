"""The tags of a ticket at the desk."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from tickets import tagging
from tickets.models import Tag
from tickets.views.desk_acts import do

_LONGEST = 1000


@doors.desk
@require_POST
def tags_of(request, number):
    """Take one tag off, or put some on: typed with commas between them."""
    if gone := request.POST.get("remove", ""):
        return do(
            request,
            number,
            lambda shown: tagging.remove(shown, names=[gone], by=request.user),
            f"The tag {gone} is removed.",
            say=messages.info,
        )
    typed = request.POST.get("add", "")[:_LONGEST]
    names = [name for name in typed.split(",") if name.strip()] or [""]
    return do(
        request,
        number,
        lambda shown: tagging.add(shown, names=names, by=request.user),
        "Tagged.",
        say=messages.info,
        typed_tags=typed,
    )


@doors.desk
@require_safe
def names(request):
    """Return the tags in use, for the field that completes them."""
    found = Tag.objects.in_use().values_list("name", flat=True)
    return render(request, "desk/tag_names.html", {"names": found})
