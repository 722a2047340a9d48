"""How `manage.py` in a second terminal finds the installation that `dev.py start` runs."""

import json
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]
_FILE = "environment.json"
# What a process needs to know of the installation; everything else is its own terminal's business.
_NAMES = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_SYSTEM_URL",
    "HELPDESK_DATA",
    "HELPDESK_LOCAL",
    "HELPDESK_PORT",
    "REDIS_URL",
    "SECRET_KEY",
)


def remember(data: Path, environment: Mapping[str, str]) -> None:
    """Write down how the installation of a data folder is reached, for this user's eyes only."""
    file = data / _FILE
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps({name: environment[name] for name in _NAMES if name in environment}))


def join(environment: MutableMapping[str, str] = os.environ) -> None:
    """Take over what `dev.py start` wrote down, unless this terminal names an installation itself.

    The folder is HELPDESK_DATA, or .data in the checkout.
    """
    if "SECRET_KEY" in environment:
        return
    file = Path(environment.get("HELPDESK_DATA", _CHECKOUT / ".data")) / _FILE
    if file.exists():
        environment |= json.loads(file.read_text())
