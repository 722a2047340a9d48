"""The queues that staff works from, as lists in the order in which they are served."""

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from tickets.access import desk_tickets
from tickets.models import Priority
from tickets.statuses import Status


@dataclass(frozen=True)
class List:
    """One list of the desk: its name in the address, its title, its empty state."""

    key: str
    title: str
    order: str
    empty_title: str
    empty_text: str
    icon: str
    permission: str = "desk"


MY_QUEUE = List(
    "mine", "My queue", "most urgent first, then oldest", "Nothing waiting",
    "Tickets appear here when a manager assigns them.", "inbox",
)  # fmt: skip
WITH_CUSTOMER = List(
    "with-customer", "Waiting on customer", "longest unchanged first", "Nobody owes you an answer",
    "Tickets stay here while it is the customer's turn.", "hourglass",
)  # fmt: skip
TEAM = List(
    "team", "My teams", "most urgent first, then oldest", "No open tickets",
    "The open tickets of your teams appear here to read along.", "users",
)  # fmt: skip
CLOSED = List(
    "closed", "Closed", "last closed first", "Nothing closed yet",
    "Tickets that were assigned to you stay here after closing.", "circle-check",
)  # fmt: skip
UNASSIGNED = List(
    "unassigned", "Unassigned", "most urgent first, then oldest", "Everything is assigned",
    "New tickets appear here until a manager assigns them.", "user-plus", "tickets.assign",
)  # fmt: skip
ALL_OPEN = List(
    "all", "All open", "most urgent first, then oldest", "No open tickets",
    "Every open ticket of every team appears here.", "layers", "tickets.read_all",
)  # fmt: skip

LISTS = {entry.key: entry for entry in (MY_QUEUE, WITH_CUSTOMER, TEAM, UNASSIGNED, ALL_OPEN, CLOSED)}
_OUR_TURN = Q(status__lt=Status.NEEDS_MORE_INFO)


def tickets(user: User, which: List):
    """Return the tickets of one list, in serving order, with what the rows print."""
    visible = desk_tickets(user).with_names()
    own = visible.filter(assignee=user)
    if which is MY_QUEUE:
        return own.filter(_OUR_TURN).in_serving_order()
    if which is WITH_CUSTOMER:
        return own.open().exclude(_OUR_TURN).order_by("updated_at", "id")
    if which is CLOSED:
        return own.closed().order_by("-closed_at", "-id")
    if which is UNASSIGNED:
        return visible.unassigned().in_serving_order()
    return visible.open().in_serving_order()


def counts(user: User) -> dict[str, int]:
    """Return how many tickets stand in the lists that show a number, in one scan of open tickets."""
    return (
        desk_tickets(user)
        .open()
        .aggregate(
            mine=Count("pk", filter=_OUR_TURN & Q(assignee=user)),
            with_customer=Count("pk", filter=~_OUR_TURN & Q(assignee=user)),
            unassigned=Count("pk", filter=Q(assignee=None)),
        )
    )


def priority_flags() -> dict[int, str]:
    """Return which priorities stand out in a list: the most urgent one red, the next one orange.

    With one or two priorities nothing stands out, or everything would.
    """
    ranked = list(Priority.objects.in_use().values_list("pk", flat=True))
    return dict(zip(ranked, ("urgent", "high"), strict=False)) if len(ranked) > 2 else {}
