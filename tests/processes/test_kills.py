"""Whatever dies, every mail still arrives: at least once, and a repeat carries the same Message-ID."""

import os
import signal
import time

WAIT_FOR_A_PAGE = 3.0


def kill(pids):
    """Kill without a word."""
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def test_killed_worker_between_commit_and_mail(installation, office, cleo):
    office.at_the_counter.clear()
    office.open.clear()
    cleo.file_ticket("Killed worker")
    assert office.at_the_counter.wait(30), "the mail never reached the server"
    kill(installation.pids("celery", "worker"))
    office.open.set()
    first = office.wait_for("Killed worker")
    deadline = time.monotonic() + 60
    while len(office.ids_about("Killed worker")) < 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    ids = office.ids_about("Killed worker")
    assert len(ids) == 2, "the worker died before our commit, so the mail comes once more"
    assert set(ids) == set(first)


def test_killed_relay_between_commit_and_mail(installation, office, cleo):
    kill(installation.pids("manage.py relay"))
    cleo.file_ticket("Killed relay")
    office.wait_for("Killed relay")


def test_frozen_redis_while_filing(installation, office, cleo):
    (valkey,) = installation.pids("valkey-server")
    os.kill(valkey, signal.SIGSTOP)
    try:
        taken = cleo.file_ticket("Frozen Redis")
        time.sleep(2)
        assert not office.ids_about("Frozen Redis")
    finally:
        os.kill(valkey, signal.SIGCONT)
    assert taken < WAIT_FOR_A_PAGE
    office.wait_for("Frozen Redis")


def test_killed_redis_while_filing(installation, office, cleo):
    subjects = [f"Killed Redis {number}" for number in range(5)]
    for number, subject in enumerate(subjects):
        if number == 2:
            kill(installation.pids("valkey-server"))
        assert cleo.file_ticket(subject) < WAIT_FOR_A_PAGE
    for subject in subjects:
        office.wait_for(subject)
