"""The environment variables that the launcher gives to every process; helpdesk/settings.py reads them."""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpdesk.local.errors import CannotGoOn

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASES = {"DATABASE_URL": "hd_app", "DATABASE_OWNER_URL": "hd_owner", "DATABASE_SYSTEM_URL": "hd_system"}

# What a second terminal needs to know to work on the same installation.
REMEMBERED = (
    *("HELPDESK_LOCAL", "HELPDESK_DATA", "HELPDESK_PORT", "SECRET_KEY"),
    *DATABASES,
    *("REDIS_URL", "SMTP_URL", "MAIL_FROM", "FILES_AT", "LOG_LEVEL"),
)


@dataclass(frozen=True)
class Services:
    """Which services the person's own environment names, in place of the embedded ones."""

    database: bool
    redis: bool


def services_from_outside(environment: Mapping[str, str]) -> Services:
    """Read which services are given; the three database addresses only make sense together."""
    given = [name for name in DATABASES if environment.get(name)]
    if given and len(given) < len(DATABASES):
        missing = ", ".join(name for name in DATABASES if name not in given)
        raise CannotGoOn(f"{given[0]} is set, but {missing} is not: give all three database addresses or none.")
    return Services(database=bool(given), redis=bool(environment.get("REDIS_URL")))


def for_children(data: Path, secret_key: str, **more: str) -> dict[str, str]:
    """Return the environment of a child process: the person's own, and local mode."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        "HELPDESK_LOCAL": "1",
        "HELPDESK_DATA": str(data),
        "SECRET_KEY": secret_key,
        **more,
    }


def remember(data: Path, environment: Mapping[str, str]) -> None:
    """Write down, for their owner only, the variables that this start works with."""
    file = data / "environment.json"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps({name: environment[name] for name in REMEMBERED if name in environment}, indent=2))


def join(data: Path) -> None:
    """Take over the variables of the installation in this folder, if there is one and they are not set already."""
    with contextlib.suppress(OSError):
        for name, value in json.loads((data / "environment.json").read_text()).items():
            os.environ.setdefault(name, value)
