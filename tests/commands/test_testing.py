"""`dev.py test`: which steps run, and what its exit status says."""

import os

from helpdesk.local import testing
from tests.commands.conftest import CHECKOUT, processes_here


def test_every_step_runs_and_the_first_failure_is_the_status(tmp_path):
    steps = {
        "first": ("true",),
        "second": ("sh", "-c", "exit 3"),
        "third": ("sh", "-c", f"touch {tmp_path}/third; exit 4"),
    }
    with processes_here(tmp_path) as processes:
        assert testing.run_steps(processes, steps, os.environ) == 3
    assert (tmp_path / "third").exists()


def test_a_step_that_was_killed_has_failed(tmp_path):
    with processes_here(tmp_path) as processes:
        assert testing.run_steps(processes, {"killed": ("sh", "-c", "kill -9 $$")}, os.environ) == 128 + 9


def test_ci_runs_exactly_the_command_that_a_developer_runs():
    lines = (CHECKOUT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec python3 dev.py test"
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
