"""One act on many tickets of a list: chosen, begun, watched, undone."""

import uuid

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors
from accounts.models import User
from shared import clock
from shared.forms import typed
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, bulk, escalation, filter_bar, filters, queue, tags, undo
from tickets.forms import CategoryChoiceForm, ReasonForm
from tickets.models import BulkItem, BulkJob
from tickets.views import desk_lists
from tickets.views.desk_acts import seen

_ROWS = 100
_MOST_RESULTS = 200
_page = require_http_methods(["GET", "HEAD", "POST"])
Act, Outcome = BulkJob.Act, BulkItem.Outcome
# Acts that are asked for in the panel of another one.
_TOGETHER = {Act.UNTAG: Act.TAG, Act.UNASSIGN: Act.ASSIGN}


@doors.desk
@_page
def selection(request, key):
    """Show a list with boxes to tick and what can be done to the ticked ones; begin doing it."""
    which = desk_lists.list_of(request, key)
    chosen_by, problems = filters.from_query(request.GET, which.filter)
    matching = queue.tickets(request.user, which, chosen_by)
    if request.method != "POST":
        return _select(request, which, chosen_by, matching)
    try:
        act = _act(request)
        chosen = _all(matching, problems) if request.POST.get("which") == "all" else _ticked(request)
        how, form_key = _how(request, act), _form_key(request)
        job = bulk.begin(act, tickets=chosen, how=how, by=request.user, form_key=form_key)
    except Refusal as refusal:
        return _select(request, which, chosen_by, matching, refused=refusal.sentence, status=422)
    narrowing = chosen_by.narrowing(which.filter)
    query = f"list={which.key}&{narrowing}" if narrowing else f"list={which.key}"
    return see_other(f"{reverse('desk:bulk_job', args=[job.pk])}?{query}")


def _select(request, which, chosen_by, matching, *, refused="", status=200):
    request.desk_list = which.key
    newest = undo.newest()  # before the rows are read: what happens from here on was not seen
    asked = request.POST.get("act", "")
    ticked = set(request.POST.getlist("tickets"))
    rows = list(matching[:_ROWS])
    for row in rows:
        row.is_ticked = str(row.pk) in ticked
    acts = bulk.acts(request.user)
    count = matching.order_by()[: bulk.MOST + 1].count()
    context = {
        "list": which,
        "conditions": filter_bar.conditions(chosen_by, which.base),
        "list_url": f"{reverse('desk:list', args=[which.key])}?{request.GET.urlencode()}",
        "rows": rows,
        "count": count,
        "is_too_many": count > bulk.MOST,
        "most": bulk.MOST,
        "acts": {act.value: True for act in acts},
        "opened": {_TOGETHER.get(asked, asked): True},
        "all": request.POST.get("which") == "all",
        "agents": User.objects.who_work_tickets().order_by("name")[:200] if Act.ASSIGN in acts else (),
        "assignee": request.POST.get("assignee", ""),
        "category": CategoryChoiceForm(request.POST if asked == Act.RECATEGORISE else None),
        "reason": request.POST.get("reason", ""),
        "why": request.POST.get("why", ""),
        "tag": request.POST.get("tag", ""),
        "form_key": _form_key(request) if request.method == "POST" else uuid.uuid4(),
        "seen": newest,
        "refused": refused,
    }
    return render(request, "desk/bulk/selection.html", context, status=status)


def _act(request) -> Act:
    try:
        return Act(request.POST.get("act", ""))
    except ValueError:
        raise bulk.CannotBegin("Choose what to do with these tickets.") from None


def _all(matching, problems):
    if problems:  # with a condition left out it would be more than was asked for
        raise bulk.CannotBegin(f"{problems[0]} Choose the tickets one by one, or mend the address.")
    return matching


def _ticked(request):
    ids = [int(pk) for pk in request.POST.getlist("tickets")[:_ROWS] if pk.isdecimal() and len(pk) < 19]
    return access.desk_tickets(request.user).filter(pk__in=ids)


def _form_key(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()


def _how(request, act) -> dict:
    """Return what an act needs, as it was typed; raise a Refusal that says what is missing."""
    if act == Act.ASSIGN:
        chosen = request.POST.get("assignee", "")
        agent = User.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
        if agent is None:
            raise bulk.CannotBegin("Choose who takes these tickets.")
        return {"to": agent.pk, "seen": _seen(request)}
    if act == Act.UNASSIGN:
        return {"seen": _seen(request)}
    if act == Act.RECATEGORISE:
        form = CategoryChoiceForm(request.POST)
        return {"category": _valid(form, "category").chosen().pk}
    if act == Act.CLOSE:
        return {"reason": _valid(ReasonForm(request.POST), "reason").cleaned_data["reason"]}
    if act == Act.ESCALATE:
        if not (why := typed(request, "why").strip()):
            raise bulk.CannotBegin("Say why. Only staff reads it.")
        return {"reason": why[: escalation.LONGEST_REASON]}
    if act in (Act.TAG, Act.UNTAG):
        return {"tag": tags.name_of(request.POST.get("tag", ""))}
    return {}


def _seen(request) -> int:
    """Return the newest event when the tickets were chosen: whom others were given since is not overwritten."""
    return seen(request) or undo.newest()


def _valid(form, name):
    if not form.is_valid():
        raise bulk.CannotBegin(form.errors[name][0])
    return form


@doors.desk
@require_safe
def job(request, pk):
    """Show how far a job is and what came of each ticket; the page asks again by itself while it runs."""
    return _show(request, _own(request, pk))


@doors.desk
@require_POST
def undoing(request, pk):
    """Stop a job and take back what it did."""
    found = _own(request, pk)
    try:
        bulk.undo_all(found, by=request.user)
    except Refusal as refusal:
        return _show(request, found, refused=refusal.sentence, status=409)
    return see_other(f"{reverse('desk:bulk_job', args=[pk])}?{desk_lists.place(request)}")


def _own(request, pk) -> BulkJob:
    if found := BulkJob.objects.filter(pk=pk, begun_by=request.user).first():
        return found
    raise Http404


def _show(request, job, *, refused="", status=200):
    counts = dict(job.items.values_list("outcome").annotate(Count("pk")).order_by())
    total, waiting = sum(counts.values()), counts.get(Outcome.WAITING, 0)
    left = waiting if not job.undone_at else counts.get(Outcome.DONE, 0)
    now = clock.now()
    which = desk_lists.chosen_list(request)
    context = {
        "job": job,
        "counts": [(Outcome(key), number) for key, number in sorted(counts.items()) if key != Outcome.WAITING],
        "total": total,
        "through": total - left,
        "is_running": not job.finished_at or bool(job.undone_at and not job.undo_finished_at),
        "can_undo": bulk.can_undo(job, now=now),
        "seconds": undo.seconds_left(job.finished_at, now=now) if job.finished_at else 0,
        "not_done": _with_words(request.user, job),
        "most_results": _MOST_RESULTS,
        "list": which,
        "list_url": f"{reverse('desk:list', args=[which.key])}?{desk_lists.place(request)}",
        "place": desk_lists.place(request),
        "refused": refused,
    }
    return render(request, "desk/bulk/job.html", context, status=status)


def _with_words(user, job) -> list[BulkItem]:
    """Return the tickets about which there is something to say, as far as their reader may still read them."""
    readable = access.desk_tickets(user).values("pk")
    told = job.items.exclude(sentence="").filter(ticket__in=readable)
    return list(told.select_related("ticket").order_by("ticket")[:_MOST_RESULTS])
