"""A helpdesk with something of everything in it, and a way to every address of it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import invitations, keys, plan_domains
from accounts.models import OneTimeKey
from activity.models import Event
from businesshours.models import Absence, OwnDays
from knowledgebase import files
from sla import complaints
from tests import make
from tests.knowledgebase import make as articles
from tests.security.forms import path_of, routes
from tests.security.stranger import Stranger
from tickets import channels, conversation, events, reassigning, saved_replies, tags, timekeeping
from tickets.models import FormField, Priority
from tickets.statuses import Status

Purpose = OneTimeKey.Purpose


@pytest.fixture
def scene(cast, post_office):
    """Tickets in several statuses, a category with questions, an invitation, and keys of every purpose."""
    for position, kind in enumerate(FormField.Kind):
        FormField.objects.create(
            category=cast.refund, label=f"Question {kind}", kind=kind, choices="Red\nBlue", is_required=False,
            position=position,
        )  # fmt: skip
    people = {"requester": cast.cleo, "agent": cast.ana, "manager": cast.mia}
    tickets = {status: make.in_status(status, subject=f"About {status.label}", **people) for status in Status}
    conversation.internal_note(tickets[Status.NEW], body="Between us", by=cast.mia, form_key=make.key())
    invitations.invite(email="ivy@acme.test", name="Ivy", roles=("agent",), by=cast.max)
    post_office()
    article = articles.article(cast.ana, category=articles.category(cast.max, "Account"))
    picture = SimpleUploadedFile("shot.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    # Cleo and Mia read it: the one at its address in the portal, the other at the desk.
    complaint = complaints.complain(
        tickets[Status.WORK_IN_PROGRESS], happened="Rude", by=cast.cleo, form_key=make.key()
    )
    return SimpleNamespace(
        cast=cast,
        complaint=complaint,
        article=article,
        file=files.keep(article, picture, by=cast.ana),
        tickets=tickets,
        ticket=tickets[Status.WORK_IN_PROGRESS],
        field=FormField.objects.first(),
        priority=Priority.objects.first(),
        time_entry=timekeeping.enter(
            tickets[Status.WORK_IN_PROGRESS], length=timedelta(minutes=20), by=cast.ana, form_key=make.key()
        ),
        policy=channels.add_policy(title="Manners", body="We are **kind**.", by=cast.max),
        plan_domain=plan_domains.add(domain="acme.test", with_subdomains=True, plan=cast.cleo.plan, by=cast.max),
        tag=tags.add(name="double charge", by=cast.max),
        saved_reply=saved_replies.add(title="Hello", body="Hi", owner=cast.ana, team=None, by=cast.ana),
        asked=reassigning.ask(tickets[Status.ASSIGNED], reason="Ill", by=cast.ana),
        absence=Absence.objects.create(user=cast.ben, starts_on="2026-05-04", ends_on="2026-05-08"),
        own_days=OwnDays.objects.create(name="Inventory", starts_on="2026-05-04", ends_on="2026-05-04"),
        act=Event.objects.filter(name=events.ASSIGNED).latest("id"),
        invitation=OneTimeKey.objects.get(purpose=Purpose.INVITATION),
    )


def _row(route, scene):
    for part, row in (
        ("articles/categories/", scene.article.category),
        ("staff/invitations/", scene.invitation),
        ("staff/", scene.cast.ben),
        ("policies/", scene.policy),
        ("plan-domains/", scene.plan_domain),
        ("plans/", scene.cast.vic.plan),
        ("customers/", scene.cast.cleo),
        ("shifts/absences/", scene.absence),
        ("hours/days/", scene.own_days),
        ("shifts/", scene.cast.ben),
        ("moderators/", scene.cast.vic),
        ("reassign-requests/", scene.asked),
        ("saved-replies/", scene.saved_reply),
        ("agents/", scene.cast.ana),
        ("categories/questions/", scene.field),
        ("categories/", scene.cast.refund.parent),
        ("priorities/", scene.priority),
        ("teams/", scene.cast.billing),
        ("settings/tags/", scene.tag),
        ("desk/time/", scene.time_entry),
        ("undo/", scene.act),
    ):
        if part in route:
            return row.pk
    return 1


def _secret(route):
    purposes = {"sign-up/": Purpose.SIGN_UP, "guest/": Purpose.LINK, "invitation/": Purpose.INVITATION}
    purpose = next((purpose for part, purpose in purposes.items() if route.startswith(part)), Purpose.RESET)
    more = {"roles": ["agent"], "teams": []} if purpose == Purpose.INVITATION else {}
    address = {Purpose.SIGN_UP: "new@elsewhere.test", Purpose.INVITATION: "ivy@acme.test"}
    return keys.mint(purpose, email=address.get(purpose, "gus@acme.test"), name="Gus", **more)


@pytest.fixture
def addresses(scene):
    """Every address as (route, view, path), each with an object that is really there."""
    found = []
    for route, view in routes():
        values = {
            "number": scene.ticket.number, "key": "mine", "kind": "reply", "colour": "1d4ed8", "version": 1,
            "person": scene.cast.ben.pk, "first": scene.act.pk, "last": scene.act.pk,
            "parent": scene.cast.refund.parent_id, "category": scene.cast.refund.pk, "pk": _row(route, scene),
            "token": scene.file.token, "name": scene.file.name, "slug": scene.article.slug,
            "complaint": scene.complaint.key,
        }  # fmt: skip
        if "/channels/" in route:
            values["pk"] = "phone"
        if "articles/" in route or route.startswith("k/"):
            of_articles = {"number": scene.article.number, "parent": scene.article.category_id}
            values |= of_articles | ({"slug": scene.article.category.slug} if "/in/" in route else {})
        if "secret" in route:
            values["secret"] = _secret(route)
        if not route.startswith("local/"):
            found.append((route, view, path_of(route, **values)))
    return found


@pytest.fixture
def stranger(scene, visit):
    """stranger("cleo") is the browser in which Cleo is signed in, stranger("nobody") one without anybody."""
    return lambda part: Stranger(visit(None if part == "nobody" else getattr(scene.cast, part)))
