"""Finding the browser for the browser tests."""

import pytest

from helpdesk.local.browser import find_or_install
from helpdesk.local.errors import CannotGoOn
from tests.commands.conftest import processes_here


@pytest.fixture
def program(tmp_path):
    """Put a program that ends with this status into a folder."""

    def make(name, status):
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\nexit {status}\n")
        file.chmod(0o755)
        return file

    return make


def test_the_browser_that_was_named_is_taken(monkeypatch, tmp_path, program):
    monkeypatch.setenv("CHROMIUM", str(program("my-browser", 0)))
    with processes_here(tmp_path) as processes:
        assert find_or_install(processes) == tmp_path / "my-browser"


def test_a_browser_that_was_named_and_is_not_there_is_said_and_not_replaced(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
    with processes_here(tmp_path) as processes, pytest.raises(CannotGoOn, match=r"^CHROMIUM is set to .*missing, but"):
        find_or_install(processes)


def test_a_mere_placeholder_on_the_path_is_passed_over(monkeypatch, tmp_path, program):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    program("chromium", 1)
    program("google-chrome", 0)
    with processes_here(tmp_path) as processes:
        assert find_or_install(processes) == tmp_path / "google-chrome"
