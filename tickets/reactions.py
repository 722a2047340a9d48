"""What happens to tickets because something else happened."""

from collections.abc import Callable

from django.db.models import Q

from accounts.models import User
from activity import log
from activity.models import Delivery
from tickets import access, assignment, balancing, bulk, catalogue, events, saved_views, sending, tasks
from tickets.models import BulkJob, Escalation, Follower, Tag, Ticket
from tickets.searching import indexing


def release_tickets_of_leaver(delivery: Delivery) -> None:
    """Give the open tickets of somebody who no longer works here back to the managers."""
    leaver = User.objects.filter(pk=delivery.event.subject_id).first()
    if leaver is None or (leaver.is_active and (leaver.is_agent or leaver.is_manager)):
        return
    for ticket in Ticket.objects.open().filter(assignee=leaver).order_by("id"):
        assignment.unassign(ticket, by=None)


def carry_on_bulk(delivery: Delivery) -> None:
    """Do the next turn of one act on many tickets; the turn after it follows from the event that it records."""
    if job := BulkJob.objects.filter(pk=delivery.event.subject_id).first():
        bulk.carry_on(job)


def balance(delivery: Delivery) -> None:
    """Find an agent for a ticket that has none, where the rule and not a manager does that."""
    ticket = Ticket.objects.unassigned().filter(pk=delivery.event.subject_id).first()
    if ticket is not None:
        balancing.place(ticket)


def concern_followers(delivery: Delivery) -> None:
    """Let each follower of a ticket be told what happened: one event each, so that no mail leaves twice.

    Left out are whoever did it, the agent, who is told anyway, and who may not read the ticket any more.
    """
    event = delivery.event
    ticket = Ticket.objects.get(pk=event.subject_id)
    for follower in Follower.objects.filter(ticket=ticket).select_related("user").order_by("id"):
        if follower.user_id not in (event.actor_id, ticket.assignee_id) and access.reads(follower.user, ticket):
            log.record(events.FOLLOWER_CONCERNED, subject=follower, at=event.at, event=event.pk)


def tell_of_escalation(delivery: Delivery) -> None:
    """Let managers, agent and requester of a ticket be told that it was escalated by right: one event each.

    Nobody is told of a manager's own escalation, nor of what they did themselves.
    """
    event = delivery.event
    if event.data.get("party") in (None, Escalation.Party.MANAGER):
        return
    ticket = Ticket.objects.get(pk=event.subject_id)
    theirs = Q(is_manager=True) | Q(pk__in=[ticket.requester_id, ticket.assignee_id])
    for person in User.objects.active().filter(theirs).exclude(pk=event.actor_id).order_by("id"):
        log.record(events.ESCALATION_CONCERNS, subject=person, at=event.at, event=event.pk)


def keep_promises(delivery: Delivery) -> Callable:
    """Write anew what all who wait are promised."""
    return tasks.keep_promises_here.delay


def send_held(delivery: Delivery) -> None:
    """Send a reply whose ten seconds are over."""
    sending.send(delivery.event_id)


def bring_ranks_into_line(delivery: Delivery) -> None:
    """Repeat what the moving of a priority did, for tickets that were being filed at that moment."""
    catalogue.bring_ranks_into_line()


def rename_tag_in_views(delivery: Delivery) -> None:
    """Let saved views follow a tag that was renamed or merged into another one."""
    event = delivery.event
    tag = Tag.objects.get(pk=event.data.get("into", event.subject_id))
    old = event.data["before"]["name"] if "before" in event.data else Tag.objects.get(pk=event.subject_id).name
    if old != tag.name:
        saved_views.follow_tag(old, tag.name)


def index(delivery: Delivery) -> None:
    """Let the search find the ticket by what is written in it now."""
    indexing.index([delivery.event.subject_id])


def index_in_new_language(delivery: Delivery) -> Callable | None:
    """Keep the words of all tickets again if their language is no longer that of the rules."""
    return None if indexing.is_in_its_language() else tasks.catch_up_search_here.delay
