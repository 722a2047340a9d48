"""The queues that staff works from. One order serves everybody: staff's lists, their pages, and the place that a
requester is told, which tickets.line counts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from shared.pagination import Keyset
from shared.prepared import count_each, counted, prepared
from tickets import drafts, filters
from tickets.access import Somebody, desk_tickets
from tickets.filters import ME, MY_TEAMS, NOBODY, Filter
from tickets.line import MOST_COUNTED, place, places, price, standing
from tickets.models import SavedView
from tickets.models.ticket import DUE_ORDER, SERVING_ORDER, TARGET_ORDER
from tickets.statuses import OPEN, Status

__all__ = ["MOST_COUNTED", "ROWS", "VIEWS", "View", "counts", "page", "place", "places", "price", "standing", "tickets"]

ROWS = 30

_ORDER_IN_WORDS = {
    SERVING_ORDER: "most urgent first, then oldest",
    DUE_ORDER: "earliest promise first",
    TARGET_ORDER: "earliest target first",
    ("updated_at", "id"): "longest unchanged first",
    ("-updated_at", "-id"): "last changed first",
    ("-closed_at", "-id"): "last closed first",
}


@dataclass(frozen=True)
class View:
    """One list of the desk: its name in the address, its title, what it shows, its empty state."""

    key: str
    title: str
    filter: Filter
    empty_title: str
    empty_text: str
    icon: str
    permission: str = "desk"
    # Fields of the filter that make no difference here, or make it another list: nobody is asked about them.
    fixed: tuple[str, ...] = ()
    # The row of a list that somebody saved; see tickets.lists.
    saved: SavedView | None = None

    @property
    def base(self) -> Filter:
        """What goes without saying: a built-in list is known by its title, of a saved view all is told."""
        return Filter() if self.saved else self.filter

    @property
    def is_counted(self) -> bool:
        """Whether its number is shown: closed tickets are not counted, there is nothing to do about them."""
        return not self.filter.shows_closed


MY_QUEUE = View(
    "mine", "My queue", Filter(statuses=filters.OUR_TURN, assignees=(ME,)), "Nothing waiting",
    "Tickets appear here when a manager assigns them.", "inbox", fixed=("assignees",),
)  # fmt: skip
WITH_CUSTOMER = View(
    "with-customer", "Waiting on customer", Filter(statuses=filters.THEIR_TURN, assignees=(ME,)),
    "Nobody owes you an answer", "Tickets stay here while it is the customer's turn.", "hourglass",
    fixed=("assignees", "overdue", "at_risk", "target_missed"),
)  # fmt: skip
TEAM = View(
    "team", "My teams", Filter(statuses=OPEN, teams=(MY_TEAMS,)), "No open tickets",
    "The open tickets of your teams appear here to read along.", "users",
)  # fmt: skip
CLOSED = View(
    "closed", "Closed", Filter(statuses=(Status.CLOSED,), assignees=(ME,)), "Nothing closed yet",
    "Tickets that were assigned to you stay here after closing.", "circle-check",
    fixed=("statuses", "escalated", "overdue", "at_risk", "target_missed"),
)  # fmt: skip
UNASSIGNED = View(
    "unassigned", "Unassigned", Filter(statuses=OPEN, assignees=(NOBODY,)), "Everything is assigned",
    "New tickets appear here until a manager assigns them.", "user-plus", "tickets.assign",
    fixed=("assignees",),
)  # fmt: skip
OVERDUE = View(
    "overdue", "Overdue", Filter(statuses=OPEN, overdue=True), "Every promise was kept",
    "Tickets appear here when they were not answered by when it was promised.", "clock-alert", "tickets.read_all",
    fixed=("overdue", "at_risk"),
)  # fmt: skip
AT_RISK = View(
    "at-risk", "At risk", Filter(statuses=OPEN, at_risk=True), "No promise is at risk",
    "Tickets appear here when a quarter of the time until their promised answer is left.", "clock", "tickets.read_all",
    fixed=("overdue", "at_risk"),
)  # fmt: skip
ALL_OPEN = View(
    "all", "All open", Filter(statuses=OPEN), "No open tickets",
    "Every open ticket of every team appears here.", "layers", "tickets.read_all",
)  # fmt: skip

VIEWS = {view.key: view for view in (MY_QUEUE, WITH_CUSTOMER, TEAM, UNASSIGNED, OVERDUE, AT_RISK, ALL_OPEN, CLOSED)}


def tickets(user: User, view: View, chosen: Filter | None = None) -> QuerySet:
    """Return the tickets of a view, or of a filter that was made of it, in order and with what the rows print."""
    return _listed(user, view.filter if chosen is None else chosen)


def page(user: User, view: View, chosen: Filter | None = None, *, mark: str | None = None) -> Keyset:
    """Return the page of a view that begins at a mark."""
    chosen = view.filter if chosen is None else chosen
    first = partial(_first_page, Somebody(user), chosen)
    return Keyset(SimpleLazyObject(lambda: _marked(user, chosen)), chosen.order, mark, size=ROWS, first=first)


def _listed(user, chosen):
    return filters.in_order(filters.apply(desk_tickets(user).with_names().with_urgency(), chosen, user), chosen)


def _marked(user, chosen):
    return drafts.marked(_listed(user, chosen), user=user)


@prepared
def _first_page(user, chosen):
    return _marked(user, chosen)[: ROWS + 1]


def order_in_words(chosen: Filter) -> str:
    """Say the order in which the tickets of a filter are listed."""
    return _ORDER_IN_WORDS[chosen.order]


def counts(user: User, views: Iterable[View], **more: Callable[[], QuerySet]) -> dict[str, int]:
    """Return how many tickets stand in each of the views that are counted, by key, up to MOST_COUNTED: one query.

    What else is to be counted in it is named, as a function that returns it.
    """
    reader = Somebody(user)
    asked = {view.key: _standing_in(reader, view.filter) for view in views if view.is_counted}
    asked |= {name: _in_all(rows) for name, rows in more.items()}
    return dict(zip(asked, count_each(asked.values()), strict=True))


@counted
def _standing_in(user, chosen):
    return filters.apply(desk_tickets(user), chosen, user).order_by().values("pk")[:MOST_COUNTED]


@counted
def _in_all(rows):
    return rows().order_by().values("pk")[:MOST_COUNTED]
