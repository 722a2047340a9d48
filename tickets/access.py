"""Which tickets somebody may read, and what they may do with one. Nothing else fetches a ticket for a
person; what they may not see is not found, not counted and not mentioned.
"""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from accounts import roles
from accounts.models import Membership, User
from activity.models import Event
from businesshours import calendars, presence
from shared import clock
from shared.prepared import Slot, prepared
from tickets import conversation, lifecycle, merging, timekeeping
from tickets.acts import Act
from tickets.models import FieldAnswer, Follower, HeldReply, Message, ReassignRequest, Ticket
from tickets.readers import Reader, readers

__all__ = ["May", "Reader", "desk_ticket", "desk_tickets", "may", "own_ticket", "own_tickets", "readers", "reads"]


def own_tickets(user: User):
    """Return the tickets that somebody filed: what the portal shows."""
    return Ticket.objects.of_requester(user)


def desk_tickets(user: User):
    """Return the tickets that staff may read: an agent those of their teams and their own, a manager all.

    A category without a team belongs to every team.
    """
    if roles.may(user, "tickets.read_all"):
        return Ticket.objects.all()
    if not roles.may(user, "tickets.read_team"):
        return Ticket.objects.none()
    in_team = Membership.objects.filter(user=user, team=OuterRef("team"))
    return Ticket.objects.filter(Q(assignee=user) | Q(team=None) | Exists(in_team))


def own_ticket(user: User, number: int) -> Ticket:
    """Return the requester's own ticket, with the calendar that counts its days; raise Http404 for any other number."""
    tickets = _in_full(own_tickets(user)).select_related("escalation").annotate(calendar_facts=calendars.facts())
    if ticket := tickets.filter(number=number).first():
        return ticket
    raise Http404


class Somebody(Slot):
    """Stands for a person in desk_tickets() of a prepared query: their roles are known, who it is comes later."""

    def __init__(self, user: User):
        super().__init__(user.pk)
        self.shape = roles.of(user)
        self.is_authenticated, self.is_active, self.kind = user.is_authenticated, user.is_active, user.kind
        self.is_agent, self.is_manager, self.is_admin = user.is_agent, user.is_manager, user.is_admin
        self.is_moderator = user.is_moderator

    @property
    def pk(self):
        """Itself, where the conditions of a query ask for the key."""
        return self


def desk_ticket(user: User, number: int) -> Ticket:
    """Return a ticket that staff may read; raise Http404 for any other number."""
    if found := _desk_ticket(Somebody(user), Slot(number), Slot(presence.still_tells(clock.now()))):
        return found[0]
    raise Http404


@prepared
def _desk_ticket(user, number, still_tells):
    here = {"ticket": OuterRef("pk")}
    events = Event.objects.filter(subject_kind="ticket", subject_id=OuterRef("pk")).order_by("-id")
    tickets = timekeeping.told(desk_tickets(user).with_urgency(), user).annotate(
        is_followed=Exists(Follower.objects.filter(**here, user=user)),
        has_held_reply=Exists(HeldReply.objects.filter(**here)),
        last_event_id=Subquery(events.values("id")[:1]),
    )
    answers = (
        FieldAnswer.objects.filter(**here)
        .order_by("position", "id")
        .values(json=JSONObject(label="label", value="value"))
    )
    tickets = tickets.select_related("escalation__escalated_by", "escalation__seen_by")
    told = {"answers_in_order": ArraySubquery(answers), "rosters_of_authors": _rosters_of_authors(still_tells)}
    return _in_full(tickets).annotate(**told).filter(number=number)


def _rosters_of_authors(still_tells):
    """The weeks of those who answered in a ticket, for their signatures."""
    replies = Message.objects.filter(ticket=OuterRef(OuterRef("pk")), kind=Message.Kind.REPLY)
    return presence.rosters_as_json(User.objects.filter(pk__in=replies.values("author")), still_tells)


def reads(user: User, ticket: Ticket) -> bool:
    """Tell whether somebody of staff may read a ticket, whatever page they are not looking at."""
    return user.is_active and roles.may(user, "desk") and desk_tickets(user).filter(pk=ticket.pk).exists()


def _in_full(tickets):
    """With what the page of a ticket prints; whom and what few tickets have, is asked for where it is printed."""
    related = tickets.select_related("category__parent", "priority", "requester__plan", "assignee").with_tags()
    return related.annotate(is_asked_away=Exists(ReassignRequest.objects.waiting().filter(ticket=OuterRef("pk"))))


@dataclass(frozen=True)
class May:
    """What a person may do with a ticket now; templates ask `{% if may.reopen %}`."""

    assign: bool = False
    take: bool = False
    unassign: bool = False
    ask_to_reassign: bool = False
    start_work: bool = False
    reply: bool = False
    ask: bool = False
    suggest: bool = False
    write: bool = False
    note: bool = False
    recategorise: bool = False
    escalate: bool = False
    deescalate: bool = False
    close: bool = False
    reopen: bool = False
    edit_description: bool = False
    merge: bool = False
    link: bool = False
    split: bool = False
    join: bool = False
    tag: bool = False
    track_time: bool = False


def may(user: User, ticket: Ticket) -> May:
    """Return what somebody may do with a ticket as it stands."""
    acts = lifecycle.possible(ticket, user, now=clock.now())
    works = merging.works_on(user, ticket)
    possible = {act.name.lower(): True for act in acts if act != Act.AUTO_CLOSE}
    return May(
        **possible,
        edit_description=conversation.may_edit_description(ticket, user),
        link=works,
        split=works and not ticket.merged_into_id,
        join=ticket.requester.is_guest and roles.may(user, "tickets.work_all"),
    )
