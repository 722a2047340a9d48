"""The statuses of a ticket, and what they mean to the people who read them."""

from django.db import models


class Turn(models.TextChoices):
    """Whose turn it is; stands beside every status."""

    OURS = "ours", "Our turn"
    YOURS = "yours", "Your turn"
    DONE = "done", "Done"


class Status(models.IntegerChoices):
    """Stored as small numbers with gaps: below 20 the ticket waits for staff, below 50 it is open."""

    NEW = 10, "New"
    ASSIGNED = 12, "Assigned"
    NEEDS_REPLY = 14, "Needs Reply"
    REOPENED = 16, "Reopened"
    WORK_IN_PROGRESS = 20, "Work in Progress"
    NEEDS_MORE_INFO = 30, "Needs More Info"
    SOLUTION_SUGGESTED = 40, "Solution Suggested"
    CLOSED = 50, "Closed"

    @property
    def is_open(self) -> bool:
        """Whether the ticket is not closed."""
        return self < Status.CLOSED

    @property
    def is_waiting(self) -> bool:
        """Whether the ticket stands in a queue and waits for staff."""
        return self < Status.WORK_IN_PROGRESS

    @property
    def turn(self) -> Turn:
        """Whose turn it is."""
        if self < Status.NEEDS_MORE_INFO:
            return Turn.OURS
        return Turn.YOURS if self.is_open else Turn.DONE

    @property
    def key(self) -> str:
        """The name under which the style sheet knows the status."""
        return _LOOKS[self][0]

    @property
    def meaning(self) -> str:
        """What the customer is told it means; {close_after} is the tenant's own number."""
        return _LOOKS[self][1]


OPEN = tuple(status for status in Status if status.is_open)
WAITING = tuple(status for status in Status if status.is_waiting)

_LOOKS = {
    Status.NEW: ("new", "We have your ticket. It is not assigned to anyone yet."),
    Status.ASSIGNED: ("assigned", "A team member has your ticket. The same person stays with it to the end."),
    Status.WORK_IN_PROGRESS: ("progress", "A team member is working on it right now."),
    Status.NEEDS_MORE_INFO: ("needs-info", "We asked you something. Your answer puts the ticket back in line."),
    Status.NEEDS_REPLY: ("needs-reply", "You wrote last. The ticket is waiting for the team member's answer."),
    Status.SOLUTION_SUGGESTED: (
        "solution",
        "We think this solves it. Without a reply in {close_after} the ticket closes by itself.",
    ),
    Status.REOPENED: ("reopened", "It was closed, and is being looked at again."),
    Status.CLOSED: ("closed", "The ticket is closed."),
}
