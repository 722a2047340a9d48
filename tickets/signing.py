"""Who answered, signed: the hours of the authors of replies under what they wrote."""

from collections.abc import Mapping

from businesshours import presence, signatures
from businesshours.shifts import Roster
from businesshours.wording import Reader
from shared import clock
from tickets.timeline import Entry


def sign(
    entries: list[Entry],
    *,
    company: str,
    reader: Reader,
    known: Mapping[int, Roster] | None = None,
) -> None:
    """Put signatures under the replies of a conversation.

    `known` are the rosters of who answered in the ticket itself, where they were read with it. Everybody else's are
    read in one query; without anybody else in none.
    """
    at, composed = clock.now(), {}
    replies = [entry for entry in entries if entry.kind == "staff"]
    asked = {entry.message.author_id for entry in replies if known is None or entry.number}
    rosters = dict(known or {})
    if others := asked - rosters.keys():
        rosters |= presence.rosters_of(others, at)
    for entry in replies:
        author = entry.message.author_id, entry.by
        if author not in composed:
            composed[author] = signatures.live(entry.by, company, rosters.get(author[0]), at=at, reader=reader)
        entry.signature = composed[author]
