"""The locked requirements: complete, and free of the machine they were made on."""

import re

import pytest

from tests.commands.conftest import CHECKOUT

LOCKS = sorted((CHECKOUT / "requirements").glob("*.txt"))


def pins(lock) -> dict[str, str]:
    """Return each package's line without its hashes."""
    return dict(re.findall(r"^([a-z0-9.-]+)(==\S+(?: ;.*?)?) \\$", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_with_hashes_and_names_no_address(lock):
    text = lock.read_text()
    assert pins(lock)
    starts = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(starts) == len(pins(lock)), "a line without a pin"
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert not re.search(r"(^|\s)/", text), "a path of some machine"
    assert "--index" not in text


def test_the_test_lock_holds_all_of_the_base_lock():
    """A .venv with the test lock is good for `start` too."""
    base, test = (pins(CHECKOUT / "requirements" / name) for name in ("base.txt", "test.txt"))
    assert base.items() <= test.items()
