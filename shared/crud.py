"""The pages of one kind of thing in the settings: list, add, edit, archive, restore, move.

A subclass names its templates, its form and the verb behind each act; everything else is the same everywhere and
stands here. The fields `seen` and `form_key` tell the verbs about a second admin and a second click.
"""

import uuid
from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from shared.refusal import Refusal
from shared.responses import see_other
from shared.seen import ChangedMeanwhile, column_values, differences, stamp


class Crud:
    """Thin views: each POST is one call of a verb, answered with 303, or with 409 or 422 and all that was typed."""

    door = None  # staticmethod(doors.settings("…"))
    one, many = "", ""  # in the names of the URLs: "priority" and "priorities"
    path = ""
    pages = ("list", "add", "edit", "archive", "restore", "move")
    form = list_template = form_template = None
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

    # --- what a subclass may say ------------------------------------------------------------------------

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

    def needs_look(self, request, form, row) -> bool:
        """Tell whether what would follow is to be seen before it is saved; then the form is shown once more."""
        return False

    def after(self, request, row, act: str) -> str:
        """Return where to go when an act is done."""
        return reverse(f"settings:{self.many}")

    # --- the pages ----------------------------------------------------------------------------------------

    @method_decorator(require_safe)
    def list(self, request):
        """Show all in use, and the archived ones below."""
        return render(request, self.list_template, self.overview(request))

    def add(self, request, **where):
        """Show the empty form; add."""
        given = self.given(**where)
        more = {**given, "form_key": _uuid(request.POST.get("form_key"))}
        return self._form_page(request, None, "add", self.filled(request.POST or None, None, given), **more)

    def edit(self, request, **which):
        """Show the filled form; change."""
        row = self.find(**which)
        more = {"seen": request.POST.get("seen", "")}
        return self._form_page(request, row, "change", self.filled(request.POST or None, row, {}), **more)

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

    def _form_page(self, request, row, act, form, **how):
        if request.method != "POST":
            return self._show(request, row, form)
        if not form.is_valid() or "preview" in request.POST:
            return self._show(request, row, form, status=200 if "preview" in request.POST else 422)
        if self.needs_look(request, form, row):
            return self._show(request, row, form, status=422, needs_look=True)
        on = () if row is None else (row,)
        try:
            saved = self.verbs[act](*on, **form.cleaned_data, **how, by=request.user)
        except ChangedMeanwhile as refusal:
            row = self.find(**request.resolver_match.kwargs)
            both = differences(form, self.filled(None, row, {}))
            return self._show(request, row, form, status=409, refused=refusal.sentence, differences=both)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            return self._show(request, row, form, status=422)
        messages.success(request, self.said[act].format(row=saved))
        return see_other(self.after(request, saved, act))

    def _act(self, request, pk, act, undo="", **how):
        row = self.find(pk)
        if request.method != "POST":  # where somebody lands who had to sign in again
            return see_other(self.url(row))
        try:
            self.verbs[act](row, by=request.user, **how)
        except Refusal as refusal:
            return self._show(request, row, self.filled(None, row, {}), status=409, refused=refusal.sentence)
        way_back = self.url(row, undo) if undo in self.pages else ""
        messages.success(request, self.said[act].format(row=row, **how), extra_tags=way_back)
        return see_other(self.after(request, row, act))

    def _show(self, request, row, form, status=200, **more):
        # Until its admin has been told, a stale form keeps the stamp that it came with.
        kept = request.POST.get("seen") if status != 409 else None
        seen = kept or (stamp(self.values(row)) if row else "")
        form_key = _uuid(request.POST.get("form_key")) or uuid.uuid4()
        context = {"form": form, "row": row, "seen": seen, "form_key": form_key}
        return render(request, self.form_template, context | self.about(form, row) | more, status=status)

    # --- the addresses --------------------------------------------------------------------------------------

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
