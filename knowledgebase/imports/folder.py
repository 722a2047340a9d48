"""The files of an import: a folder, or an archive that is unpacked into one and bounded while it is."""

import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from knowledgebase.imports.manuscripts import ENDINGS
from shared.refusal import Refusal

MOST_FILES = 2000
MOST_BYTES = 50 * 1024 * 1024
_LONGEST_NAME = 250  # of Article.import_key


class Refused(Refusal):
    """An archive or a folder that is not read at all."""


class Folder:
    """A folder of files, called by their paths within it; nothing outside of it is ever read."""

    def __init__(self, root: Path):
        self.root = root.resolve()

    def manuscripts(self) -> list[str]:
        """Return the names of the files that articles are made of, in order; hidden ones are left out."""
        found = (path for path in self.root.rglob("*") if path.suffix.lower() in ENDINGS)
        names = (path.relative_to(self.root) for path in found)
        return sorted(str(name) for name in names if not _is_hidden(name) and self.path(str(name)))

    def path(self, name: str) -> Path | None:
        """Return where a file lies; None if there is none, or if the name or a link leads out of the folder."""
        try:
            path = (self.root / name).resolve()
            is_inside = path.is_relative_to(self.root) and path.is_file()
        except (OSError, ValueError):  # a name that no file can have
            return None
        return path if is_inside else None

    def read(self, name: str) -> bytes:
        """Return the content of a file; raise Refused if it cannot be read or called."""
        if len(name) > _LONGEST_NAME:
            raise Refused(f"Its path is longer than {_LONGEST_NAME} characters.")
        path = self.path(name)
        try:
            return path.read_bytes()
        except (OSError, AttributeError) as error:
            raise Refused("It cannot be read.") from error


def _is_hidden(name: Path | PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.parts)


# Whatever the reading of a broken one may raise.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError, OSError, ValueError,
    RuntimeError,
)  # fmt: skip


def unpack(archive, into: Path) -> Folder:
    """Unpack a zip file into an empty folder. Raises Refused for one that is too large, or that leads elsewhere.

    What an archive says of its sizes is looked at first, and what really comes out is counted all the same.
    """
    try:
        with zipfile.ZipFile(archive) as held:
            entries = [entry for entry in held.infolist() if not entry.is_dir()]
            _check(entries)
            left = MOST_BYTES
            for entry in entries:
                if not _is_hidden(PurePosixPath(entry.filename)):
                    left -= _write(held, entry, into, left)
    except _BROKEN as error:
        raise Refused("This is no ZIP file that can be read.") from error
    return Folder(into)


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise Refused(f"The ZIP file holds {len(entries):,} files; it may hold {MOST_FILES:,}.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused(f"The ZIP file holds more than {MOST_BYTES // 1024 // 1024} MB.")
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or not name.parts or ":" in name.parts[0]:
            raise Refused(f"The ZIP file holds a path that leads out of it: {entry.filename[:100]}")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(f"The ZIP file holds a link instead of a file: {entry.filename[:100]}")
        if entry.flag_bits & 1:
            raise Refused("The ZIP file has a password. Make one without.")


def _write(held: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, left: int) -> int:
    path = into / entry.filename
    path.parent.mkdir(parents=True, exist_ok=True)
    with held.open(entry) as source, path.open("xb") as target:
        shutil.copyfileobj(_UpTo(source, left), target)
        return target.tell()


class _UpTo:
    """Reads until more comes out than there may be."""

    def __init__(self, source, most: int):
        self._source, self._left = source, most

    def read(self, size: int = -1) -> bytes:
        """Return the next piece."""
        piece = self._source.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise Refused(f"The ZIP file holds more than {MOST_BYTES // 1024 // 1024} MB.")
        return piece


def pack(files, into) -> None:
    """Put single files into one archive, each by its own name; the second of a name gets a number."""
    taken: set[str] = set()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(files, start=1):
            name = PurePosixPath(file.name.replace("\\", "/")).name
            name = name if name not in taken else f"{number}-{name}"
            taken.add(name)
            with archive.open(name, "w") as target:
                for piece in file.chunks():
                    target.write(piece)
