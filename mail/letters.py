"""Letters: one Markdown source per event becomes the text and the HTML of a mail."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formataddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string

from activity.models import Delivery
from activity.outbox import GiveUp
from shared import markdown, times
from shared.colour import palette
from tenants import hosts, profiles


@dataclass(frozen=True)
class Button:
    """The one thing to do next."""

    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """A mail before it has a form. `source` names templates/mail/<source>.md."""

    to: str
    subject: str
    source: str
    context: dict = field(default_factory=dict)
    button: Button | None = None
    sender_name: str = ""
    # The conversation in the mail client: every mail of a ticket refers to the same root.
    thread: str = ""


def in_words(moment: datetime) -> str:
    """Return a moment as "Tuesday 14 May, 09:12 (Europe/Lisbon)", in the tenant's zone: mail knows no other."""
    return times.in_words(moment, ZoneInfo(profiles.current().time_zone))


def outward(delivery: Delivery, letter: Letter) -> Callable[[], None]:
    """Return the function that sends a letter; everything is rendered now, only sending is left.

    The Message-ID comes from the delivery, so a repeated mail is recognised as the same one. A
    recipient that the mail server refuses for good raises GiveUp.
    """
    try:
        validate_email(letter.to)  # also: one address, not several behind a comma
    except ValidationError as error:
        raise GiveUp(f"{letter.to!r} is not an e-mail address") from error
    message = _message(delivery, letter)

    def send():
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            if all(500 <= code < 600 for code, _ in refused.recipients.values()):
                raise GiveUp(f"the mail server refused the recipient: {refused}") from refused
            raise

    return send


def _message(delivery: Delivery, letter: Letter) -> EmailMultiAlternatives:
    profile, host = profiles.current(), hosts.primary_host()
    context = letter.context | {"tenant_name": profile.name, "button": letter.button}
    body = render_to_string(f"mail/{letter.source}.md", context).strip()
    frame = context | {"body": body, "html": markdown.render(body), "colours": palette(profile.brand_colour)}
    address = settings.MAIL_FROM.replace("{host}", host)
    name = _one_line(profile.name)
    sender = f"{_one_line(letter.sender_name)} at {name}" if letter.sender_name else name
    headers = {
        "Message-ID": f"<{delivery.key}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Id": formataddr((name, f"tickets.{host}")),
    }
    if letter.thread:
        headers |= {"In-Reply-To": letter.thread, "References": letter.thread}
    message = EmailMultiAlternatives(
        subject=_one_line(letter.subject),
        body=render_to_string("mail/frame.txt", frame).strip() + "\n",
        from_email=formataddr((sender, address)),
        to=[letter.to],
        headers=headers,
    )
    message.attach_alternative(render_to_string("mail/frame.html", frame), "text/html")
    return message


def _one_line(text: str) -> str:
    """Return a text as a header can hold it."""
    return " ".join(text.split())
