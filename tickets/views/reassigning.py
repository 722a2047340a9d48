"""Taking a ticket, asking for another agent, and what managers say to that."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors, roles
from accounts.models import User
from shared import clock
from shared.forms import typed
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, assignment, loads, reassigning
from tickets.desk_forms import AskToReassignForm
from tickets.models import ReassignRequest
from tickets.views.desk_acts import do, seen
from tickets.views.desk_ticket import show

_ROWS = 30


@doors.desk
@require_POST
def taking(request, number):
    """Take a ticket that is nobody's."""
    done = f"#{number} is yours."
    return do(request, number, lambda shown: assignment.take(shown, by=request.user, seen=seen(request)), done)


@doors.desk
@require_POST
def asking(request, number):
    """Ask the managers for another agent."""
    form = AskToReassignForm(request.POST, auto_id="reassign-%s")
    if not form.is_valid():
        return show(request, access.desk_ticket(request.user, number), status=422, ask_to_reassign=form)
    reason = form.cleaned_data["reason"]
    return do(
        request,
        number,
        lambda shown: reassigning.ask(shown, reason=reason, by=request.user),
        "Asked. A manager decides; until then the ticket is yours.",
        ask_to_reassign=form,
    )


@doors.desk
@require_safe
def requests(request):
    """Show what managers have to decide, or to an agent what became of their own requests."""
    return _show(request)


@doors.desk
@require_POST
def acceptance(request, pk):
    """Give the ticket to somebody else."""
    chosen = request.POST.get("to", "")
    to = User.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None

    def accept(asked):
        if to is None:
            raise Refusal("Choose who takes this ticket.")
        reassigning.accept(asked, to=to, by=request.user)
        return f"#{asked.ticket.number} is assigned to {to.name}."

    return _decide(request, pk, accept)


@doors.desk
@require_POST
def declining(request, pk):
    """Leave the ticket with its agent, with an answer."""

    def decline(asked):
        reassigning.decline(asked, answer=typed(request, "answer"), by=request.user)
        return f"#{asked.ticket.number} stays with {asked.agent.name}."

    return _decide(request, pk, decline)


def _decide(request, pk, verb):
    """Call a verb; what it refuses is said beside its request, with what was typed."""
    if not roles.may(request.user, "tickets.assign"):
        raise Http404
    asked = get_object_or_404(ReassignRequest.objects.select_related("ticket", "agent"), pk=pk)
    try:
        done = verb(asked)
    except Refusal as refusal:
        words = {"to": request.POST.get("to", ""), "answer": typed(request, "answer")}
        return _show(request, status=409, refused=refusal.sentence, refused_pk=pk, typed=words)
    messages.success(request, done)
    return see_other(reverse("desk:reassign_requests"))


def _show(request, status=200, **context):
    request.desk_list = "reassign-requests"
    decides = roles.may(request.user, "tickets.assign")
    asked = ReassignRequest.objects.select_related("ticket__category__parent", "agent", "decided_by")
    rows = asked.waiting() if decides else asked.filter(agent=request.user).order_by("-asked_at", "-id")
    page = Paginator(rows, _ROWS).get_page(request.GET.get("page"))
    readable = set()
    if not decides:
        tickets = access.desk_tickets(request.user).filter(pk__in=[row.ticket_id for row in page.object_list])
        readable = set(tickets.values_list("pk", flat=True))
    for row in page.object_list:
        row.is_readable = decides or row.ticket_id in readable
        row.was_refused = row.pk == context.get("refused_pk")
    # What was refused may have left the list: then it is said above it.
    is_listed = any(row.was_refused for row in page.object_list)
    context |= {
        "decides": decides,
        "requests": page,
        "loads": loads.crew(clock.now()).loads if decides and page.object_list else (),
        "refused_above": "" if is_listed else context.get("refused", ""),
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "desk/reassign_requests.html", context, status=status)
