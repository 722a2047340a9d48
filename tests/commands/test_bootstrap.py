"""dev.py before it becomes the launcher: what it installs, and when."""

import ast
import shutil
import subprocess
import sys

import pytest

from tests.commands.conftest import CHECKOUT

# Stands in for uv: makes a .venv with this test's own Python, and writes down what it was asked to install.
FAKE_UV = f"""#!/bin/sh
case "$1" in
  venv) mkdir -p .venv/bin && ln -sf "{sys.executable}" .venv/bin/python ;;
  pip) for last; do :; done; basename "$last" >> installed.txt ;;
esac
"""
LAUNCHER = "import sys; print('launched', *sys.argv[1:])"


@pytest.fixture
def checkout(tmp_path):
    """A small checkout: the real dev.py, two locks, and a launcher that only says what it was given."""
    shutil.copy(CHECKOUT / "dev.py", tmp_path)
    package = tmp_path / "helpdesk" / "local"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text(LAUNCHER)
    (tmp_path / "requirements").mkdir()
    for lock in ("base.txt", "test.txt"):
        (tmp_path / "requirements" / lock).write_text(f"# {lock}\n")
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(FAKE_UV)
    uv.chmod(0o755)
    return tmp_path


@pytest.fixture
def dev(checkout, environment):
    """Run dev.py in the small checkout."""

    def run(*arguments, **more):
        path = f"{checkout / 'bin'}:{environment['PATH']}"
        return subprocess.run(
            [sys.executable, "dev.py", *arguments],
            cwd=checkout,
            env=environment | {"PATH": path} | more,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def installations(checkout) -> list[str]:
    """Return the locks that were installed, in order."""
    file = checkout / "installed.txt"
    return file.read_text().split() if file.exists() else []


def test_the_first_start_installs_the_base_lock_and_becomes_the_launcher(dev, checkout):
    done = dev("start", "--port", "0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "launched start --port 0"
    assert installations(checkout) == ["base.txt"]


def test_an_unchanged_lock_is_not_installed_again(dev, checkout):
    dev("start")
    done = dev("start")
    assert done.stdout == "launched start\n"
    assert installations(checkout) == ["base.txt"]


def test_a_changed_lock_is_installed_again(dev, checkout):
    dev("start")
    (checkout / "requirements" / "base.txt").write_text("# newer\n")
    dev("start")
    assert installations(checkout) == ["base.txt", "base.txt"]


def test_a_start_after_a_test_keeps_the_test_packages(dev, checkout):
    dev("test")
    dev("start")
    assert installations(checkout) == ["test.txt"]
    (checkout / "requirements" / "test.txt").write_text("# newer\n")
    dev("start")
    assert installations(checkout) == ["test.txt", "test.txt"]


def test_a_venv_whose_python_is_gone_is_made_again(dev, checkout):
    dev("start")
    (checkout / ".venv" / "bin" / "python").unlink()
    assert dev("start").returncode == 0
    assert installations(checkout) == ["base.txt", "base.txt"]


def test_an_installation_that_was_cut_off_is_not_taken_for_a_whole_one(dev, checkout):
    dev("start")
    (checkout / ".venv" / "installed.json").write_text("{")
    dev("start")
    assert installations(checkout) == ["base.txt", "base.txt"]


@pytest.mark.parametrize(
    ("venv", "sentence"),
    [
        (
            "raise SystemExit(1)",
            "The Python packages cannot be installed, because this Python has neither pip nor venv",
        ),
        ("", "The Python packages could not be installed: no such host"),
    ],
)
def test_an_installation_that_fails_is_said_in_one_sentence(dev, checkout, venv, sentence):
    """Without uv, and with stand-ins for the two modules that are used in its place."""
    dev("start")
    modules = checkout / "modules"
    modules.mkdir()
    (modules / "venv.py").write_text(venv)
    (modules / "pip.py").write_text("raise SystemExit('retrying\\nno such host')")
    (checkout / "requirements" / "base.txt").write_text("# newer\n")
    done = dev("start", HELPDESK_NO_UV="1", PYTHONPATH=str(modules))
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_a_relative_data_folder_is_meant_from_where_the_person_stands(dev, checkout):
    (checkout / "helpdesk" / "local" / "__main__.py").write_text("import os; print(os.getcwd())")
    assert dev("start").stdout.splitlines()[-1] == str(checkout)


def test_no_command_prints_how_it_is_used(dev, checkout):
    done = dev()
    assert done.returncode == 1
    assert "dev.py start" in done.stderr
    assert "dev.py test" in done.stderr
    assert installations(checkout) == []


def test_the_way_in_can_be_read_by_an_older_python():
    """Its check of the version comes before anything that an older Python would stumble over."""
    tree = ast.parse((CHECKOUT / "dev.py").read_text(), feature_version=(3, 6))
    before = tree.body[: next(i for i, node in enumerate(tree.body) if isinstance(node, ast.If))]
    assert all(isinstance(node, ast.Import | ast.ImportFrom | ast.Expr) for node in before)
