# SPDX-License-Identifier: EUPL-1.2
"""The set-up finds a Python that really runs, wherever it is, or says what to install."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("bash", "dirname", "env", "find", "sed", "sort", "sh", "cat", "id")


@pytest.fixture
def machine(tmp_path):
    """A machine with next to nothing on its PATH."""
    return Machine(tmp_path)


class Machine:
    def __init__(self, folder):
        self.path = folder / "bin"
        self.pyenv = folder / "pyenv"
        self.path.mkdir()
        for name in TOOLS:
            (self.path / name).symlink_to(shutil.which(name))

    def has_python(self, version, *, at):
        """Install a Python that says it is of this version."""
        self.has_command(
            at,
            f'exec {sys.executable} -c "'
            f"import sys; sys.version_info = ({version.replace('.', ', ')}, 'final', 0);"
            ' exec(sys.argv[1])" "$2"',
        )

    def has_command(self, at, script):
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(f"#!/bin/sh\n{script}\n")
        at.chmod(at.stat().st_mode | stat.S_IXUSR)

    def set_up(self, what, **surroundings):
        return subprocess.run(
            [ROOT / "tools" / "setup.sh", what],
            env={"PATH": str(self.path), "PYENV_ROOT": str(self.pyenv), "HOME": "/nowhere"}
            | surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self):
        return self.set_up("python").stdout.strip()


def test_an_old_python3_on_the_path_is_passed_over_for_a_new_one_in_pyenv(machine):
    machine.has_python("3.11.7", at=machine.path / "python3")
    for version in ("3.9.18", "3.13.0", "3.11.7"):
        machine.has_python(version, at=machine.pyenv / "versions" / version / "bin" / "python3")
    assert machine.python() == str(machine.pyenv / "versions/3.13.0/bin/python3")


def test_a_shim_that_does_not_run_is_passed_over(machine):
    machine.has_command(machine.path / "python3.13", "echo 'pyenv: not found' >&2; exit 127")
    machine.has_python("3.12.1", at=machine.path / "python3.12")
    assert machine.python() == str(machine.path / "python3.12")


def test_the_newest_in_pyenv_wins_by_version_and_not_by_text(machine):
    for version in ("3.12.9", "3.12.10"):
        machine.has_python(version, at=machine.pyenv / "versions" / version / "bin" / "python3")
    assert machine.python().endswith("/3.12.10/bin/python3")


def test_a_python_that_is_too_new_for_the_lock_file_comes_last(machine):
    machine.has_python("3.15.0", at=machine.path / "python3")
    assert machine.python() == str(machine.path / "python3")
    machine.has_python("3.13.0", at=machine.pyenv / "versions/3.13.0/bin/python3")
    assert machine.python() == str(machine.pyenv / "versions/3.13.0/bin/python3")


def test_without_any_python_it_says_what_to_install(machine):
    answer = machine.set_up("python")
    assert answer.returncode == 1
    assert "Python 3.12 or newer" in answer.stderr


def test_when_none_can_be_fetched_either_it_says_what_to_install(machine, tmp_path):
    """A machine whose python3 is 3.11, without pyenv, and uv may not download one."""
    machine.has_python("3.11.7", at=machine.path / "python3")
    machine.has_command(
        machine.path / "uv",
        'case "$1" in --version) echo uv 1 ;; *) echo "downloads are off" >&2; exit 2 ;; esac',
    )
    clone = tmp_path / "clone"
    (clone / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup.sh", clone / "tools")
    answer = subprocess.run(
        [clone / "tools" / "setup.sh", "runtime"],
        env={"PATH": str(machine.path), "HOME": "/nowhere", "UV_PYTHON_DOWNLOADS": "never"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "nabij needs Python 3.12 or newer" in answer.stderr
    assert "pyenv install" in answer.stderr
    assert not (clone / ".venv").exists()


def test_without_uv_and_without_a_python_to_install_it_with_it_says_so(machine, tmp_path):
    clone = tmp_path / "clone"
    (clone / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup.sh", clone / "tools")
    answer = subprocess.run(
        [clone / "tools" / "setup.sh", "runtime"],
        env={"PATH": str(machine.path), "HOME": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "python3-venv" in answer.stderr


def test_lock_files_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "file:" not in text


def test_what_runs_is_also_what_is_tested():
    """The development lock has the same version of every package of the runtime lock."""

    def pins(name):
        return {
            line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line
        }

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_every_target_of_make_is_explained():
    answer = subprocess.run(
        ["make", "-C", ROOT, "--no-print-directory"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MAKEFLAGS": ""},
    ).stdout
    for target in ("demo", "serve", "test", "lint", "bench", "faults", "lock"):
        assert f"make {target} " in answer
