"""The manager's room: the live queue at one glance, and putting it right with two clicks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from accounts.models import User
from activity import edits
from shared import clock
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, assignment, balancing, queue, room, undo
from tickets.filters import Filter
from tickets.models import Rules, Ticket
from tickets.statuses import OPEN

_MOST_NAMED = 5


@doors.managers
@require_safe
def live_queue(request):
    """Show what waits, what goes wrong, and who has how much."""
    return _show(request)


def _show(request, *, status=200, **more) -> HttpResponse:
    user, rules, at = request.user, Rules.current(), clock.now()
    now = room.look(user, rules, at)
    rows = room.unassigned(user)
    context = {
        "room": now,
        "tiles": _tiles(now),
        "rows": rows,
        "left": now.counts["unassigned"] - len(rows),
        "unassigned_url": reverse("desk:list", args=[queue.UNASSIGNED.key]),
        "desks": [(desk, _list_url(Filter(statuses=OPEN, assignees=(desk.agent.pk,)))) for desk in now.desks],
        "at": at,
        "chosen": set(),
    }
    return render(request, "desk/room.html", context | more, status=status)


def _tiles(now: room.Room) -> list[dict]:
    def counted(view, *, is_bad=False):
        number = now.counts[view.key]
        url = reverse("desk:list", args=[view.key]) if view.key in queue.VIEWS else _list_url(view.filter)
        return {"label": view.title, "value": number, "url": url, "bad": is_bad and number > 0}

    oldest = now.oldest
    return [
        counted(room.WAIT),
        {
            "label": "Oldest",
            "since": oldest and oldest.waiting_since,
            "value": "–",
            "url": oldest and f"{reverse('desk:ticket', args=[oldest.number])}?list=all",
        },
        counted(queue.AT_RISK),
        counted(queue.OVERDUE, is_bad=True),
        counted(room.ESCALATED, is_bad=True),
        {
            "label": "Reassign requests",
            "value": now.counts["requests"],
            "url": reverse("desk:reassign_requests"),
            "bad": now.counts["requests"] > 0,
        },
        {"label": "On shift", "value": f"{now.on_shift} of {len(now.desks)}", "url": "#agents"},
    ]


def _list_url(chosen: Filter) -> str:
    """Return the address of the list that a filter makes of all open tickets: what a tile counts is what it opens."""
    path, narrowing = reverse("desk:list", args=[queue.ALL_OPEN.key]), chosen.narrowing(queue.ALL_OPEN.filter)
    return f"{path}?{narrowing}" if narrowing else path


@doors.managers
@require_POST
def assignments(request):
    """Give the ticked tickets to one agent, or evenly to those on shift."""
    numbers = {int(text) for text in request.POST.getlist("ticket")[: room.ROWS] if text.isdecimal() and len(text) < 19}
    tickets = list(access.desk_tickets(request.user).filter(number__in=numbers))
    if not tickets:
        return _show(request, status=422, refused="Tick the tickets that you want to assign.")
    if "evenly" in request.POST:
        return _evenly(request, tickets)
    chosen = request.POST.get("to", "")
    agent = User.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    if agent is None:
        return _show(request, status=422, refused="Choose who takes these tickets.", chosen=numbers)
    return _to_one(request, tickets, agent)


def _evenly(request, tickets):
    before = undo.newest()
    given = balancing.assign_oldest_evenly(by=request.user, tickets=tickets, limit=room.ROWS)
    _say(request, given.in_words(), since=before)
    return see_other(reverse("desk:room"))


def _to_one(request, tickets, agent):
    before, done, refused = undo.newest(), [], []
    edits.lock_all(Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]))
    for ticket in tickets:
        if ticket.assignee_id == agent.pk:
            continue  # the second click
        try:
            # Somebody who was faster keeps what they decided: the page showed these tickets as nobody's.
            done.append(assignment.assign_unassigned(ticket, to=agent, by=request.user))
        except Refusal as refusal:
            refused.append(f"#{ticket.number}: {refusal.sentence}")
    if done:
        number = len(done)
        _say(request, f"{number} ticket{'' if number == 1 else 's'} assigned to {agent.name}.", since=before)
    for sentence in refused[:_MOST_NAMED]:
        messages.warning(request, sentence)
    return see_other(reverse("desk:room"))


def _say(request, sentence, *, since):
    span = undo.span(since=since, by=request.user)
    way_back = f"{reverse('desk:undo_several', args=span)}?next={reverse('desk:room')}" if span else ""
    messages.success(request, sentence, extra_tags=way_back)
