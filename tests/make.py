"""Builders for what a test needs, through the product's own verbs."""

import uuid

from accounts.models import Membership
from tickets import assignment, conversation, intake, progress
from tickets.models import Category
from tickets.statuses import Status


def member(user, team):
    """Put somebody into a team."""
    return Membership.objects.create(user=user, team=team)


def ticket(requester, *, category=None, subject="Charged twice", description="Two charges on one day.", **more):
    """File a ticket."""
    return intake.file(
        requester=requester,
        by=more.pop("by", requester),
        subject=subject,
        description=description,
        category=category or Category.objects.get(name="Refund"),
        form_key=more.pop("form_key", uuid.uuid4()),
        **more,
    )


def assigned(requester, agent, *, by, **more):
    """File a ticket and assign it."""
    return assignment.assign(ticket(requester, **more), to=agent, by=by)


def key():
    """A fresh form key."""
    return uuid.uuid4()


def in_status(status: Status, *, requester, agent, manager, **more):
    """Bring a ticket into a status along the shortest way that people could take."""
    filed = ticket(requester, **more)
    if status == Status.NEW:
        return filed
    given = assignment.assign(filed, to=agent, by=manager)
    steps = {
        Status.ASSIGNED: [],
        Status.WORK_IN_PROGRESS: [_work],
        Status.NEEDS_MORE_INFO: [_ask],
        Status.SOLUTION_SUGGESTED: [_suggest],
        Status.NEEDS_REPLY: [_ask, _write],
        Status.CLOSED: [_close],
        Status.REOPENED: [_close, _write],
    }
    for step in steps[status]:
        step(given, agent, requester)
    given.refresh_from_db()
    assert given.state == status
    return given


def _work(ticket, agent, requester):
    progress.start_work(ticket, by=agent)


def _ask(ticket, agent, requester):
    conversation.ask_for_information(ticket, body="Which card was it?", by=agent, form_key=key())


def _suggest(ticket, agent, requester):
    conversation.suggest_solution(ticket, body="The second charge is gone.", by=agent, form_key=key())


def _write(ticket, agent, requester):
    conversation.message(ticket, body="It is still there.", by=requester, form_key=key())


def _close(ticket, agent, requester):
    progress.close(ticket, by=requester)
