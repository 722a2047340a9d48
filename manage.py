#!/usr/bin/env python3
"""Django's command line for this project.

Where the environment configures nothing, as in a second terminal beside `dev.py start`, the command works on the
local installation in .data (or in the folder that HELPDESK_DATA names).
"""

import importlib.util
import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
VENV_PYTHON = CHECKOUT / ".venv" / "bin" / "python"


def main() -> None:
    """Run one command."""
    if importlib.util.find_spec("django") is None:
        become_the_venv()
    if not os.environ.get("SECRET_KEY"):
        from helpdesk.local.environment import join

        join(Path(os.environ.get("HELPDESK_DATA", CHECKOUT / ".data")))
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    execute_from_command_line(sys.argv)


def become_the_venv() -> None:
    """Go on with the Python that dev.py made, which has the packages."""
    if not VENV_PYTHON.exists() or Path(sys.prefix) == VENV_PYTHON.parent.parent:
        sys.exit("The Python packages are not installed: run python3 dev.py start once.")
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])


if __name__ == "__main__":
    main()
