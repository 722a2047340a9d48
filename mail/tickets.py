"""Reactions that write to people about a ticket: every step that they did not do themselves."""

from django.urls import reverse

from accounts.models import User
from activity.models import Delivery, Event
from mail.letters import Button, Letter, in_words, outward
from mail.signing import signature
from sla import promises
from tenants import hosts
from tickets import access, events
from tickets.lifecycle import in_days
from tickets.models import Follower, Mention, Message, Rules, Ticket

_TO_REQUESTER = {
    events.REPLIED: "replied",
    events.INFORMATION_ASKED: "information_asked",
    events.SOLUTION_SUGGESTED: "solution_suggested",
    events.RECATEGORISED: "recategorised",
    events.CLOSING_SOON: "closing_soon",
    events.CLOSED: "closed",
    events.REOPENED: "reopened",
    events.JOINED: "joined",
    events.MERGED: "merged",
    events.UNMERGED: "unmerged",
}
_SIGNED = ("replied", "information_asked", "solution_suggested")
# What carries words of staff's, if it does.
_MAY_BE_SIGNED = ("closed", "reopened")
# What tells somebody who waits when to expect an answer.
_ESTIMATED = ("filed", "filed_for", "split_off")
_TO_ASSIGNEE = {
    events.ASSIGNED: ("assigned", "Assigned to you"),
    events.MESSAGE_ADDED: ("message_added", "New message"),
    events.BUMPED: ("message_added", "New message"),
    events.CLOSED: ("closed_for_staff", "Closed"),
    events.REOPENED: ("message_added", "Reopened"),
    events.MERGED: ("merged_for_staff", "Merged"),
    events.TOOK_IN: ("took_in", "Another ticket merged into it"),
    events.UNMERGED: ("unmerged_for_staff", "Separated again"),
}


def acknowledge(delivery: Delivery):
    """Tell the requester that their ticket has arrived, or that staff made it of words from another one."""
    ticket = _ticket(delivery)
    if delivery.event.data.get("is_split_off"):
        source = "split_off"
    else:
        source = "filed" if delivery.event.actor_id == ticket.requester_id else "filed_for"
    return outward(delivery, _to_requester(delivery, ticket, source, f"[#{ticket.number}] {ticket.subject}"))


def tell_requester(delivery: Delivery):
    """Tell the requester what somebody else, or the clock, did."""
    ticket = _ticket(delivery)
    if delivery.event.actor_id == ticket.requester_id or not ticket.requester.is_active or _is_no_news(delivery.event):
        return None
    source = _TO_REQUESTER[delivery.event.name]
    return outward(delivery, _to_requester(delivery, ticket, source, f"[#{ticket.number}] Re: {ticket.subject}"))


def tell_assignee(delivery: Delivery):
    """Tell the agent who has the ticket what somebody else did, or that they have it now."""
    ticket, event = _ticket(delivery), delivery.event
    recipient = User.objects.filter(pk=event.data["to"]).first() if "to" in event.data else ticket.assignee
    if recipient is None or not recipient.is_active or recipient.pk == event.actor_id or _is_no_news(event):
        return None
    if event.name == events.MERGED and _other(event).assignee_id == recipient.pk:
        return None  # they are told about the ticket that they go on with
    source, what = _TO_ASSIGNEE[event.name]
    letter = Letter(
        to=recipient.email,
        subject=f"[#{ticket.number}] {what}: {ticket.subject}",
        source=source,
        context=_context(delivery.event, ticket) | {"recipient": recipient},
        button=Button("Open the ticket", hosts.absolute(reverse("desk:ticket", args=[ticket.number]))),
        thread=_thread(ticket),
    )
    return outward(delivery, letter)


def tell_follower(delivery: Delivery):
    """Tell somebody who follows a ticket what its agent is told, if they still may read it."""
    follower = Follower.objects.select_related("user").filter(pk=delivery.event.subject_id).first()
    if follower is None:
        return None
    ticket, recipient = _found(follower.ticket_id), follower.user
    if not access.reads(recipient, ticket):
        return None
    happened = Event.objects.get(pk=delivery.event.data["event"])
    source, what = _TO_ASSIGNEE[happened.name]
    letter = Letter(
        to=recipient.email,
        subject=f"[#{ticket.number}] {what}: {ticket.subject}",
        source=source,
        context=_context(happened, ticket) | {"recipient": recipient, "follows": True},
        button=Button("Open the ticket", hosts.absolute(reverse("desk:ticket", args=[ticket.number]))),
        thread=_thread(ticket),
    )
    return outward(delivery, letter)


def tell_mentioned(delivery: Delivery):
    """Tell somebody that an internal note names them, if they still may read the ticket."""
    mention = Mention.objects.select_related("user", "message").filter(pk=delivery.event.subject_id).first()
    if mention is None:
        return None
    ticket, recipient = _found(mention.message.ticket_id), mention.user
    if not access.reads(recipient, ticket):
        return None
    context = _context(delivery.event, ticket) | {"recipient": recipient, "body": mention.message.body}
    letter = Letter(
        to=recipient.email,
        subject=f"[#{ticket.number}] {context['by']} mentioned you: {ticket.subject}",
        source="mentioned",
        context=context,
        button=Button("Open the ticket", hosts.absolute(reverse("desk:ticket", args=[ticket.number]))),
        thread=_thread(ticket),
    )
    return outward(delivery, letter)


def _is_no_news(event) -> bool:
    """Tell whether an event takes back what nobody had been told."""
    return event.data.get("was_told") is False


def _other(event) -> Ticket | None:
    return Ticket.objects.filter(pk=event.data["other"]).first() if "other" in event.data else None


def tell_author(delivery: Delivery):
    """Tell who wrote a reply that it did not leave, and why; they may be at another ticket by now."""
    ticket, event = _ticket(delivery), delivery.event
    author = User.objects.get(pk=event.data["author"])
    if not author.is_active:
        return None
    letter = Letter(
        to=author.email,
        subject=f"[#{ticket.number}] Your reply was not sent",
        source="reply_stopped",
        context={"ticket": ticket, "why": event.data["why"], "recipient": author},
        button=Button("Read your words", hosts.absolute(reverse("desk:drafts"))),
        thread=_thread(ticket),
    )
    return outward(delivery, letter)


def _to_requester(delivery, ticket, source, subject):
    context = _context(delivery.event, ticket)
    is_signed = source in _SIGNED or (source in _MAY_BE_SIGNED and bool(context["body"]))
    if is_signed:
        context["signature"] = signature(delivery.event.actor_id, context["by"], ticket.requester)
    if source in _ESTIMATED:
        context["estimate"] = estimate = promises.of(ticket)
        context["expected_by"] = in_words(estimate.expected_at) if estimate else ""
    if source == "filed_for":
        context["description"] = Message.objects.get(ticket=ticket, kind=Message.Kind.DESCRIPTION).body
    return Letter(
        to=ticket.requester.email,
        subject=subject,
        source=source,
        context=context,
        # A plain address: whoever opens it signs in, a guest gets a fresh link there.
        button=Button("View ticket", hosts.absolute(reverse("portal:ticket", args=[ticket.number]))),
        sender_name=context["by"] if is_signed else "",
        thread=_thread(ticket),
    )


def _context(event, ticket):
    rules = Rules.current()
    message = Message.objects.filter(ticket=ticket, pk=event.data.get("message")).first()
    actor = User.objects.filter(pk=event.actor_id).first()
    return {
        "ticket": ticket,
        "other": _other(event),
        "event": event,
        "by": actor.name if actor else "",
        "by_clock": actor is None,
        "body": message.body if message else "",
        "closes_on": in_words(ticket.closes_at) if ticket.closes_at else "",
        "close_after": in_days(rules.close_after_days),
        "reopen_for": in_days(rules.reopen_for_days),
    }


def _ticket(delivery) -> Ticket:
    return _found(delivery.event.subject_id)


def _found(ticket_id) -> Ticket:
    return Ticket.objects.select_related("requester", "assignee", "category__parent").get(pk=ticket_id)


def _thread(ticket) -> str:
    return f"<ticket-{ticket.form_key}@{hosts.primary_host()}>"
