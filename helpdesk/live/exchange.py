"""What the streams ask of the database, in threads of their own: each question opens the tenant's scope itself."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import wraps

from django.db import close_old_connections

from helpdesk.live import callers, complaints, letters, passes
from helpdesk.live.callers import Caller
from helpdesk.live.hub import NotAdmitted
from helpdesk.live.letters import Letter
from helpdesk.live.positions import Position
from tenants import hosts
from tenants.scope import tenant_scope

# Two threads, and so at most two connections to the database, for all streams of a process.
THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


@dataclass(frozen=True)
class Round:
    """What there is to tell: letters for each caller that is still one; `told` are the events that were looked at."""

    letters: dict[Caller, list[Letter]]
    told: frozenset[int] = field(default_factory=frozenset)


def _own_connection(question):
    """Let a thread that lives as long as the process give up connections that broke or are too old."""

    @wraps(question)
    def asked(*args, **kwargs):
        close_old_connections()
        try:
            return question(*args, **kwargs)
        finally:
            close_old_connections()

    return asked


@_own_connection
def admit(*, host: str, pass_text: str, session_key: str) -> Caller:
    """Return who may listen; raise NotAdmitted for a pass, a host or a session that does not fit."""
    try:
        said = passes.read(pass_text, session_key=session_key)
    except passes.NoPass as error:
        raise NotAdmitted(403) from error
    if hosts.tenant_id_for(host) != said.tenant_id:
        raise NotAdmitted(404)
    caller = Caller(said.tenant_id, said.user_id, session_key)
    with tenant_scope(said.tenant_id):
        if caller not in callers.readers([caller]):
            raise NotAdmitted(403)
    return caller


@_own_connection
def missed(caller: Caller, stands: Position) -> tuple[list[Letter], int]:
    """Return what somebody did not hear of, and the tenant's newest event."""
    with tenant_scope(caller.tenant_id):
        newest = letters.newest_id()
        reader = callers.readers([caller]).get(caller)
        if reader is None:
            return [letters.END], newest
        return letters.missed(reader, stands) + complaints.missed(reader, stands), newest


@_own_connection
def tell(tenant_id: int, listening: Iterable[Caller], *, events: set[int], presence: set[int]) -> Round:
    """Return what callers are told of some events, and of who is at some tickets."""
    with tenant_scope(tenant_id):
        return _told(letters.by_ids(events), presence, listening)


@_own_connection
def look_again(tenant_id: int, listening: Iterable[Caller], *, after: int, told: frozenset[int]) -> Round:
    """Return what callers are told of the newest events for which no bell was heard."""
    with tenant_scope(tenant_id):
        newest = letters.newest() + complaints.since(after)
        unheard = [event for event in newest if event.pk > after and event.pk not in told]
        return _told(unheard, set(), listening)


def _told(happened, presence, listening) -> Round:
    # Asked after the events were read: whoever lost a right by one of them is not told of it.
    readers = callers.readers(listening)
    news = letters.news(happened)
    of_presence = letters.of_presence(presence, readers.values()) if presence else {}
    of_complaints = complaints.letters_to(readers.values(), happened)
    beside = {reader: of_presence.get(reader, []) + of_complaints.get(reader, []) for reader in readers.values()}
    told = {
        caller: [letter for one in news if (letter := one.letter_to(reader))] + beside[reader]
        for caller, reader in readers.items()
    }
    return Round(told, frozenset(event.pk for event in happened))
