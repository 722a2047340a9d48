"""The ladder of channels and the policies: what a tenant says before somebody writes to it."""

import re
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction

from accounts.models import User
from activity import edits
from shared.refusal import Refusal
from tickets.models import Policy, SupportChannel

Kind = SupportChannel.Kind
MOST_POLICIES = 20
# What a tenant says that has said nothing yet; customers may change nothing about it, admins all.
TEXTS = {
    Kind.ARTICLES: "Search or browse the articles. They answer at once.",
    Kind.TICKET: "Tell us what went wrong. One person takes your ticket and stays with it to the end.",
    Kind.CHAT: "Talk to one of us in writing while you both are there.",
    Kind.PHONE: "We call you at a time that you choose with us.",
    Kind.COMMUNITY: "Other customers share what they know.",
    Kind.EMAIL: "Mails get lost, and we have to ask back. A ticket reaches us faster.",
}
_ALWAYS_HERE = (Kind.ARTICLES, Kind.TICKET)
_WANTED = {
    Kind.CHAT: "Enter the address of the chat, beginning with https://.",
    Kind.PHONE: "Enter a phone number with its country code, like +351 21 000 00 00.",
    Kind.COMMUNITY: "Enter the address of the community, beginning with https://.",
    Kind.EMAIL: "Enter an e-mail address like help@example.com.",
}
_NUMBER = re.compile(r"\+?[\d\s()./-]{5,30}")
_check_link = URLValidator(schemes=["http", "https"])


class LeadsNowhere(Refusal):
    """A channel cannot be offered: nobody would get anywhere by it."""


class TooManyPolicies(Refusal):
    """There are as many policies as anybody reads."""


def ladder() -> list[SupportChannel]:
    """Return all channels, on or off, in the order in which to try them; those that were never said as they begin."""
    stored = {channel.kind: channel for channel in SupportChannel.objects.all()}
    every = [stored.get(kind) or _first(position, kind) for position, kind in enumerate(Kind, start=1)]
    return sorted(every, key=lambda channel: (channel.position, list(Kind).index(channel.kind)))


def _first(position, kind) -> SupportChannel:
    return SupportChannel(kind=kind, position=position, text=TEXTS[kind], is_on=kind in _ALWAYS_HERE)


@transaction.atomic
def stored(kind: str) -> SupportChannel:
    """Return the row of a channel, made on the spot, with all others, where there is none yet."""
    missing = [channel for channel in ladder() if channel.pk is None]
    SupportChannel.objects.bulk_create(missing, ignore_conflicts=True)
    return SupportChannel.objects.get(kind=kind)


@transaction.atomic
def change(
    channel: SupportChannel, *, is_on: bool, text: str, target: str, by: User, seen: str | None = None
) -> SupportChannel:
    """Say whether a channel is offered, with which words, and where it is. Raises LeadsNowhere or ChangedMeanwhile."""
    target = target.strip()
    if is_on and (sentence := _what_is_missing(channel.kind, target)):
        raise LeadsNowhere(sentence, field="target")
    row = stored(channel.kind)
    return edits.change(row, {"is_on": is_on, "text": text, "target": target}, by=by, seen=seen)


def _what_is_missing(kind, target) -> str:
    """Return the sentence about a target that leads nowhere."""
    checks = {Kind.PHONE: _check_number, Kind.EMAIL: validate_email}
    if kind in _ALWAYS_HERE:
        return ""
    try:
        checks.get(kind, _check_link)(target)
    except ValidationError:
        return _WANTED[kind]
    return ""


def _check_number(target):
    if not _NUMBER.fullmatch(target) or sum(letter.isdecimal() for letter in target) < 5:
        raise ValidationError("no number")


@transaction.atomic
def move(channel: SupportChannel, *, to: str, by: User) -> None:
    """Put a channel one place earlier ("up") or later ("down") on the ladder."""
    row = stored(channel.kind)
    edits.move(row, SupportChannel.objects.order_by("position", "id"), to=to, by=by)


# --- policies ---------------------------------------------------------------------------------------------


@transaction.atomic
def add_policy(*, title: str, body: str, by: User, form_key: UUID | None = None) -> Policy:
    """Add a policy below the others. Raises Taken or TooManyPolicies."""
    if Policy.objects.in_use().count() >= MOST_POLICIES:
        raise TooManyPolicies(f"There can be at most {MOST_POLICIES} policies. Archive one that is no longer needed.")
    last = Policy.objects.order_by("-position").values_list("position", flat=True).first() or 0
    return edits.add(Policy(title=title, body=body, position=last + 1), by=by, form_key=form_key)


def change_policy(policy: Policy, *, title: str, body: str, by: User, seen: str | None = None) -> Policy:
    """Change a policy. Raises Taken or ChangedMeanwhile."""
    return edits.change(policy, {"title": title, "body": body}, by=by, seen=seen)


def archive_policy(policy: Policy, *, by: User) -> Policy:
    """Show a policy no longer."""
    return edits.archive(policy, by=by)


def restore_policy(policy: Policy, *, by: User) -> Policy:
    """Show an archived policy again. Raises Taken."""
    return edits.restore(policy, by=by)


def move_policy(policy: Policy, *, to: str, by: User) -> None:
    """Put a policy one place earlier ("up") or later ("down")."""
    edits.move(policy, Policy.objects.in_use(), to=to, by=by)
