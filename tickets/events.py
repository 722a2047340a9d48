"""Names of what can happen to a ticket."""

FILED = "ticket.filed"
ASSIGNED = "ticket.assigned"
UNASSIGNED = "ticket.unassigned"
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
CLOSING_SOON = "ticket.closing_soon"
CLOSED = "ticket.closed"
REOPENED = "ticket.reopened"

# What only staff may know.
STAFF_ONLY = frozenset({NOTED, UNASSIGNED})
