"""The supervisor and its guardian, with small processes in place of the product's."""

import os
import signal
import time

import pytest

from helpdesk.local.errors import CannotGoOn
from helpdesk.local.guardian import process_table
from helpdesk.local.processes import DEATHS_PER_MINUTE, Command
from tests.commands.conftest import alive, gone_within, processes_here

# Like a worker with a pool, a PostgreSQL with backends of their own session, and one that does not listen.
FAMILY = """
import os, signal, subprocess, sys, time
sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
if "--deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
children = [subprocess.Popen(sleep), subprocess.Popen(sleep, start_new_session=True)]
print(os.getpid(), *(child.pid for child in children), flush=True)
time.sleep(60)
"""
LAUNCHER = """
import os, sys
from pathlib import Path
from helpdesk.local.processes import Command, Processes
folder = Path(sys.argv[1])
with Processes(folder / "logs") as processes:
    for name, extra in (("program", ()), ("deaf", ("--deaf",)), ("service", ())):
        arguments = [sys.executable, folder / "family.py", *extra]
        command = Command(name, arguments, os.environ, folder, service=name == "service")
        processes.keep(name, lambda command=command: processes.start(command))
    processes.remove_at_end([folder / "temporary"])
    print("started", flush=True)
    while True:
        processes.look_after()
        processes.pause(0.1)
"""


@pytest.fixture
def family(launch, tmp_path):
    """A launcher with three families of processes: returns it and all the process ids below it."""
    (tmp_path / "family.py").write_text(FAMILY)
    (tmp_path / "temporary").mkdir()
    launcher = launch("-c", LAUNCHER, tmp_path)
    assert launcher.stdout.readline() == "started\n"
    logs = [tmp_path / "logs" / f"{name}.log" for name in ("program", "deaf", "service")]
    deadline = time.monotonic() + 10
    while not all(log.exists() and log.read_text().endswith("\n") for log in logs):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    pids = {int(pid) for log in logs for pid in log.read_text().split()}
    assert len(pids) == 9
    return launcher, pids


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_however_the_launcher_ends_no_process_is_left_after_five_seconds(family, tmp_path, how):
    launcher, pids = family
    launcher.send_signal(how)
    assert gone_within(5, pids), alive(pids)
    launcher.communicate(timeout=5)
    assert not (tmp_path / "temporary").exists()


def test_a_killed_guardian_is_replaced_and_still_ends_everything(family):
    launcher, pids = family
    first = guardian_of(launcher, pids)
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while guardian_of(launcher, pids) in (None, first):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    launcher.kill()
    assert gone_within(5, pids), alive(pids)


def test_a_process_that_was_killed_is_started_again_without_its_old_pool(family, tmp_path):
    launcher, pids = family
    log = tmp_path / "logs" / "program.log"
    head, in_its_group, _ = (int(pid) for pid in log.read_text().split())
    os.kill(head, signal.SIGKILL)
    assert launcher.stdout.readline() == "The program process was ended by SIGKILL; starting it again.\n"
    assert gone_within(1, [in_its_group])
    deadline = time.monotonic() + 5
    while len(log.read_text().split()) < 6:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    # What had left its group and its parent is nobody's any more; the test ends it itself.
    for pid in alive(pids | {int(pid) for pid in log.read_text().split()}):
        os.kill(pid, signal.SIGKILL)


def test_a_process_that_keeps_ending_ends_the_run_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("helpdesk.local.processes.RESTART_PAUSE", 0)
    with processes_here(tmp_path) as processes:
        command = Command("worker", ["false"], os.environ, tmp_path)
        processes.keep("worker", lambda: processes.start(command))
        with pytest.raises(CannotGoOn, match=r"^The worker process keeps ending by itself; .*worker\.log says why\.$"):
            for _ in range(100 * DEATHS_PER_MINUTE):
                processes.look_after()
                processes.pause(0.02)


def test_a_service_that_does_not_become_ready_is_said_in_one_sentence(tmp_path):
    with processes_here(tmp_path) as processes:
        process = processes.start(Command("valkey", ["false"], os.environ, tmp_path))
        with pytest.raises(CannotGoOn, match=r"^Valkey ended with status 1: see .*valkey\.log\.$"):
            processes.wait_until_ready(process, lambda: False, seconds=10)


def test_the_log_of_the_run_before_is_kept(tmp_path):
    for words in ("first", "second"):
        with processes_here(tmp_path) as processes:
            processes.wait(processes.start(Command("echo", ["echo", words], os.environ, tmp_path)))
    assert (tmp_path / "logs" / "echo.log").read_text() == "second\n"
    assert (tmp_path / "logs" / "echo.log.before").read_text() == "first\n"


def guardian_of(launcher, pids) -> int | None:
    """Return the launcher's child that is none of its families."""
    return next((row.pid for row in process_table() if row.parent == launcher.pid and row.pid not in pids), None)
