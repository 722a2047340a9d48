"""Who answered, signed in a letter: as it is when the letter leaves, in the recipient's time zone."""

from zoneinfo import ZoneInfo

from accounts.models import User
from businesshours import presence, signatures
from businesshours.wording import Reader
from shared import clock
from tenants import profiles


def signature(author_id: int, name: str, recipient: User) -> signatures.Signature:
    """Compose the signature of an answer for whom it goes to.

    Their zone is the one that their browser had when they last signed in; before that, the helpdesk's is named.
    """
    profile, at = profiles.current(), clock.now()
    reader = Reader(ZoneInfo(recipient.time_zone or profile.time_zone), is_own=bool(recipient.time_zone))
    roster = presence.rosters_of([author_id], at).get(author_id)
    return signatures.frozen(name, profile.name, roster, at=at, reader=reader)
