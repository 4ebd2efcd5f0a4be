# SPDX-License-Identifier: EUPL-1.2
"""An installation of its own for a benchmark, with the database as it runs for real (fsync on)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path


def say(line: str) -> None:
    """Write a line to the console, now."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def installation(keep: Path | None = None) -> Iterator[Path]:
    """Yield the folder of an installation whose database runs; gone afterwards unless `keep`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")
    # Importing it points this process at the database of the tests.
    import_module("nabij.database.testing.environment")
    from nabij.database.testing.scratch import folder_for_a_server

    if keep:
        with _running(keep):
            yield keep
    else:
        with folder_for_a_server() as home, _running(home):
            yield home


@contextmanager
def _running(home: Path) -> Iterator[None]:
    from nabij.database.supervisor import EmbeddedPostgres

    with EmbeddedPostgres(home, run_as="nobody").in_use():
        run(home, "migrate", "--verbosity", "0")
        run(home, "keys", "create", "--if-absent")
        yield


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment in which a process of ours works in this installation."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NABIJ_", "DATABASE_URL"))
    }
    return kept | {
        "NABIJ_HOME": str(home),
        "NABIJ_DUPLICATE_HINTS_PER_DAY": "1000",
        "DJANGO_SETTINGS_MODULE": "nabij.config.settings",
    }


def run(home: Path, *arguments: str | Path) -> str:
    """Run a command of nabij and return what it wrote."""
    # The command is our own; nothing of it is typed by anybody else.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "nabij", *map(str, arguments)],
        env=environment_of(home),
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"nabij {arguments[0]} ended with {done.returncode}")
    return done.stdout


def started(home: Path, module: str, *arguments: str, role: str = "app") -> "subprocess.Popen[str]":
    """Start a part of a benchmark in an installation, under a role of the database."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", module, *arguments],
        env=environment_of(home) | {"NABIJ_DATABASE_ROLE": role},
        stdout=subprocess.PIPE,
        text=True,
    )


def answer_of(process: "subprocess.Popen[str]") -> str:
    """Return what a part printed, when it is done."""
    said, _nothing = process.communicate()
    if process.returncode:
        raise SystemExit(f"a part of the work ended with {process.returncode}")
    return said


def database_seconds(home: Path) -> float:
    """Return the processor time of the database's ended sessions; 0 where there is no /proc."""
    try:
        pid = (home / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
        fields = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
