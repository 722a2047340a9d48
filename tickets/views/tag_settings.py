"""Settings of the tags: rename, merge, archive."""

from django.contrib import messages
from django.db.models import Count
from django.urls import path, reverse

from accounts import doors
from shared.crud import Crud
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import tags
from tickets.models import Tag, Tagging
from tickets.settings_forms import TagForm

_MOST_ARCHIVED = 50


class Tags(Crud):
    """The words that tickets are marked with."""

    door = staticmethod(doors.settings("settings.tickets"))
    one, many, path = "tag", "tags", "tags/"
    pages = ("list", "add", "edit", "archive", "restore", "merge")
    form = TagForm
    list_template, form_template = "settings/tags.html", "settings/tag.html"
    verbs = {"add": tags.add, "change": tags.rename, "archive": tags.archive, "restore": tags.restore}

    def rows(self):
        """All tags."""
        return Tag.objects.all()

    def overview(self, request):
        """The tags in use, each with its number of tickets."""
        on = dict(Tagging.objects.values_list("tag").annotate(Count("pk")).order_by())
        in_use = list(Tag.objects.in_use())
        for tag in in_use:
            tag.tickets = on.get(tag.pk, 0)
        archived = Tag.objects.exclude(archived_at=None).order_by("-archived_at", "-pk")[:_MOST_ARCHIVED]
        return {"in_use": in_use, "archived": archived, "most": tags.MOST_TAGS}

    def about(self, form, row):
        """How many tickets have the tag, and what it could be merged into."""
        if row is None:
            return {}
        others = Tag.objects.in_use().exclude(pk=row.pk)
        return {"tickets": Tagging.objects.filter(tag=row).count(), "others": list(others)}

    def merge(self, request, pk):
        """Give the tickets of this tag another one."""
        row, chosen = self.find(pk), request.POST.get("into", "")
        if request.method != "POST":
            return see_other(self.url(row))
        into = Tag.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None
        try:
            tags.merge(row, into=into or row, by=request.user)
        except Refusal as refusal:
            return self._show(request, row, self.filled(None, row, {}), status=409, refused=refusal.sentence)
        messages.success(request, f"{row} is merged into {into}.")
        return see_other(reverse("settings:tags"))

    def paths(self):
        """With the address of the merging."""
        return [*super().paths(), path(f"{self.path}<int:pk>/merging/", self.merge, name="merge_tag")]
