"""Time on a ticket: its timer, its entries, and minutes entered by hand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts import doors, roles
from shared.refusal import Refusal
from shared.responses import local_path, see_other
from tickets import access, timekeeping
from tickets.forms import TimeForm
from tickets.models import TimeEntry
from tickets.templatetags.ticket_words import as_time
from tickets.views import desk_lists
from tickets.views.desk_acts import do

_page = require_http_methods(["GET", "HEAD", "POST"])


@doors.desk
@require_POST
def start(request, number):
    """Start the timer; say which one stopped for it."""
    shown = access.desk_ticket(request.user, number)
    other = timekeeping.running(request.user)
    done = "The timer runs."
    if other and other.number != shown.number:
        done = f"The timer runs. The one on #{other.number} is stopped."
    return do(request, number, lambda ticket: timekeeping.start(ticket, by=request.user), done)


@doors.desk
@require_POST
def stop(request):
    """Stop the timer, wherever it runs, and go back to the page with the button."""
    stopped = timekeeping.stop(by=request.user)
    back = local_path(request, request.POST.get("next"), reverse("desk:queue"))
    if stopped:
        messages.success(request, f"{as_time(stopped.length)} entered for #{stopped.ticket.number}.")
    else:
        messages.info(request, "No timer was running.")
    return see_other(back)


@doors.desk
@_page
def entries(request, number):
    """Show the entries of a ticket: a manager everybody's, an agent their own; enter time by hand."""
    shown = access.desk_ticket(request.user, number)
    if request.method != "POST":
        return _show(request, shown, TimeForm())
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, form, status=422)
    try:
        entry = timekeeping.enter(shown, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _show(request, shown, form, status=409)
    messages.success(request, f"{as_time(entry.length)} entered.")
    return see_other(_address(request, shown))


def _show(request, shown, form, *, status=200):
    user = request.user
    found = TimeEntry.objects.kept().filter(ticket=shown).select_related("user").order_by("-began_at", "-id")
    sees_all = roles.may(user, "tickets.work_all")
    context = {
        "ticket": shown,
        "form": form,
        "may": access.may(user, shown),
        "entries": found if sees_all else found.filter(user=user),
        "sees_all": sees_all,
        "billable": timekeeping.total(TimeEntry.objects.filter(ticket=shown, is_billable=True)),
        "back": desk_lists.address(request, shown),
        "place": desk_lists.place(request),
    }
    return render(request, "desk/time.html", context, status=status)


@doors.desk
@_page
def entry(request, pk):
    """Correct one's own entry."""
    shown = _own(request, pk)
    if shown.ended_at is None:
        raise Http404
    words = {"length": as_time(shown.length), "note": shown.note, "is_billable": shown.is_billable}
    form = TimeForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("length", "note", "is_billable")}
        timekeeping.change(shown, by=request.user, **words)
        messages.success(request, "Saved.")
        return see_other(_address(request, shown.ticket))
    context = {"form": form, "entry": shown, "back": _address(request, shown.ticket)}
    return render(request, "desk/time_entry.html", context, status=422 if form.errors else 200)


@doors.desk
@require_POST
def deletion(request, pk):
    """Delete one's own entry, with a way back."""
    shown = _own(request, pk)
    timekeeping.delete(shown, by=request.user)
    messages.success(request, "The time entry is deleted.", extra_tags=reverse("desk:restore_time", args=[pk]))
    return see_other(_address(request, shown.ticket))


@doors.desk
@require_POST
def restoring(request, pk):
    """Take the deletion back."""
    shown = _own(request, pk)
    timekeeping.restore(shown, by=request.user)
    messages.success(request, "The time entry is back.")
    return see_other(_address(request, shown.ticket))


def _own(request, pk) -> TimeEntry:
    readable = access.desk_tickets(request.user)
    found = TimeEntry.objects.filter(pk=pk, user=request.user, ticket__in=readable).select_related("ticket").first()
    if found is None:
        raise Http404
    return found


def _address(request, ticket) -> str:
    which = request.GET.get("list", "")
    return reverse("desk:time", args=[ticket.number]) + (f"?{urlencode({'list': which})}" if which else "")
