"""manage.py in a second terminal, where nothing is configured."""

import shutil
import stat
import subprocess
import sys

from helpdesk.local.environment import remember
from tests.commands.conftest import CHECKOUT

SHOW = "from django.conf import settings as s; print(s.SECRET_KEY, s.DATABASES['owner']['USER'], s.PUBLIC_PORT)"
ADDRESSES = {
    "DATABASE_URL": "postgresql://hd_app@/helpdesk",
    "DATABASE_OWNER_URL": "postgresql://hd_owner@/helpdesk",
    "DATABASE_SYSTEM_URL": "postgresql://hd_system@/helpdesk",
    "REDIS_URL": "unix:///nowhere?db=0",
}
INSTALLATION = {"HELPDESK_LOCAL": "1", "HELPDESK_PORT": "8123", "SECRET_KEY": "of-the-installation", **ADDRESSES}


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, CHECKOUT / "manage.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_command_works_on_the_installation_that_was_started(environment, tmp_path):
    remember(tmp_path, INSTALLATION)
    done = manage(environment | {"HELPDESK_DATA": str(tmp_path)}, "shell", "--no-imports", "-c", SHOW)
    assert done.stdout == "of-the-installation hd_owner 8123\n", done.stderr


def test_a_configured_environment_is_never_mixed_with_an_installation(environment, tmp_path):
    remember(tmp_path, INSTALLATION)
    configured = {"HELPDESK_DATA": str(tmp_path), "SECRET_KEY": "production"}
    done = manage(environment | configured, "shell", "--no-imports", "-c", SHOW)
    assert "DATABASE_URL is not set" in done.stderr


def test_what_is_remembered_is_for_its_owner_only_and_holds_nothing_else(tmp_path):
    remember(tmp_path, INSTALLATION | {"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "private"})
    file = tmp_path / "environment.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "private" not in file.read_text()


def test_without_the_packages_manage_py_says_what_to_run(environment, tmp_path):
    shutil.copy(CHECKOUT / "manage.py", tmp_path)
    bare = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    # -S: a Python without any installed packages.
    done = subprocess.run([sys.executable, "-S", "manage.py"], cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "The Python packages are not installed: run python3 dev.py start once.\n"
