"""Saved views: a filter is given a name, shared, refined, put in its place, deleted."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors
from accounts.models import User
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import filter_bar, filters, saved_views
from tickets.desk_forms import SavedViewForm
from tickets.filters import Filter
from tickets.models import SavedView
from tickets.views import desk_lists

_page = require_http_methods(["GET", "HEAD", "POST"])


@doors.desk
@require_safe
def overview(request):
    """Show the views that one has, whose they are, and their order."""
    views = list(SavedView.objects.seen_by(request.user).select_related("owner"))
    for view in views:
        view.may_change = saved_views.may_change(view, request.user)
    shared, own = ([view for view in views if view.is_shared is is_shared] for is_shared in (True, False))
    lists = [("shared", "For everybody at the desk", shared), ("own", "Only yours", own)]
    return render(request, "desk/views/overview.html", {"lists": [one for one in lists if one[2]]})


@doors.desk
@_page
def new(request):
    """Save the filter that the address says as a view; without a script the form is a page of its own."""
    chosen, may_share = filters.from_query(request.GET)[0], saved_views.may_share(request.user)
    form = SavedViewForm(request.POST or None, may_share=may_share, auto_id="view-%s")
    form.fields["name"].widget.attrs["autofocus"] = not form.is_bound  # then the summary of errors has it
    if request.method == "POST" and form.is_valid():
        try:
            view = saved_views.save(chosen=chosen, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or "name", refusal.sentence)
        else:
            messages.success(request, f"“{view.name}” is saved.")
            return see_other(_url(view))
    context = {
        "form": form,
        "act_url": request.get_full_path(),
        "conditions": filter_bar.conditions(chosen, Filter()),
        "back_url": reverse("desk:list", args=[desk_lists.chosen_list(request).key]),
        "back_words": desk_lists.chosen_list(request).title,
    }
    is_part = getattr(request, "htmx", False)
    status = 422 if form.errors else 200
    return render(request, "desk/views/form.html" if is_part else "desk/views/new.html", context, status=status)


@doors.desk
@_page
def edit(request, pk):
    """Rename a view; share it, or no longer."""
    view, user = _changeable(request.user, pk), request.user
    may_share = saved_views.may_share(user) and view.owner_id == user.pk
    first = {"name": view.name, "is_shared": view.is_shared}
    form = SavedViewForm(request.POST or None, initial=first, may_share=may_share)
    if request.method == "POST" and form.is_valid():
        is_shared = form.cleaned_data.get("is_shared", view.is_shared)
        try:
            view = saved_views.change(view, name=form.cleaned_data["name"], is_shared=is_shared, by=user)
        except Refusal as refusal:
            form.add_error(refusal.field or "name", refusal.sentence)
        else:
            messages.success(request, "Saved.")
            return see_other(_url(view))
    conditions = filter_bar.conditions(filters.from_json(view.filter), Filter())
    context = {"form": form, "view": view, "view_url": _url(view), "conditions": conditions}
    return render(request, "desk/views/edit.html", context, status=422 if form.errors else 200)


@doors.desk
@require_POST
def refine(request, pk):
    """Let a view show what the address says from now on, with a way back."""
    view = _changeable(request.user, pk)
    way_back = f"{request.path}?{filters.from_json(view.filter).as_query()}"
    view = saved_views.refine(view, chosen=filters.from_query(request.GET)[0], by=request.user)
    messages.success(request, f"“{view.name}” shows this from now on.", extra_tags=way_back)
    return see_other(_url(view))


@doors.desk
@require_POST
def move(request, pk):
    """Put a view one place up or down."""
    saved_views.move(_changeable(request.user, pk), to=request.POST.get("to", ""), by=request.user)
    return see_other(reverse("desk:saved_views"))


@doors.desk
@require_POST
def delete(request, pk):
    """Delete a view, with a way back."""
    view = saved_views.delete(_changeable(request.user, pk), by=request.user)
    messages.success(request, f"“{view.name}” is deleted.", extra_tags=reverse("desk:restore_view", args=[pk]))
    return see_other(reverse("desk:saved_views"))


@doors.desk
@require_POST
def restore(request, pk):
    """Take the deletion back."""
    view = _changeable(request.user, pk, among=SavedView.objects.all())
    view = saved_views.restore(view, by=request.user)
    messages.success(request, f"“{view.name}” is back.")
    return see_other(_url(view))


def _changeable(user: User, pk: int, *, among=None) -> SavedView:
    """Return a view that somebody may change; raise Http404 for any other."""
    rows = SavedView.objects.kept() if among is None else among
    view = rows.filter(pk=pk).select_related("owner").first()
    if view is None or not saved_views.may_change(view, user):
        raise Http404
    return view


def _url(view: SavedView) -> str:
    return reverse("desk:list", args=[view.key])
