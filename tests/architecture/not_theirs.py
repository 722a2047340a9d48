"""A ticket with something of everything on it, people to whom it is none of their business, and what they try."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import quote

from django.test import Client

from accounts.models import Membership, User
from activity.models import Event
from helpdesk.live import exchange, letters
from helpdesk.live.callers import Caller
from shared import clock
from shared.pagination import mark_of
from tests import make
from tests.architecture.test_other_tenants_objects import NEVER_WAS
from tickets import (
    bulk,
    conversation,
    drafts,
    escalation,
    linking,
    reassigning,
    saved_replies,
    saved_views,
    sending,
    tagging,
    timekeeping,
)
from tickets.filters import Filter
from tickets.models import (
    BulkItem,
    BulkJob,
    Draft,
    Follower,
    HeldReply,
    Message,
    ReassignRequest,
    Relation,
    SavedReply,
    SavedView,
    Tagging,
    Ticket,
    TimeEntry,
)
from tickets.models.ticket import SERVING_ORDER

# Words that stand nowhere else. Of the ticket itself, which a colleague of the team may read …
SUBJECT, SAID, NOTED, TAG, WHY = "zwiebelfisch", "quastenflosser", "nachtfalter", "wunderkammer", "sturmflut"
# … and of one person alone, which nobody else reads: a held reply, a draft, a note on time, a saved view or reply.
HELD, BEGUN, TIMED, NAMED = "mondkalb", "irrlicht", "federgeist", "gespinst"
OF_TEAM = "wetterleuchten"  # what a team saved for itself
OF_THE_TICKET, OF_ONE_PERSON = (SUBJECT, SAID, NOTED, TAG, WHY, OF_TEAM), (HELD, BEGUN, TIMED, NAMED)


@dataclass(frozen=True)
class About:
    """What an attempt is about: the numbers, ids and words of a ticket, or of one that never was."""

    number: int
    other: int  # the number of another one, which is linked to it
    pk: int
    event: int  # an act on it that could be undone
    first: int
    last: int
    held: int
    job: int
    relation: int
    entry: int
    asked: int
    draft: int
    view: int
    shared: int
    saved: int  # the reply that somebody saved for themselves
    of_team: int  # one that their team saved
    message: int
    words: tuple[str, ...]
    requester: str
    tag: str
    mark: str
    agent: int
    customer: int
    team: int
    category: int
    own: int  # a ticket of whoever tries

    @property
    def ids(self) -> tuple[int, ...]:
        """Return the ids that an address could name."""
        named = (self.pk, self.event, self.held, self.job, self.relation, self.entry, self.asked, self.draft, self.view,
                 self.saved)  # fmt: skip
        return tuple(dict.fromkeys(named))

    def never(self, number: int = NEVER_WAS) -> "About":
        """Return the same about what never was."""
        counted = ("number", "other", "pk", "event", "first", "last", "held", "job", "relation", "entry", "asked",
                   "draft", "view", "saved", "of_team", "message")  # fmt: skip
        words = tuple(f"{word[:-1]}qx" for word in self.words)
        texts = {"words": words, "requester": "never@acme.test", "tag": words[3]}
        return replace(self, **dict.fromkeys(counted, number), **texts)

    def hide(self, text: str) -> str:
        """Leave out of an answer what was asked for: it may come back, and tells nothing."""
        for asked in (
            self.number,
            self.other,
            self.requester,
            self.requester.replace("@", "%40"),
            self.tag,
            *self.words,
        ):
            text = text.replace(str(asked), "ASKED")
        return text


class World:
    """The ticket: Vic's, of the Technical team, worked on by Zoe, and nobody else's business."""

    def __init__(self, cast):
        self.zoe = _agent("Zoe", cast.technical)
        self.cast = cast
        words = {"category": cast.site_down, "subject": f"The {SUBJECT}", "description": f"A {SAID} in it."}
        self.other = make.assigned(cast.vic, self.zoe, by=cast.mia, category=cast.site_down)
        self.ticket = ticket = make.assigned(cast.vic, self.zoe, by=cast.mia, **words)
        self.act = Event.objects.latest("id")
        conversation.internal_note(ticket, body=f"A {NOTED}.", by=self.zoe, form_key=make.key())
        conversation.reply(ticket, body=f"Again a {SAID}.", by=self.zoe, form_key=make.key())
        tagging.add(ticket, names=[TAG], by=self.zoe)
        escalation.escalate(ticket, reason=f"The {WHY}", by=cast.mia)
        self.relation = linking.link(ticket, to=self.other, by=cast.mia)
        self.asked = reassigning.ask(ticket, reason="Not my field.", by=self.zoe)
        length = timedelta(minutes=20)
        self.entry = timekeeping.enter(ticket, length=length, note=TIMED, by=self.zoe, form_key=make.key())
        self.job = self._job()
        self.draft = drafts.save(self.zoe, Draft.Kind.INTERNAL_NOTE, {"body": f"An {BEGUN}"}, ticket=ticket)
        self.held = sending.hold(ticket, kind=HeldReply.Kind.REPLY, body=f"A {HELD}.", by=self.zoe, form_key=make.key())
        of_vic = Filter(requester=cast.vic.email)
        self.saved = self._saved(self.zoe, f"My {NAMED}")
        self.of_team = self._saved(None, f"Of the {OF_TEAM}")
        self.view = saved_views.save(name=f"The {NAMED}", chosen=of_vic, by=self.zoe)
        self.shared = saved_views.save(name="Shared", chosen=Filter(escalated=True), is_shared=True, by=cast.mia)
        self.ticket = Ticket.objects.get(pk=ticket.pk)

    def _saved(self, owner, words):
        team = None if owner else self.cast.technical
        by = owner or self.cast.mia
        return saved_replies.add(title=words, body=words, owner=owner, team=team, by=by, form_key=make.key())

    def _job(self):
        both = Ticket.objects.filter(pk__in=(self.ticket.pk, self.other.pk))
        how = {"tag": TAG}
        job = bulk.begin(BulkJob.Act.TAG, tickets=both, how=how, by=self.cast.mia, form_key=make.key())
        return bulk.carry_on(job)

    def about(self, own: Ticket) -> About:
        """Return what the attempts of somebody with a ticket of their own are about."""
        ends = self.events.order_by("id").values_list("pk", flat=True)
        return About(
            number=self.ticket.number, other=self.other.number, pk=self.ticket.pk, event=self.act.pk, first=ends[0],
            last=ends.reverse()[0], held=self.held.event_id, job=self.job.pk, relation=self.relation.pk,
            entry=self.entry.pk, asked=self.asked.pk, draft=self.draft.pk, view=self.view.pk, shared=self.shared.pk,
            saved=self.saved.pk, of_team=self.of_team.pk,
            message=Message.objects.filter(ticket=self.ticket, kind="reply").latest("id").pk, words=OF_THE_TICKET,
            requester=self.cast.vic.email, tag=TAG, mark=mark_of(self.ticket, SERVING_ORDER), agent=self.zoe.pk,
            customer=self.cast.vic.pk, team=self.cast.technical.pk, category=self.cast.site_down.pk, own=own.number,
        )  # fmt: skip

    @property
    def events(self):
        """What happened to the ticket."""
        return Event.objects.filter(subject_kind="ticket", subject_id=self.ticket.pk)

    def as_it_is(self, but_for: User | None) -> dict:
        """Return everything on the two tickets; somebody who reads them may follow them and begin a draft."""
        both = {"ticket__in": (self.ticket, self.other)}
        private = {"user": but_for} if but_for else {"user": None}
        rows = {model.__name__: model.objects.filter(**both) for model in
                (Message, HeldReply, Tagging, TimeEntry, ReassignRequest)}  # fmt: skip
        rows |= {model.__name__: model.objects.filter(**both).exclude(**private) for model in (Draft, Follower)}
        events = Event.objects.filter(subject_kind="ticket", subject_id__in=(self.ticket.pk, self.other.pk))
        relations = Relation.objects.of(self.ticket)
        if but_for:
            # Whoever reads a ticket may link one of their own to it.
            events, relations = events.exclude(actor_id=but_for.pk), relations.exclude(made_by=but_for)
        rows |= {
            "Ticket": Ticket.objects.filter(pk__in=(self.ticket.pk, self.other.pk)),
            "Event": events,
            "Relation": relations,
            "SavedReply": SavedReply.objects.all(),
            "SavedView": SavedView.objects.filter(owner__in=(self.zoe, self.cast.mia)),
            "BulkItem": BulkItem.objects.filter(job=self.job),
        }
        return {name: list(found.order_by("pk").values()) for name, found in rows.items()}


def _agent(name, team, **more):
    user = User.objects.create(
        name=f"{name} Acme", email=f"{name.lower()}@acme.test", kind=User.Kind.STAFF, created_at=clock.now(),
        **{"is_agent": True} | more,
    )  # fmt: skip
    if team:
        make.member(user, team)
    return user


# --- who --------------------------------------------------------------------------------------------------

STRANGER, ABROAD, COLLEAGUE, NO_DESK, OUTSIDE, NOBODY = (
    "stranger", "abroad", "colleague", "no desk", "outside", "nobody"
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who tries: what they are to the ticket, who plays them, and what they lose after they looked at it."""

    part: str
    play: Callable
    lose: Callable | None = None
    at: str | None = None  # the host, if not that of their helpdesk
    # Whether each answer is held against the one for what never was: one of each part is enough.
    is_compared: bool = False
    # Whether somebody with the same role looked at everything before, whose queries are asked again.
    follows_others: bool = False


def _lose_team(user, cast):
    Membership.objects.filter(user=user).delete()


def _lose_role(**roles):
    return lambda user, cast: User.objects.filter(pk=user.pk).update(**roles)


PERSONS = {
    "an agent of another team": Person(STRANGER, lambda cast: cast.ana, is_compared=True, follows_others=True),
    "an agent whose team was taken away": Person(
        STRANGER, lambda cast: _agent("Lea", cast.technical), lose=_lose_team
    ),
    "a manager who was made an agent": Person(
        STRANGER, lambda cast: _agent("Mona", cast.billing, is_manager=True), lose=_lose_role(is_manager=False)
    ),
    "an agent of another helpdesk": Person(ABROAD, lambda cast: cast.globex.ana, follows_others=True),
    "a colleague of the team": Person(COLLEAGUE, lambda cast: cast.ben),
    "an agent who is one no more": Person(
        NO_DESK, lambda cast: _agent("Kim", cast.technical), lose=_lose_role(is_agent=False, is_admin=True)
    ),
    "an agent who was deactivated": Person(
        NOBODY, lambda cast: _agent("Nora", cast.technical), lose=_lose_role(is_active=False)
    ),
    "another helpdesk's agent at this address": Person(NOBODY, lambda cast: cast.globex.ana, at="acme.test"),
    "another customer": Person(OUTSIDE, lambda cast: cast.cleo, is_compared=True),
    "a guest": Person(OUTSIDE, lambda cast: cast.gus),
    "nobody in particular": Person(NOBODY, lambda cast: None, is_compared=True),
}  # fmt: skip


# --- what they try ----------------------------------------------------------------------------------------

# What differs between any two answers: tokens, keys of forms, passes to the stream, moments.
_KEYS = r'name="(?:csrfmiddlewaretoken|form_key|held|key)" value|"x-csrftoken"|"pass"|nonce|pass| at|[?&]key'
_UNIQUE = re.compile(rf'((?:{_KEYS})(?:=|: ?))"?[^"]+')


@dataclass
class Visitor:
    """A browser that remembers the answers, without what differs between any two."""

    client: Client
    about: About
    caller: Caller | None = None
    answers: list = field(default_factory=list)  # statuses
    # Each answer as it was, with what was asked: what somebody typed tells them nothing.
    told: list[tuple[str, str]] = field(default_factory=list)

    def get(self, path, **typed):
        """Read an address."""
        return self._note(self.client.get(path, typed), path, typed)

    def post(self, path, **typed):
        """Send a form."""
        return self._note(self.client.post(path, typed), path, typed)

    def listen(self, events: set[int], presence: set[int]):
        """Hear what the stream says of some events, and of who is at some tickets."""
        said = [letters.END]
        if self.caller:
            heard = exchange.tell(self.caller.tenant_id, {self.caller}, events=events, presence=presence)
            said = heard.letters.get(self.caller, said)
        self.told.append(("", str(said)))
        self.answers.append(said[-1].kind if said else "silence")

    def _note(self, response, path, typed):
        body = "" if response.streaming else response.content.decode(errors="replace").lower()
        address = response.headers.get("Location", "").lower()
        self.answers.append(response.status_code)
        self.told.append((f"{path.lower()} {typed}", f"{address} {body}"))
        return response

    def plainly(self) -> list[tuple]:
        """Return the answers without what differs between any two, and without what was asked for."""
        return [*self.answers, *(self._plain(asked, said) for asked, said in self.told)]

    def _plain(self, asked, said) -> str:
        path = asked.split(" ")[0]
        for written in (path, quote(path, safe="/").lower()):  # as the sign-in page takes it along
            said = said.replace(written, "PATH")
        return _UNIQUE.sub(r"\1", self.about.hide(said))

    def told_of(self, words) -> list[str]:
        """Return which words stood in an answer without having been asked for."""
        return [word for word in words for asked, said in self.told if word in said and word not in asked]

    @property
    def status(self):
        """How the last answer can be said in a word or a number."""
        return self.answers[-1]
