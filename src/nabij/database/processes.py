# SPDX-License-Identifier: EUPL-1.2
"""Which processes of the operating system are ours: never a zombie, never a stranger."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from nabij.database.home import ServerUser, as_user


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProcesses:
    """The PostgreSQL processes that work in one data folder, as /proc shows them.

    Where there is no /proc (macOS) none is ever found; the lock that the server's processes
    inherit (`supervisor`) stands guard there alone.
    """

    data: Path
    uid: int
    user: ServerUser | None

    def postmaster(self) -> int | None:
        """Return the number of the living main process, if there is one.

        The number in postmaster.pid alone says nothing: after a power cut it may belong to
        an innocent process, and in a container the dead server may linger as a zombie.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if self._is_ours(pid) else None

    def living(self) -> list[int]:
        """Return the numbers of all living processes, also those a killed server left behind."""
        numbers = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
        return [pid for pid in numbers if self._is_ours(pid)]

    def _is_ours(self, pid: int) -> bool:
        process = Path("/proc", str(pid))
        try:
            if process.stat().st_uid != self.uid:
                return False
            name, _, rest = (process / "stat").read_text().partition("(")[2].rpartition(")")
            return (
                name.startswith("postgres")
                and rest.split()[0] not in {"Z", "X"}
                and self._working_folder(process) == str(self.data)
            )
        except (FileNotFoundError, ProcessLookupError):
            return False

    def _working_folder(self, process: Path) -> str:
        try:
            return str((process / "cwd").readlink())
        except PermissionError:
            # Root in a container may lack the right to look; the server user may look at itself.
            answer: str = subprocess.run(
                ["/usr/bin/env", "readlink", process / "cwd"],
                check=False,
                capture_output=True,
                text=True,
                cwd="/",
                **as_user(self.user),
            ).stdout
            return answer.rstrip("\n")
