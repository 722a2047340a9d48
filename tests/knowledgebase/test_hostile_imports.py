"""Files that were made to hurt are refused in a moment, each by itself, and the rest of an import goes on."""

import io
import time
import zipfile
from zoneinfo import ZoneInfo

import pytest

from knowledgebase.imports.folder import Refused, unpack
from knowledgebase.imports.manuscripts import Unreadable, read

ZONE = ZoneInfo("UTC")
A_WHILE = 5


def of_aliases(levels: int) -> str:
    """Return front matter that stands for nine times as much with every line."""
    lines = ["a0: &a0 {k: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, levels + 1)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "facts",
    [
        of_aliases(12),
        "number: 0x" + "f" * 8000,
        "title: 0x" + "f" * 8000,
        "number: 1" + ":1" * 5000,
        r'title: "a\0b"',
        r'summary: "a\ud800b"',
        'published: "2000-01-01T00:00:00+99:00"',
    ],
    ids=["aliases", "a number", "a title of digits", "sixties", "nul", "half a character", "a zone"],
)
def test_front_matter_that_no_machine_holds_is_refused(facts):
    begun = time.monotonic()
    with pytest.raises(Unreadable):
        read("a.md", f"---\n{facts}\n---\nText".encode(), zone=ZONE)
    assert time.monotonic() - begun < A_WHILE


def test_a_moment_of_a_far_away_zone_is_one_that_the_database_keeps():
    said = read("a.md", b'---\npublished: "2000-01-02T00:00:00+23:59"\n---\nText', zone=ZONE)
    assert said.published.isoformat() == "2000-01-01T00:01:00+00:00"


@pytest.mark.parametrize("half", ["<!--", "<a", "<![", "</", "<a ", '<a b="', "<?"])
def test_a_page_of_half_written_tags_is_read_in_a_moment(half):
    begun = time.monotonic()
    read("a.html", f"<p>Words</p>{half * (280_000 // len(half))}".encode(), zone=ZONE)
    assert time.monotonic() - begun < A_WHILE


def test_what_is_too_long_is_refused_before_it_is_parsed():
    begun = time.monotonic()
    for name in ("a.md", "a.html"):
        with pytest.raises(Unreadable):
            read(name, b"[" * 2_000_000, zone=ZONE)
    assert time.monotonic() - begun < A_WHILE


def test_a_zip_file_that_was_damaged_is_refused(tmp_path):
    for way, damage in ((zipfile.ZIP_DEFLATED, slice(35, 45)), (zipfile.ZIP_LZMA, slice(34, 60))):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", way) as archive:
            archive.writestr("a.md", "hello " * 1000)
        content = bytearray(made.getvalue())
        content[damage] = b"\xff" * (damage.stop - damage.start)
        folder = tmp_path / str(way)
        folder.mkdir()
        with pytest.raises(Refused):
            unpack(io.BytesIO(content), folder)
