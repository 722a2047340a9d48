"""Names of what can happen to a ticket."""

from accounts import events as people
from businesshours import events as hours

FILED = "ticket.filed"
ASSIGNED = "ticket.assigned"
UNASSIGNED = "ticket.unassigned"
# The agent would rather not have it; what a manager said to that is the next ASSIGNED or this.
REASSIGN_ASKED = "ticket.reassign_asked"
REASSIGN_DECLINED = "ticket.reassign_declined"
WORK_STARTED = "ticket.work_started"
REPLIED = "ticket.replied"
INFORMATION_ASKED = "ticket.information_asked"
SOLUTION_SUGGESTED = "ticket.solution_suggested"
MESSAGE_ADDED = "ticket.message_added"
# The requester added to a ticket that was waiting, unasked.
BUMPED = "ticket.bumped"
NOTED = "ticket.noted"
DESCRIPTION_EDITED = "ticket.description_edited"
RECATEGORISED = "ticket.recategorised"
ESCALATED = "ticket.escalated"
DEESCALATED = "ticket.deescalated"
# Its requester has waited so long that they may escalate it themselves.
ESCALATABLE = "ticket.escalatable"
# A manager has what somebody else escalated on their mind.
ESCALATION_SEEN = "ticket.escalation_seen"
# A moderator asked for it by its number.
LOOKED_UP = "ticket.looked_up"
CLOSING_SOON = "ticket.closing_soon"
CLOSED = "ticket.closed"
REOPENED = "ticket.reopened"
# A reply was sent and can still be taken back; something came in before it left.
REPLY_HELD = "ticket.reply_held"
REPLY_STOPPED = "ticket.reply_stopped"
REPLY_TAKEN_BACK = "ticket.reply_taken_back"
# A guest's ticket was given to the account of the customer that the guest is.
JOINED = "ticket.joined"
TAGGED = "ticket.tagged"
UNTAGGED = "ticket.untagged"
# Somebody took their own act back before anybody was told of it.
TAKEN_BACK = "ticket.taken_back"

# Something happened to a ticket that somebody follows; its subject is the follower.
FOLLOWER_CONCERNED = "follower.concerned"
# A ticket was escalated by right; its subject is who is told of that.
ESCALATION_CONCERNS = "escalation.concerns"
# A moderator asked for a number that no ticket has; its subject is the moderator.
LOOKED_FOR = "moderator.looked_for"
# An internal note names a colleague; its subject is the mention.
MENTIONED = "mention.made"

# What happened to a time entry.
TIMER_STARTED = "time.started"
TIMER_STOPPED = "time.stopped"
TIME_ENTERED = "time.entered"
TIME_CHANGED = "time.changed"
TIME_DELETED = "time.deleted"
TIME_RESTORED = "time.restored"

# Of the ticket that ended in another, and of the one that took it in; then of their undo.
MERGED = "ticket.merged"
TOOK_IN = "ticket.took_in"
UNMERGED = "ticket.unmerged"
GAVE_BACK = "ticket.gave_back"

# Of the ticket that lost some of its messages, and of the new one that has them.
SPLIT = "ticket.split"
SPLIT_OFF = "ticket.split_off"

# Said of both; staff alone knows.
LINKED = "ticket.linked"
UNLINKED = "ticket.unlinked"

# One act on many tickets; the subject is the job.
BULK_BEGUN = "bulk.begun"
BULK_CONTINUED = "bulk.continued"

# The settings' events are named by activity.edits; these are the ones that something follows from.
PRIORITY_MOVED = "priority.moved"
PRIORITY_RESTORED = "priority.restored"
PLAN_CHANGED = "plan.changed"
TARGET_ADDED = "target.added"
TARGET_CHANGED = "target.changed"
TARGET_ARCHIVED = "target.archived"
TARGET_RESTORED = "target.restored"
PROFILE_CHANGED = "profile.changed"
TAG_CHANGED = "tag.changed"
TAG_MERGED = "tag.merged"

# What somebody did, as the end of "Cleo Martin …".
IN_WORDS = {
    ASSIGNED: "assigned this ticket",
    UNASSIGNED: "unassigned this ticket",
    REASSIGN_ASKED: "asked for another agent",
    REASSIGN_DECLINED: "left the ticket with its agent",
    WORK_STARTED: "started work",
    REPLIED: "replied",
    INFORMATION_ASKED: "asked for information",
    SOLUTION_SUGGESTED: "suggested a solution",
    MESSAGE_ADDED: "added a message",
    BUMPED: "added a message",
    NOTED: "wrote an internal note",
    DESCRIPTION_EDITED: "changed the description",
    RECATEGORISED: "changed the category",
    ESCALATED: "escalated this ticket",
    DEESCALATED: "took the escalation back",
    ESCALATABLE: "told the requester that they can escalate",
    ESCALATION_SEEN: "saw the escalation",
    LOOKED_UP: "looked this ticket up by its number",
    CLOSING_SOON: "sent a reminder",
    CLOSED: "closed this ticket",
    REOPENED: "reopened this ticket",
    JOINED: "joined this ticket to a customer's account",
    TAGGED: "added a tag",
    UNTAGGED: "removed a tag",
    REPLY_HELD: "wrote a reply",
    REPLY_STOPPED: "held a reply back",
    REPLY_TAKEN_BACK: "took a reply back",
    TAKEN_BACK: "took an act back",
    MERGED: "merged this ticket into another one",
    TOOK_IN: "merged another ticket into this one",
    UNMERGED: "separated this ticket again",
    GAVE_BACK: "separated a merged ticket again",
    SPLIT: "split off a part of this ticket",
    SPLIT_OFF: "split this ticket off",
    LINKED: "linked this ticket to another one",
    UNLINKED: "unlinked this ticket from another one",
}

# After each of these, what tickets are promised is counted anew: plans and whose they are, targets, hours, holidays,
# time zone.
CHANGES_PROMISES = (
    PLAN_CHANGED,
    TARGET_ADDED,
    TARGET_CHANGED,
    TARGET_ARCHIVED,
    TARGET_RESTORED,
    people.PLAN_GIVEN,
    people.DEFAULT_PLAN_CHANGED,
    people.PLAN_CHANGED,
    *hours.CHANGES_HOURS,
    PROFILE_CHANGED,
)

# What a follower is told, as the ticket's agent is.
CONCERNS_FOLLOWERS = (MESSAGE_ADDED, BUMPED, CLOSED, REOPENED)

# What only staff may know.
_OF_HELD_REPLIES = frozenset({REPLY_HELD, REPLY_STOPPED, REPLY_TAKEN_BACK})
STAFF_ONLY = _OF_HELD_REPLIES | {
    NOTED, UNASSIGNED, REASSIGN_ASKED, REASSIGN_DECLINED, TAGGED, UNTAGGED, LINKED, UNLINKED, TAKEN_BACK, LOOKED_UP,
}  # fmt: skip

# What need not be read before a text is sent.
BESIDE = _OF_HELD_REPLIES | {
    TAKEN_BACK, TAGGED, UNTAGGED, LINKED, UNLINKED, ESCALATABLE, ESCALATION_SEEN, LOOKED_UP,
}  # fmt: skip

# What leaves a ticket as it was, so that what came before can still be taken back.
CHANGES_NOTHING = frozenset({NOTED, REASSIGN_ASKED, REASSIGN_DECLINED}) | BESIDE

# What a requester is told of as it happens, that is, that there is something: a page that showed an act has to hear
# that it was taken back. A new event says nothing to them before it is named here.
PUBLIC = frozenset(
    {
        FILED,
        ASSIGNED,
        WORK_STARTED,
        REPLIED,
        INFORMATION_ASKED,
        SOLUTION_SUGGESTED,
        MESSAGE_ADDED,
        BUMPED,
        DESCRIPTION_EDITED,
        RECATEGORISED,
        ESCALATED,
        DEESCALATED,
        ESCALATABLE,
        ESCALATION_SEEN,
        CLOSED,
        REOPENED,
        JOINED,
        TAKEN_BACK,
        MERGED,
        TOOK_IN,
        UNMERGED,
        GAVE_BACK,
        SPLIT,
        SPLIT_OFF,
    }
)

# After each of these somebody may have begun to wait for an answer, or have got one.
CHANGES_WHO_WAITS = (
    FILED,
    REPLIED,
    INFORMATION_ASKED,
    SOLUTION_SUGGESTED,
    MESSAGE_ADDED,
    BUMPED,
    CLOSED,
    REOPENED,
    TAKEN_BACK,
    SPLIT,
    SPLIT_OFF,
    MERGED,
    TOOK_IN,
    UNMERGED,
    GAVE_BACK,
)

# After each of these the search looks at the ticket again.
CHANGES_WHAT_IS_FOUND = (
    FILED,
    REPLIED,
    INFORMATION_ASKED,
    SOLUTION_SUGGESTED,
    MESSAGE_ADDED,
    BUMPED,
    NOTED,
    DESCRIPTION_EDITED,
    REOPENED,
    # Messages are in another ticket after these.
    SPLIT,
    SPLIT_OFF,
    MERGED,
    TOOK_IN,
    # With a reply as the last word.
    CLOSED,
    # A message, perhaps, that was found for some seconds.
    TAKEN_BACK,
)
