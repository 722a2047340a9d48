"""What keeps `dev.py start` from starting is said in one sentence, with status 1 and no traceback."""

import os
import signal
import socket

import pytest

from helpdesk.local.data import DataFolder
from tests.commands.conftest import gone_within


@pytest.fixture
def refusal(launch, folder):
    """Start on a data folder, expect a refusal, and return its sentence."""

    def start(*arguments, data=folder / "data", **environment):
        process = launch("-m", "helpdesk.local", "start", "--data", data, *arguments, **environment)
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 1, output + errors
        assert errors.count("\n") == 1, errors
        return errors.strip()

    return start


def test_a_taken_port_is_said_in_one_sentence(refusal):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refusal("--port", port) == f"Port {port} is taken by another program; choose another with --port."


def test_data_of_another_postgresql_version_is_said_in_one_sentence(refusal, folder):
    data = DataFolder(folder / "data").path
    cluster = data / "postgres" / "data"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("14\n")
    sentence = refusal("--port", 0)
    assert "was made by PostgreSQL 14, and this is PostgreSQL 18" in sentence
    assert (cluster / "PG_VERSION").read_text() == "14\n"


def test_a_second_start_on_the_same_data_is_said_in_one_sentence(refusal, folder):
    data = DataFolder(folder / "data")
    with data.hold():
        assert refusal("--port", 0) == f"Helpdesk is already running on {data.path} (process {os.getpid()})."


def test_a_folder_with_other_files_is_left_alone(refusal, folder):
    (folder / "letters").mkdir()
    letter = folder / "letters" / "letter.txt"
    letter.write_text("Dear Ana")
    assert "holds other files" in refusal("--reset", data=folder / "letters")
    assert letter.read_text() == "Dear Ana"


def test_one_database_address_without_the_others_is_said_in_one_sentence(refusal):
    sentence = refusal(DATABASE_URL="postgresql://hd_app@/helpdesk")
    assert sentence.startswith("DATABASE_URL is set, but DATABASE_OWNER_URL, DATABASE_SYSTEM_URL is not")


def test_reset_does_not_touch_a_database_from_outside(refusal):
    addresses = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL"), "postgresql://a@/b")
    assert refusal("--reset", **addresses).startswith("--reset empties the embedded services only")


def test_a_failing_migration_is_said_with_its_reason_and_leaves_nothing_running(launch, folder):
    unreachable = dict.fromkeys(
        ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL"), f"postgresql://a@/b?host={folder}"
    )
    process = launch("-m", "helpdesk.local", "start", "--data", folder / "data", "--port", 0, **unreachable)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.startswith("Migrating the database failed (")
    assert errors.count("\n") == 1
    assert (folder / "data" / "logs" / "migrate.log").stat().st_size > 0


def test_the_lock_outlives_a_killed_launcher_only_until_its_guardian_is_done(launch, folder):
    """The next start waits for the clean-up of the one before in place of refusing."""
    program = (
        "import sys, time, pathlib\n"
        "from helpdesk.local.data import DataFolder\n"
        "from helpdesk.local.processes import Processes\n"
        "data = DataFolder(pathlib.Path(sys.argv[1]))\n"
        "with data.hold() as lock, Processes(data.path / 'logs', [lock]) as processes:\n"
        "    print('held', flush=True)\n"
        "    processes.pause(60)\n"
    )
    first = launch("-c", program, folder / "data")
    assert first.stdout.readline() == "held\n"
    first.send_signal(signal.SIGKILL)
    second = launch("-c", program, folder / "data")
    assert second.stdout.readline() == "held\n"
    second.terminate()
    assert gone_within(5, [first.pid, second.pid])
