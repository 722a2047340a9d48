"""The pages of one kind of thing in the settings: list, add, edit, archive, restore, move.

A subclass names its templates, its form and the verb behind each act; everything else is the same
everywhere and stands here. `seen` and `form_key` are what the verbs need to tell a second admin and a second click.
"""

import uuid
from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from shared.refusal import Refusal
from shared.responses import see_other
from shared.seen import ChangedMeanwhile, column_values, differences, stamp


class Crud:
    """Thin views: each POST is one call of a verb, answered with 303, or with 409 or 422 and all that was typed."""

    door = None  # staticmethod(doors.settings("…"))
    one, many = "", ""  # the names of the URLs: "priority" and "priorities"
    path = ""
    pages = ("list", "add", "edit", "archive", "restore", "move")
    form = None
    list_template = form_template = ""
    verbs = {}  # "add", "change", "archive", "restore", "move"
    said = {
        "add": "{row} is added.",
        "change": "Saved.",
        "archive": "{row} is archived.",
        "restore": "{row} is in use again.",
        "move": "{row} is moved {to}.",
    }

    def __init__(self):
        for page in self.pages:
            setattr(self, page, type(self).door(getattr(self, page)))

    # --- what a subclass says -------------------------------------------------------------------------

    def rows(self):
        """Return all rows, archived ones too; any other id is not found."""
        raise NotImplementedError

    def overview(self, request) -> dict:
        """Return what the list prints."""
        raise NotImplementedError

    def given(self, **where) -> dict:
        """Return what a new row gets from its address, for example its parent."""
        return {}

    def about(self, form, row) -> dict:
        """Return what the form's page prints besides the form; row is None while adding."""
        return {}

    def filled(self, data, row, given: dict):
        """Return the form for a row, or for a new one."""
        return self.form(data, instance=copy(row) if row else self.form.Meta.model(**given))

    def values(self, row) -> dict:
        """Return what the form edits, for the stamp of what was seen."""
        return column_values(row, self.form._meta.fields)

    def after(self, row, act: str) -> str:
        """Return where to go when an act is done."""
        return reverse(f"settings:{self.many}")

    # --- the pages --------------------------------------------------------------------------------------

    def list(self, request):
        """Show all in use, and the archived ones below."""
        return render(request, self.list_template, self.overview(request))

    def add(self, request, **where):
        """Show the empty form; add."""
        given = self.given(**where)

        def save(typed):
            return self.verbs["add"](**typed, **given, by=request.user, form_key=_uuid(request.POST.get("form_key")))

        return self._form_page(request, self.filled(request.POST or None, None, given), None, "add", save)

    def edit(self, request, **which):
        """Show the filled form; change."""
        row = self.find(**which)

        def save(typed):
            return self.verbs["change"](row, **typed, by=request.user, seen=request.POST.get("seen", ""))

        return self._form_page(request, self.filled(request.POST or None, row, {}), row, "change", save, which)

    def archive(self, request, pk):
        """Archive, with a way back."""
        return self._act(request, pk, "archive", undo="restore")

    def restore(self, request, pk):
        """Take into use again."""
        return self._act(request, pk, "restore", undo="archive")

    def move(self, request, pk):
        """Swap with the neighbour above or below."""
        return self._act(request, pk, "move", to="up" if request.POST.get("to") == "up" else "down")

    def find(self, pk):
        """Return a row by its id, or answer 404."""
        return get_object_or_404(self.rows(), pk=pk)

    def _form_page(self, request, form, row, act, save, which=None):
        more, status = {}, 200
        if request.method == "POST":
            status = 422
            is_filled = form.is_valid()
            if "preview" in request.POST:
                status = 200  # shown as it would be, nothing is saved
            elif is_filled:
                try:
                    saved = save(form.cleaned_data)
                except ChangedMeanwhile as refusal:
                    row, status = self.find(**which), 409
                    more = {"refused": refusal.sentence, "differences": differences(form, self.filled(None, row, {}))}
                except Refusal as refusal:
                    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
                else:
                    messages.success(request, self.said[act].format(row=saved))
                    return see_other(self.after(saved, act))
        return self._render(request, form, row, status, **more)

    def _act(self, request, pk, act, undo="", **how):
        row = self.find(pk)
        if request.method != "POST":  # after signing in again, somebody lands here
            return see_other(self.url(row))
        try:
            self.verbs[act](row, by=request.user, **how)
        except Refusal as refusal:
            return self._render(request, self.filled(None, row, {}), self.find(pk), 409, refused=refusal.sentence)
        way_back = self.url(row, undo) if undo in self.pages else ""
        messages.success(request, self.said[act].format(row=row, **how), extra_tags=way_back)
        return see_other(self.after(row, act))

    def _render(self, request, form, row, status, **more):
        # A stale form keeps the stamp it came with until its admin has been told.
        kept = request.POST.get("seen") if status == 422 or "preview" in request.POST else None
        seen = kept or (stamp(self.values(row)) if row else "")
        form_key = _uuid(request.POST.get("form_key")) or uuid.uuid4()
        context = {"form": form, "row": row, "seen": seen, "form_key": form_key, "pages": self}
        return render(request, self.form_template, context | self.about(form, row) | more, status=status)

    # --- the addresses ----------------------------------------------------------------------------------

    def url(self, row, act: str = "") -> str:
        """Return the address of a row, or of an act on it."""
        return reverse(f"settings:{act}_{self.one}" if act else f"settings:{self.one}", args=[row.pk])

    def paths(self) -> list:
        """Return the URL patterns of the pages that there are."""
        row = f"{self.path}<int:pk>/"
        at = {
            "list": (self.path, self.many),
            "add": (f"{self.path}new/", f"add_{self.one}"),
            "edit": (row, self.one),
            "archive": (f"{row}archiving/", f"archive_{self.one}"),
            "restore": (f"{row}restoring/", f"restore_{self.one}"),
            "move": (f"{row}position/", f"move_{self.one}"),
        }
        return [path(route, getattr(self, page), name=name) for page, (route, name) in at.items() if page in self.pages]


def _uuid(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
