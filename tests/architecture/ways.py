"""The table of the attempts to see or touch a ticket, and the answer to each of them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from tests.architecture.not_theirs import (
    ABROAD,
    COLLEAGUE,
    HELD,
    NO_DESK,
    NOBODY,
    OUTSIDE,
    STRANGER,
    TAG,
    About,
    Visitor,
)
from tickets import bulk, queue
from tickets.models import BulkJob

ANY = "status=any&assignee=any"


@dataclass(frozen=True)
class Way:
    """One attempt, and what it is answered to each: a status of HTTP, or what the stream says."""

    name: str
    go: Callable[[Visitor, About], object]
    stranger: object
    colleague: object
    no_desk: object = 403
    outside: object = 404
    nobody: object = 303
    # An agent of another helpdesk is a stranger in all but what they ask for by an id.
    abroad: object = None
    # What is asked for differs from what never was in more than its name: its words alone are looked for.
    is_compared: bool = True
    # What everybody at the desk knows.
    is_known: tuple[str, ...] = ()

    def answer(self, part: str):
        """Return what somebody is answered."""
        if part == ABROAD:
            return self.abroad or self.stranger
        return {STRANGER: self.stranger, COLLEAGUE: self.colleague, NO_DESK: self.no_desk, OUTSIDE: self.outside,
                NOBODY: self.nobody}[part]  # fmt: skip


def page(name, path, *, stranger=404, colleague=200, **more):
    """A page of the desk: 404 to strangers, shown to a colleague."""
    return Way(name, lambda who, it: who.get(path(it)), stranger, colleague, **more)


def shown(name, path, **more):
    """A page that everybody at the desk has, without the ticket for whom it is none of theirs."""
    return page(name, path, stranger=200, **more)


def act(name, path, *, stranger=404, colleague=409, typed=None, **more):
    """A form of the desk: 404 to strangers, refused to a colleague with a sentence."""

    def go(who, it):
        who.post(path(it), form_key=uuid.uuid4(), body="x", **(typed(it) if typed else {}))

    return Way(name, go, stranger, colleague, nobody=401, **more)


def on(noun):
    """The address of something of the ticket."""
    return lambda it: f"/desk/tickets/{it.number}/{noun}"


def at(path):
    """An address with the attributes of what it is about in it."""
    return lambda it: path.format(it=it)


def many(name, typed, *, stranger=422, colleague=303, query=""):
    """One act on many: a stranger has none of them to choose; to a colleague each ticket says no in its turn."""

    def go(who, it):
        words = {"form_key": uuid.uuid4(), "which": "selected", "tickets": [it.pk], **typed(it)}
        who.post(f"/desk/lists/mine/selection/?{query.format(it=it)}", **words)
        for job in BulkJob.objects.filter(finished_at=None):
            bulk.carry_on(job)

    return Way(name, go, stranger, colleague, nobody=401)


LISTS = [
    shown(f"the list “{view.title}”", at(f"/desk/lists/{view.key}/"))
    if view.permission == "desk"
    else page(f"the list “{view.title}”", at(f"/desk/lists/{view.key}/"), colleague=404)
    for view in queue.VIEWS.values()
] + [
    shown("a list of everything, by its address", at(f"/desk/lists/mine/?{ANY}")),
    shown("a list of another agent's", at("/desk/lists/mine/?status=any&assignee={it.agent}")),
    shown("a list of another team's", at("/desk/lists/team/?status=any&team={it.team}")),
    shown("a list of a category", at(f"/desk/lists/mine/?{ANY}&category={{it.category}}")),
    shown("a list of a requester's", at(f"/desk/lists/mine/?{ANY}&requester={{it.requester}}")),
    shown("a list of a tag", at(f"/desk/lists/mine/?{ANY}&tag={{it.tag}}")),
    shown("a list of what is escalated", at(f"/desk/lists/mine/?{ANY}&escalated=yes")),
    shown("a list of what is overdue", at(f"/desk/lists/mine/?{ANY}&overdue=yes")),
    shown("a list of a day", at(f"/desk/lists/closed/?{ANY}&filed_since=2020-01-01")),
    shown("a page of a list, from another's mark", at(f"/desk/lists/mine/?{ANY}&page={{it.mark}}")),
    shown("a page of a list, from a made-up mark", at(f"/desk/lists/mine/?{ANY}&page={{it.number}}")),
    shown("a list beside a ticket of one's own", at(f"/desk/tickets/{{it.own}}/?list=mine&{ANY}"), is_compared=False),
    shown("the list of managers beside it", at("/desk/tickets/{it.own}/?list=all"), is_compared=False),
    shown("choosing from a list", at(f"/desk/lists/mine/selection/?{ANY}&requester={{it.requester}}")),
    shown("what a list can be narrowed by", at(f"/desk/lists/mine/filter/?{ANY}&requester={{it.requester}}")),
    shown("what a search can be narrowed by", at("/desk/search/filter/?q={it.words[0]}&requester={it.requester}")),
    shown("a shared view that it is in", at("/desk/lists/view-{it.shared}/"), is_compared=False, abroad=404),
    shown("choosing from that", at("/desk/lists/view-{it.shared}/selection/"), is_compared=False, abroad=404),
    shown("its own ticket beside that", at("/desk/tickets/{it.own}/?list=view-{it.shared}"), is_compared=False),
    page("another's saved view", at("/desk/lists/view-{it.view}/"), colleague=404),
    page("choosing from another's saved view", at("/desk/lists/view-{it.view}/selection/"), colleague=404),
    page("what another's saved view could be narrowed by", at("/desk/lists/view-{it.view}/filter/"), colleague=404),
    page("another's saved view, to rename it", at("/desk/views/{it.view}/"), colleague=404),
    page("a shared view, to rename it", at("/desk/views/{it.shared}/"), colleague=404),
    shown("saved views", at("/desk/views/")),
    shown("saving a filter as a view", at("/desk/views/new/?requester={it.requester}")),
    page("choosing from the managers' list", at("/desk/lists/all/selection/"), colleague=404),
]
SEARCHES = [
    shown("search by a word of its subject", at("/desk/search/?q={it.words[0]}")),
    shown("search by a word of a message", at("/desk/search/?q={it.words[1]}")),
    shown("search by a word of an internal note", at("/desk/search/?q={it.words[2]}")),
    shown("search by a word of a held reply", at(f"/desk/search/?q={HELD}"), is_compared=False),
    shown("search by its number", at("/desk/search/?q={it.number}"), colleague=303),
    shown("search by #1042", at("/desk/search/?q=%23{it.number}"), colleague=303),
    shown("search among a requester's", at("/desk/search/?q=the&requester={it.requester}")),
    shown("search among an agent's", at("/desk/search/?q={it.words[0]}&assignee={it.agent}")),
    shown("search by a word among a tag's", at("/desk/search/?q={it.words[0]}&tag={it.tag}")),
    shown("search, going on behind it", at("/desk/search/?q=charged&after={it.number}")),
    shown("the palette, by its number", at("/desk/palette/?q={it.number}"), no_desk=200),
    shown("the palette, by #1042", at("/desk/palette/?q=%23{it.number}"), no_desk=200),
    shown("the palette, by a word", at("/desk/palette/?q={it.words[0]}"), no_desk=200),
]
LIVE = [
    shown("the counts of the menu", at("/live/desk/?list=team&number={it.number}")),
    shown("the counts, asked from another's view", at("/live/desk/?list=view-{it.view}&number={it.number}")),
    shown("the counts, asked from a shared view", at("/live/desk/?list=view-{it.shared}&number={it.number}")),
    shown("the counts, asked from the managers' list", at("/live/desk/?list=all&number={it.number}")),
    shown("news without a stream", at("/live/?after=1"), no_desk=404, outside=200),
    shown("news of a moment", at("/live/?at=1"), no_desk=404, outside=200),
    Way("the live stream", lambda who, it: who.listen(set(range(it.first, it.last + 1)), {it.pk}),
        "silence", "ticket", "end", "silence", "end", is_compared=False),
    act("who else is there", at("/live/tickets/{it.number}/"), typed=lambda it: {"doing": "looking"}, colleague=200),
]  # fmt: skip
PAGES = [
    page("its page", on("")),
    page("its page, from another's list", on("?list=all")),
    page("the requester's other tickets", on("others/")),
    page("the categories it could go to", on("categories/"), colleague=404),
    page("time spent on it", on("time/")),
    page("the page to merge it", on("merger/")),
    page("the page to link it", on("links/")),
    page("the page to split it", on("split/")),
    page("articles for it", at("/desk/articles/beside/?ticket={it.number}")),
    page("an entry of time", at("/desk/time/{it.entry}/"), colleague=404),
    page("what became of a bulk act", at("/desk/bulk/{it.job}/"), colleague=404),
    page("the hand-over of its agent", at("/desk/agents/{it.agent}/handover/"), colleague=404, no_desk=403),
    page("the live queue", at("/desk/live-queue/"), stranger=403, colleague=403),
    shown("who asks to reassign", at("/desk/reassign-requests/")),
    shown("saved replies", at("/desk/saved-replies/"), no_desk=200),
    shown("saved replies with a word", at("/desk/saved-replies/?q={it.words[5]}"), no_desk=200),
    page("another's saved reply", at("/desk/saved-replies/{it.saved}/"), colleague=404, no_desk=404),
    page("a team's saved reply", at("/desk/saved-replies/{it.of_team}/"), no_desk=200),
    page(
        "another's saved reply, put into one's own",
        at("/desk/tickets/{it.own}/saved-replies/{it.saved}/"),
        colleague=404,
    ),
    page("a team's saved reply, put into one's own", at("/desk/tickets/{it.own}/saved-replies/{it.of_team}/")),
    page("saved replies for it", on("saved-replies/")),
    page("colleagues to mention there", on("colleagues/")),
    shown("saving its words", at("/desk/saved-replies/new/?message={it.message}"), no_desk=200),
    shown("unsent words", at("/desk/drafts/")),
    shown("finding its requester", at("/desk/tickets/new/?q=vic"), is_compared=False),
    shown("filing for its requester", at("/desk/tickets/new/?customer={it.customer}"), abroad=404, is_compared=False),
    shown("tags in use", at("/desk/tags/"), is_known=(TAG,), is_compared=False),
]
ACTS = [
    act("reply", on("replies/")),
    act("ask for information", on("replies/"), typed=lambda it: {"then": "ask"}),
    act("suggest a solution", on("replies/"), typed=lambda it: {"then": "solution"}),
    act("reply and close", on("replies/"), typed=lambda it: {"then": "close"}),
    act("write an internal note", on("notes/")),
    act("keep a draft there", on("drafts/reply/"), colleague=204),
    act("start work", on("progress/")),
    act("change its category", on("category/"), typed=lambda it: {"category": it.category}),
    act("close it", on("closure/"), typed=lambda it: {"reason": "Done"}),
    act("reopen it", on("reopening/")),
    act("assign it", on("assignment/"), typed=lambda it: {"assignee": it.agent}),
    act("unassign it", on("unassignment/")),
    act("take it", on("taking/")),
    act("ask for another agent", on("reassign-requests/"), typed=lambda it: {"reason": "Mine!"}),
    act("escalate it", on("escalation/"), typed=lambda it: {"why": "Mine!"}),
    act("take its escalation back", on("deescalation/"), typed=lambda it: {"why": "Mine!"}),
    act("tag it", on("tags/"), typed=lambda it: {"add": "mine"}),
    act("remove its tag", on("tags/"), typed=lambda it: {"remove": it.tag}),
    act("start a timer", on("timer/")),
    act("enter time", on("time/"), typed=lambda it: {"length": "5"}),
    act("follow it", on("following/"), colleague=303),
    act("follow it no more", on("unfollowing/"), colleague=303),
    act("give it another requester", on("requester/"), typed=lambda it: {"email": "cleo@acme.test"}),
    act("make an article of it", on("article/"), colleague=303, no_desk=404),
    act("merge it into one's own", on("merger/"), typed=lambda it: {"other": it.own}),
    act("merge one's own into it", at("/desk/tickets/{it.own}/merger/"), typed=lambda it: {"other": it.number},
        stranger=409),
    page("see one's own merged into it", at("/desk/tickets/{it.own}/merger/?other={it.number}"), stranger=200),
    act("link it to one's own", on("links/"), typed=lambda it: {"other": it.own}),
    act("link one's own to it", at("/desk/tickets/{it.own}/links/"), typed=lambda it: {"other": it.number},
        stranger=409, colleague=303),
    act("split its messages off", on("split/"), typed=lambda it: {"messages": [it.message], "subject": "Mine"}),
    act("split its messages off one's own", at("/desk/tickets/{it.own}/split/"), stranger=422, colleague=422,
        typed=lambda it: {"messages": [it.message], "subject": "Mine"}),
    act("make an article of its words, from one's own", at("/desk/tickets/{it.own}/article/"), stranger=409,
        no_desk=404, typed=lambda it: {"message": it.message}),
    act("unlink it", at("/desk/relations/{it.relation}/undoing/")),
    act("send another's held reply now", at("/desk/undo/{it.held}/sending/"), colleague=404),
    act("take another's held reply back", at("/desk/undo/{it.held}/"), colleague=404),
    act("undo another's act", at("/desk/undo/{it.event}/"), colleague=404),
    act("undo others' acts together", at("/desk/undo/{it.first}/{it.last}/"), colleague=404),
    act("undo a hand-over", at("/desk/agents/{it.agent}/handover/undo/?since={it.first}"), colleague=404),
    act("hand it over", at("/desk/agents/{it.agent}/handover/"),
        typed=lambda it: {"numbers": it.number}, colleague=404),
    act("undo another's bulk act", at("/desk/bulk/{it.job}/undoing/"), colleague=404),
    act("rename another's view", at("/desk/views/{it.view}/"), typed=lambda it: {"name": "Mine"}, colleague=404),
    act("share another's view", at("/desk/views/{it.view}/"), typed=lambda it: {"name": "Mine", "is_shared": "on"},
        colleague=404),
    act("change what another's view shows", at("/desk/views/{it.view}/filter/?status=new"), colleague=404),
    act("change what everybody's view shows", at("/desk/views/{it.shared}/filter/?status=new"), colleague=404),
    act("move everybody's view", at("/desk/views/{it.shared}/place/"), typed=lambda it: {"to": "up"}, colleague=404),
    act("delete another's view", at("/desk/views/{it.view}/deletion/"), colleague=404),
    act("delete everybody's view", at("/desk/views/{it.shared}/deletion/"), colleague=404),
    act("restore another's view", at("/desk/views/{it.view}/restoring/"), colleague=404),
    act("write another's saved reply", at("/desk/saved-replies/{it.saved}/"), colleague=404, no_desk=404,
        typed=lambda it: {"title": "Mine"}),
    act("archive another's saved reply", at("/desk/saved-replies/{it.saved}/archiving/"), colleague=404, no_desk=404),
    act("restore another's saved reply", at("/desk/saved-replies/{it.saved}/restoring/"), colleague=404, no_desk=404),
    act("throw another's draft away", at("/desk/drafts/{it.draft}/discard/"), colleague=404),
    act("change another's time", at("/desk/time/{it.entry}/"), colleague=404, typed=lambda it: {"length": "5"}),
    act("delete another's time", at("/desk/time/{it.entry}/deletion/"), colleague=404),
    act("restore another's time", at("/desk/time/{it.entry}/restoring/"), colleague=404),
    act("decide who gets it", at("/desk/reassign-requests/{it.asked}/acceptance/"), colleague=404,
        typed=lambda it: {"to": it.agent}),
    act("decide who keeps it", at("/desk/reassign-requests/{it.asked}/declining/"), colleague=404,
        typed=lambda it: {"answer": "No"}),
    act("assign it from the live queue", at("/desk/live-queue/assignments/"), stranger=403, colleague=403,
        typed=lambda it: {"ticket": it.number, "to": it.agent}),
]  # fmt: skip
MANY = [
    many("close it among many", lambda it: {"act": "close", "reason": "Done"}),
    many("tag it among many", lambda it: {"act": "tag", "tag": "mine"}),
    many("untag it among many", lambda it: {"act": "untag", "tag": it.tag}),
    many("move it among many", lambda it: {"act": "recategorise", "category": it.category}),
    many("assign it among many", lambda it: {"act": "assign", "assignee": it.agent}, colleague=422),
    many("unassign it among many", lambda it: {"act": "unassign"}, colleague=422),
    many("escalate it among many", lambda it: {"act": "escalate", "why": "Mine!"}, colleague=422),
    many("merge it among many", lambda it: {"act": "merge"}, colleague=422),
    many("close all that match", lambda it: {"act": "close", "reason": "Done", "which": "all"},
         query=f"{ANY}&requester={{it.requester}}"),
    many("tag all that match", lambda it: {"act": "tag", "tag": "mine", "which": "all"}, query=f"{ANY}&tag={{it.tag}}"),
]  # fmt: skip


def portal(name, path, *, outside=404, nobody=303, post=False, desk=302, **more):
    """A page of the requester's: 404 to whose it is not; whoever works here is sent to the desk."""

    def go(who, it):
        who.post(path(it), form_key=uuid.uuid4(), body="x") if post else who.get(path(it))

    return Way(name, go, desk, desk, desk, outside, nobody, **more)


PORTAL = [
    portal("its page, as a requester", at("/tickets/{it.number}/")),
    portal("a message to it", at("/tickets/{it.number}/messages/"), post=True, nobody=401),
    portal("a draft to it", at("/tickets/{it.number}/draft/"), post=True, nobody=401),
    portal("close it as its requester", at("/tickets/{it.number}/closure/"), post=True, nobody=401),
    portal("reopen it as its requester", at("/tickets/{it.number}/reopening/"), post=True, nobody=401),
    portal("change its description", at("/tickets/{it.number}/description/"), post=True, nobody=401),
    portal("undo its closing", at("/tickets/undo/{it.event}/"), post=True, nobody=401),
    portal("search my tickets by its number", at("/tickets/search/?q={it.number}"), outside=200),
    portal("search my tickets by a word", at("/tickets/search/?q={it.words[0]}"), outside=200),
    portal("search my tickets, going on behind it", at("/tickets/search/?q=charged&after={it.number}"), outside=200),
    portal("my tickets, from another's mark", at("/tickets/?page={it.mark}"), outside=200),
]
WAYS = [*LISTS, *SEARCHES, *LIVE, *PAGES, *ACTS, *MANY, *PORTAL]
