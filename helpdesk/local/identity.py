"""As whom, and from where, PostgreSQL runs: it refuses to run as root.

An ordinary user just runs it. Root runs it as an unprivileged user where that user can reach the binaries
and the data; else in a user namespace, in which root is not root; else from a copy outside the closed folder.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpdesk.local.data import fingerprint
from helpdesk.local.errors import CannotGoOn

UNSHARE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
# Not /tmp: the data must survive the machine's restart.
OPEN_FOLDER = Path("/var/tmp")


@dataclass(frozen=True)
class Home:
    """The binaries and the folder for the data, and what to put before and around a command to use them."""

    binaries: Path
    folder: Path
    prefix: Sequence[str] = ()
    identity: Mapping[str, Any] = field(default_factory=dict)

    @property
    def owner(self) -> tuple[int, int] | None:
        """Return the user and group that must own the files, if not the present ones."""
        return (self.identity["user"], self.identity["group"]) if self.identity else None


def find_home(binaries: Path, folder: Path) -> Home:
    """Return where and how the present user can run these binaries on this folder."""
    if os.geteuid() != 0:
        return Home(binaries, folder)
    if (outside := _outside(folder)).exists():
        return Home(_copied(binaries), outside, identity=_identity(_owner_of(outside)))
    owner = _owner_of(folder)
    # Files that root itself owns were made in a user namespace, where root has another name.
    if owner.pw_uid != 0 and _can_enter(binaries, owner) and _can_enter(folder.parent, owner):
        return Home(binaries, folder, identity=_identity(owner))
    if shutil.which("unshare") and subprocess.run([*UNSHARE, "true"], stderr=subprocess.DEVNULL).returncode == 0:
        return Home(binaries, folder, prefix=UNSHARE)
    return Home(_copied(binaries), outside, identity=_identity(_unprivileged()))


def forget_outside(folder: Path) -> None:
    """Remove what a folder's PostgreSQL keeps outside of it, for a fresh start."""
    if os.geteuid() == 0:
        shutil.rmtree(_outside(folder), ignore_errors=True)


def _outside(folder: Path) -> Path:
    return OPEN_FOLDER / f"helpdesk-{fingerprint(folder)}"


def _owner_of(folder: Path) -> pwd.struct_passwd:
    """Return who owns the data, so that a start continues as the user of the one before."""
    try:
        return pwd.getpwuid(folder.stat().st_uid)
    except FileNotFoundError:
        return _unprivileged()
    except KeyError as error:
        raise CannotGoOn(f"{folder} belongs to a user who does not exist any more.") from error


def _unprivileged() -> pwd.struct_passwd:
    users = {user.pw_name: user for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in users:
            return users[name]
    raise CannotGoOn("PostgreSQL cannot run as root, and there is no user named postgres or nobody to run it as.")


def _identity(user: pwd.struct_passwd) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _can_enter(path: Path, user: pwd.struct_passwd) -> bool:
    """Return whether this user can pass through every folder on the way to the path."""
    for folder in (path.resolve(), *path.resolve().parents):
        status = folder.stat()
        if status.st_uid == user.pw_uid:
            bit = 0o100
        else:
            bit = 0o010 if status.st_gid == user.pw_gid else 0o001
        if not status.st_mode & bit:
            return False
    return True


def _copied(binaries: Path) -> Path:
    """Return a copy of the PostgreSQL installation that everybody can reach, made once for each installation."""
    installation, package = binaries.parent, binaries.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    name = f"helpdesk-postgresql-{fingerprint(binaries)}"
    copy = OPEN_FOLDER / f"{name}-{int(binaries.stat().st_mtime)}"
    if not copy.exists():
        for outdated in OPEN_FOLDER.glob(f"{name}-*"):
            shutil.rmtree(outdated, ignore_errors=True)
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installation, unfinished / package.name / installation.name, symlinks=True)
        # The wheel's binaries look for their libraries beside the package.
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    if copy.is_symlink() or copy.stat().st_uid != 0:
        raise CannotGoOn(f"{copy} belongs to somebody else; remove it and start again.")
    return copy / package.name / installation.name / "bin"
