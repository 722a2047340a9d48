"""The requester's way to a ticket: the form, what it leads to, and the article that made it unnecessary."""

import uuid

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts import doors, roles, throttle
from knowledgebase import access as articles
from knowledgebase import consultation, searched
from shared.refusal import Refusal
from shared.responses import see_other
from tickets import access, conversation, drafts, intake, pages
from tickets.forms import NewTicketForm
from tickets.models import Draft, Ticket
from tickets.statuses import Status

_page = require_http_methods(["GET", "HEAD", "POST"])
# So many open tickets are shown to somebody who begins another one.
_MOST_OPEN_SHOWN = 5
_LONGEST_SUBJECT = 200


@doors.public
@_page
def submit(request):
    """File a ticket; somebody who is not signed in confirms the address first."""
    if sent_away := _sent_away(request):
        return sent_away
    user = _user(request)
    if request.method != "POST":
        return _empty_form(request, user)
    if request.POST.get("step") == "category":
        return render(request, "portal/submit.html", {"form": NewTicketForm(request.POST, user=user, check=False)})
    form = NewTicketForm(request.POST, user=user)
    if not form.is_valid():
        return render(request, "portal/submit.html", {"form": form}, status=422)
    return _file(request, user, form) if user else _park(request, form)


def _user(request):
    return request.user if request.user.is_authenticated else None


def _sent_away(request):
    """Return the answer for somebody who files no tickets, or not yet."""
    user = _user(request)
    if user and not roles.may(user, "portal"):
        return redirect(roles.home(user))
    if user and user.must_choose_password:
        return redirect("accounts:choose_password")
    return None


def _empty_form(request, user):
    draft = drafts.of(user, Draft.Kind.NEW_TICKET) if user else None
    words = dict(draft.words) if draft else {}
    followed, asked = _followed(request, user), _asked(request)
    if user and not followed and "different" not in request.GET:
        own = access.own_tickets(user).open()
        shown = own.select_related("category__parent", "assignee").order_by("-updated_at", "-id")
        newest = list(shown[:_MOST_OPEN_SHOWN])
        if newest:
            pages.number_those_in_line(newest)
            context = {
                "tickets": newest,
                "more_open": own.count() - len(newest),
                "draft": draft,
                "different": f"{reverse('portal:submit')}?different{'&' if asked else ''}{urlencode(asked)}",
            }
            return render(request, "portal/already_open.html", context)
    if followed and not words:
        words = {"subject": f"Follow-up to #{followed.number}: {followed.subject}"[:200]}
    words = asked | words
    words |= {"follow_up_of": followed.number if followed else "", "despite": "different" in request.GET}
    form = NewTicketForm(words=words, user=user)
    return render(request, "portal/submit.html", {"form": form, "draft": draft, "followed": followed})


def _asked(request) -> dict[str, str]:
    """Return the subject that a link to the form brings along, as words of the form."""
    subject = " ".join(request.GET.get("subject", "").replace("\0", "").split())[:_LONGEST_SUBJECT]
    return {"subject": subject} if subject else {}


def _followed(request, user):
    number = request.GET.get("follow_up_of", "")
    if not user or not number.isdecimal() or len(number) > 15:
        return None
    return access.own_tickets(user).closed().filter(number=int(number)).first()


def _park(request, form):
    cleaned = form.cleaned_data
    try:
        throttle.count("guest", request, email=cleaned["email"])
    except throttle.TooManyAttempts as refusal:
        form.add_error(None, refusal.sentence)
        return render(request, "portal/submit.html", {"form": form}, status=429)
    words = {
        "subject": cleaned["subject"],
        "description": cleaned["description"],
        "category": cleaned["chosen"].pk,
        "answers": {str(field.pk): value for field, value in cleaned["answers"]},
        "consulted": str(cleaned["form_key"]),
        "searched": searched.last(request),
    }
    if not intake.park(name=cleaned["name"], email=cleaned["email"], form_key=cleaned["form_key"], words=words):
        form.add_error(None, "Other tickets from this address wait already. Open the link in our mail, then send this.")
        return render(request, "portal/submit.html", {"form": form}, status=409)
    request.session["mail_sent"] = {"email": cleaned["email"], "name": cleaned["name"], "journey": "ticket"}
    return see_other(reverse("accounts:check_mail"))


def _file(request, user, form):
    cleaned = form.cleaned_data
    words = {name: cleaned[name] for name in ("subject", "description", "answers", "form_key")}
    if elsewhere := intake.divert(requester=user, consulted=cleaned["form_key"], **words):
        flash.success(request, "Sent to the managers. You get an e-mail when there is an answer.")
        return see_other(elsewhere)
    named = intake.named_ticket(user, cleaned["subject"], cleaned["description"])
    choice = request.POST.get("named")
    if named and named.state == Status.CLOSED and access.may(user, named).reopen and choice != "new":
        if choice != "reopen":
            return render(request, "portal/reopen_instead.html", {"form": form, "ticket": named})
        return _reopen(request, user, named, form)
    if cleaned["follow_up_of"]:
        named = access.own_tickets(user).filter(number=cleaned["follow_up_of"]).first() or named
    try:
        ticket = intake.file(
            requester=user,
            by=user,
            category=cleaned["chosen"],
            **words,
            follow_up_of=named,
            despite_open_ticket=cleaned["despite"],
            consulted=cleaned["form_key"],
            searched=searched.last(request),
        )
    except Refusal as refusal:
        form.add_error("category", refusal.sentence)
        return render(request, "portal/submit.html", {"form": form}, status=409)
    return see_other(f"{_address(ticket)}?sent")


def _reopen(request, user, named, form):
    """Reopen a ticket with what was typed for a new one; where that costs a place by now, the price is read first."""
    words, where = form.cleaned_data["description"], _address(named)
    try:
        conversation.reopen(named, body=words, by=user, form_key=form.cleaned_data["form_key"], told=0)
        flash.success(request, f"#{named.number} is reopened. You get an e-mail when we answer.")
    except conversation.PriceRose as refusal:
        drafts.bring_back(user, words, ticket=named, kind=Draft.Kind.MESSAGE)
        flash.warning(request, refusal.sentence)
        where += "#write"
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return render(request, "portal/submit.html", {"form": form}, status=409)
    drafts.discard(user, Draft.Kind.NEW_TICKET)
    return see_other(where)


def _address(ticket: Ticket) -> str:
    return reverse("portal:ticket", args=[ticket.number])


@doors.public
@require_POST
def solved(request):
    """End the filing because an article answered it; the words travel with the page, so that undo has them."""
    if sent_away := _sent_away(request):
        return sent_away
    article = _article(request)
    if key := _form_key(request):
        consultation.solved(key=key, article=article)
    if user := _user(request):
        drafts.discard(user, Draft.Kind.NEW_TICKET)
    words = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "article")}
    return render(request, "portal/solved.html", {"article": article, "words": words})


@doors.public
@require_POST
def unsolved(request):
    """Take it back: the form as it was, and nothing counted."""
    if sent_away := _sent_away(request):
        return sent_away
    if key := _form_key(request):
        consultation.undo(key=key)
    user = _user(request)
    draft = drafts.save(user, Draft.Kind.NEW_TICKET, _kept(request)) if user else None
    form = NewTicketForm(request.POST, user=user, check=False)
    return render(request, "portal/submit.html", {"form": form, "draft": draft})


def _article(request):
    number = request.POST.get("article", "")
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    try:
        return articles.article(request.user, int(number))
    except articles.Gone:
        raise Http404 from None


def _form_key(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _kept(request) -> dict[str, str]:
    return {key: value for key, value in request.POST.items() if key in _KEPT or key.startswith("field_")}


@doors.portal
@require_POST
def new_ticket_draft(request):
    """Keep what somebody is writing in the form for a ticket."""
    drafts.save(request.user, Draft.Kind.NEW_TICKET, _kept(request))
    return HttpResponse(status=204)


_KEPT = ("subject", "description", "category", "subcategory")
