"""The page on which a manager hands over an agent's open tickets."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import doors, roles
from accounts.models import User
from shared import clock
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import handover, loads
from tickets.desk_forms import HandoverForm

# As many tickets as can be ticked one by one; "all" means all.
_ROWS = 100


@doors.desk
def page(request, pk):
    """Show what somebody has and who would get it; hand it over."""
    agent = _agent(request, pk)
    crew = loads.crew(clock.now())
    tickets = list(handover.open_tickets(agent).with_names()[:_ROWS])
    form = HandoverForm(request.POST or None, agent=agent, crew=crew, tickets=tickets)
    if request.method != "POST":
        return _show(request, agent, crew, tickets, form)
    if not form.is_valid() or "preview" in request.POST:
        return _show(request, agent, crew, tickets, form, status=200 if "preview" in request.POST else 422)
    try:
        done = handover.hand_over(agent, **form.chosen(), by=request.user)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _show(request, agent, crew, tickets, form, status=409)
    way_back = f"{reverse('desk:undo_handover', args=[agent.pk])}?since={done.since}" if done.moved else ""
    messages.success(request, in_words(done), extra_tags=way_back)
    return see_other(request.path)


@doors.desk
@require_POST
def taking_back(request, pk):
    """Undo one's own handing over, as far as nothing else happened to the tickets."""
    agent, since = _agent(request, pk), request.GET.get("since", "")
    if not since.isdecimal() or len(since) > 18:
        raise Http404
    undone, kept = handover.take_back(agent, since=int(since), by=request.user)
    number = f"{undone} ticket{'' if undone == 1 else 's'}"
    if kept:
        messages.warning(request, f"{number} undone. {kept} can't be undone any more: too late, or changed since.")
    else:
        messages.success(request, f"Undone: {number} back with {agent.name}.")
    return see_other(reverse("desk:handover", args=[agent.pk]))


def in_words(done: handover.HandedOver) -> str:
    """Return "5 tickets handed over: 3 to Ben Ray, 2 to Mia Kern. 1 stays: …"."""
    number = sum(done.to.values())
    whom = ", ".join(f"{count} to {person.name}" for person, count in done.receivers)
    said = (
        f"{number} ticket{'' if number == 1 else 's'} handed over: {whom}." if number else "No ticket was handed over."
    )
    if done.stay:
        whose = "stays: nobody of its team" if len(done.stay) == 1 else "stay: nobody of their teams"
        said += f" {len(done.stay)} {whose} is on shift and has room."
    return said


def _agent(request, pk) -> User:
    if not roles.may(request.user, "tickets.assign"):
        raise Http404
    return get_object_or_404(User.objects.staff(), pk=pk)


def _show(request, agent, crew, tickets, form, status=200):
    number = handover.open_tickets(agent).count() if len(tickets) == _ROWS else len(tickets)
    own = next((load for load in crew.loads if load.agent.pk == agent.pk), None)
    context = {
        "agent": agent,
        "own": own,
        "next_on_shift": own.roster.next_on_shift(clock.now()) if own else None,
        "form": form,
        "number": number,
        "unlisted": number - len(tickets),
        "most": handover.MOST,
        "outcome": _preview(agent, crew, form) if number else None,
    }
    return render(request, "desk/handover.html", context, status=status)


def _preview(agent, crew, form):
    chosen = form.chosen() if form.is_bound and form.is_valid() else {"to": None, "numbers": None}
    return handover.preview(agent, crew, **chosen)
