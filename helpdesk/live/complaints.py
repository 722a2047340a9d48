"""That the number of the managers' complaints may be another one: told to those who read one of them, and to nobody
else. The letter says that and no more, not even the number of an event.
"""

from collections.abc import Iterable

from accounts.models import User
from activity.models import Event
from helpdesk.live.letters import Letter, is_new
from helpdesk.live.positions import Position
from sla import complaint_access
from sla import events as promise
from tickets.access import Reader

COUNTS = Letter("counts", {})
# More of them at once lead to the same question.
_MOST = 50


def letters_to(readers: Iterable[Reader], happened: Iterable[Event]) -> dict[Reader, list[Letter]]:
    """Return the letter to each of those who read a complaint to which something happened, as the database says."""
    about = {event.subject_id for event in happened if event.name in promise.CHANGES_COMPLAINTS}
    managers = {reader.user_id: reader for reader in readers if about and reader.reads_all}
    people = User.objects.filter(pk__in=managers) if managers else ()
    return {managers[user.pk]: [COUNTS] for user in people if complaint_access.reads_any(user, about)}


def missed(reader: Reader, stands: Position) -> list[Letter]:
    """Return the letter to somebody who has not heard of the last ones."""
    if not reader.reads_all:
        return []
    happened = [event for event in since(stands.first) if is_new(event, stands)]
    return letters_to([reader], happened).get(reader, [])


def since(after: int) -> list[Event]:
    """Return what happened to complaints after an event, the newest first."""
    happened = Event.objects.filter(subject_kind="complaint", name__in=promise.CHANGES_COMPLAINTS, pk__gt=after)
    return list(happened.order_by("-id")[:_MOST])
