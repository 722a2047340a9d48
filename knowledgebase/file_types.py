"""Which kinds of files an article may have: what a file's first bytes say, never what its sender or its name says."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

LONGEST_NAME = 100


@dataclass(frozen=True)
class Kind:
    """One kind of file; `endings` are those of its names, the first is put on a name that has none of them."""

    content_type: str
    endings: tuple[str, ...]
    is_image: bool = False
    # A container whose content an ending tells apart (a .docx is a zip) must have the right one to begin with.
    needs_ending: bool = False

    def fits(self, name: str) -> bool:
        """Tell whether a name ends as one of this kind."""
        return name.lower().endswith(self.endings)


PNG = Kind("image/png", (".png",), is_image=True)
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), is_image=True)
GIF = Kind("image/gif", (".gif",), is_image=True)
WEBP = Kind("image/webp", (".webp",), is_image=True)
PDF = Kind("application/pdf", (".pdf",))
ZIP = Kind("application/zip", (".zip",), needs_ending=True)
TEXT = Kind("text/plain", (".txt", ".csv", ".log"), needs_ending=True)
KINDS = (PNG, JPEG, GIF, WEBP, PDF, ZIP, TEXT)
ALLOWED = "PNG, JPEG, GIF, WebP, PDF, ZIP, TXT, CSV and LOG"
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
)


def kind_of(name: str, content) -> Kind | None:
    """Return the kind of a file by its content, None for one that is not allowed; `content` is read from its start."""
    content.seek(0)
    begins = content.read(64)
    found = next((kind for mark, kind in _BEGINNINGS if begins.startswith(mark)), None)
    if begins[:4] == b"RIFF" and begins[8:12] == b"WEBP":
        found = WEBP
    if found is None and _is_text(content):
        found = TEXT
    content.seek(0)
    if found is None or (found.needs_ending and not found.fits(name)):
        return None
    return found


def _is_text(content) -> bool:
    """Tell whether nothing in a file is what no text holds. Its characters may be of any set."""
    content.seek(0)
    is_empty = True
    while piece := content.read(64 * 1024):
        is_empty = False
        if b"\0" in piece:
            return False
    return not is_empty


def clean_name(name: str, kind: Kind | None = None) -> str:
    """Return the name for showing: one line, no folder, nothing invisible, and the ending that its kind has.

    The object in the storage is called otherwise, so this decides nothing but what people read.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    kept = "".join(" " if character.isspace() else character for character in name)
    # Characters that show nothing or turn the direction around hide what a file is: "txt.exe" for "exe.txt".
    kept = "".join(character for character in kept if unicodedata.category(character)[0] != "C")
    kept = "".join("-" if character in '<>:"|?*%#' else character for character in kept)
    kept = " ".join(kept.split()).strip(". ")
    if kind is not None and not kind.fits(kept):
        kept = f"{kept or 'file'}{kind.endings[0]}"
    path = PurePosixPath(kept or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix[:10])] + path.suffix[:10]
