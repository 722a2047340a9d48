"""Articles beside the work on tickets: found and put into a reply, and made from a good one."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import doors
from knowledgebase import access as articles
from knowledgebase import quoting, search, searchlog, writing
from knowledgebase.models import Search, Visibility
from shared.refusal import Refusal
from shared.responses import see_other
from tenants import hosts
from tickets import access, anonymous
from tickets.models import Message, Ticket

_MOST = 8
_LONGEST = 200
_UNTITLED = "New article"
_LONGEST_TITLE = 150


@doors.desk
@require_safe
def beside(request):
    """Find articles for a ticket: by its subject, or by what its agent typed."""
    number = request.GET.get("ticket", "")
    typed = " ".join(request.GET.get("q", "").replace("\0", "").split())[:_LONGEST]
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    ticket = access.desk_ticket(request.user, int(number))
    results = search.find(typed or ticket.subject, reader=request.user, size=_MOST, typing=bool(typed))
    if typed and (key := _key(request)):
        searchlog.note(results, channel=Search.Channel.DESK, key=key)
    origin = hosts.absolute("")
    found = [
        {
            "hit": hit,
            "is_for_staff": hit.article.visibility == Visibility.STAFF,
            "is_for_signed_in": hit.article.visibility == Visibility.SIGNED_IN,
            "link": quoting.as_link(hit.article, origin=origin),
        }
        for hit in results.hits
    ]
    return render(request, "desk/articles_beside.html", {"found": found, "typed": typed, "key": _key(request)})


@doors.desk
@require_safe
def for_reply(request, number):
    """Return an article as the words of a reply. What only staff may read goes into none."""
    try:
        article = articles.article(request.user, number)
    except articles.Gone:
        raise Http404 from None
    if article.visibility == Visibility.STAFF:
        raise Http404
    if key := _key(request):
        searchlog.clicked(key, article)
    text = quoting.as_text(article, origin=hosts.absolute(""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _key(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("key", ""))
    except ValueError:
        return None


@doors.authors
@require_POST
def article_from(request, number):
    """Begin an article with one reply of staff: the chosen one, else the last solution, else the last reply.

    For staff only until its author says otherwise, so that what a machine overlooked is not published in haste.
    """
    ticket = access.desk_ticket(request.user, number)
    reply = _chosen_reply(ticket, request.POST.get("message", ""))
    private = _private(ticket)
    body = anonymous.reply(reply.body, private)
    if not any(char.isalnum() for char in body):
        raise Refusal("Without what is private nothing is left of this reply. Choose another one.")
    article = writing.create(
        by=request.user,
        title=anonymous.title(ticket.subject, private)[:_LONGEST_TITLE] or _UNTITLED,
        body=body,
        visibility=Visibility.STAFF,
        note=f"From ticket #{ticket.number}",
        form_key=reply.form_key,
    )
    messages.success(
        request, "This draft is for staff only. Read it once more for names and numbers before you publish it."
    )
    return see_other(reverse("author:edit", args=[article.number]))


def _chosen_reply(ticket: Ticket, chosen: str) -> Message:
    replies = Message.objects.filter(ticket=ticket, kind=Message.Kind.REPLY).order_by("-id")
    if chosen:
        found = replies.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None
    else:
        found = replies.filter(outcome=Message.Outcome.SOLUTION).first() or replies.first()
    if found is None:
        raise Refusal("An article is made from a reply, and there is none in this ticket yet.")
    return found


def _private(ticket: Ticket) -> anonymous.Private:
    """Return what a ticket knows of its requester; a guest who was joined to an account wrote under both names."""
    theirs = (Message.Kind.DESCRIPTION, Message.Kind.MESSAGE)
    written_as = Message.objects.filter(ticket=ticket, kind__in=theirs).values_list("author_name", flat=True).distinct()
    return anonymous.Private(
        names=[ticket.requester_name, ticket.requester.name, *written_as],
        emails=[ticket.requester.email],
        answers=list(ticket.answers.values_list("value", flat=True)),
        numbers=[ticket.number],
    )
