"""Caught mail: in local mode nothing leaves the machine; every message becomes one file."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from shared import clock

BACKEND = f"{__name__}.CatchingBackend"
_MOMENT = "%Y%m%dT%H%M%S%f"
_KEY = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Caught:
    """One message: its key (the file's name without ending), when it was caught, and what it says."""

    key: str
    message: EmailMessage

    @property
    def at(self) -> datetime:
        """When it was caught, by the product's own clock: the Date header knows nothing of a moved one."""
        return datetime.strptime(self.key.partition("-")[0], _MOMENT).replace(tzinfo=UTC)

    @property
    def to(self) -> str:
        """Whom it was sent to."""
        return str(self.message["to"] or "")

    @property
    def sender(self) -> str:
        """The name it was sent by, or the address if there is no name."""
        addresses = getattr(self.message["from"], "addresses", ())
        return (addresses[0].display_name or addresses[0].addr_spec) if addresses else ""

    @property
    def sender_and_address(self) -> str:
        """The From header."""
        return str(self.message["from"] or "")

    @property
    def subject(self) -> str:
        """Its subject, never empty."""
        return str(self.message["subject"] or "") or "No subject"

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All headers, as they stand in it."""
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        """The text part, empty if there is none."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part, empty if there is none."""
        return self._part("html")

    def _part(self, kind):
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


class CatchingBackend(BaseEmailBackend):
    """Django's way to send mail, ending in a folder."""

    def send_messages(self, email_messages) -> int:
        """Keep the messages; return how many."""
        messages = [message for message in email_messages if message.recipients()]
        for message in messages:
            _keep(message.message().as_bytes())
        return len(messages)


def keys() -> list[str]:
    """Return the keys of all caught messages, newest first, without opening a file."""
    try:
        found = [path.stem for path in _folder().iterdir() if path.suffix == ".eml"]
    except FileNotFoundError:
        return []
    return sorted(filter(_KEY.fullmatch, found), reverse=True)


def heads(of: list[str]) -> list[Caught]:
    """Return messages with their headers alone, for a list; what is gone meanwhile is left out."""
    parser = BytesHeaderParser(policy=policy.default)
    read = ((key, _read(key)) for key in of)
    return [Caught(key, parser.parsebytes(source)) for key, source in read if source is not None]


def caught(key: str) -> Caught | None:
    """Return one whole message, None if there is none of this key."""
    source = _read(key) if _KEY.fullmatch(key) else None
    return Caught(key, message_from_bytes(source, policy=policy.default)) if source is not None else None


def _keep(source: bytes) -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    key = f"{clock.now():{_MOMENT}}-{secrets.token_hex(6)}"
    unfinished = folder / f"{key}.new"
    unfinished.write_bytes(source)
    # Renamed into place: a reader never finds half a message.
    unfinished.replace(folder / f"{key}.eml")


def _read(key: str) -> bytes | None:
    try:
        return (_folder() / f"{key}.eml").read_bytes()
    except FileNotFoundError:
        return None


def _folder() -> Path:
    return settings.LOCAL_DATA / "mail"
