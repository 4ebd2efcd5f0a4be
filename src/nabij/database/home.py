# SPDX-License-Identifier: EUPL-1.2
"""The folder in which this installation keeps its database, keys and files,
and who may reach it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nabij.core.errors import DomainError

ROOM_FOR_TESTS_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The operating-system user under which PostgreSQL runs when we are root."""

    name: str
    uid: int
    gid: int


def as_user(user: ServerUser | None) -> dict[str, Any]:
    """Return the arguments that make `subprocess.run` work as `user`; none for ourselves."""
    if user is None:
        return {}
    return {"user": user.uid, "group": user.gid, "extra_groups": []}


def default_home() -> Path:
    """Return the folder used when NABIJ_HOME is not set.

    Root's own home folder is closed to every other user, and PostgreSQL refuses to run as root,
    so root keeps its data where the unprivileged server user can reach it.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/nabij")
    return Path.home() / ".local" / "share" / "nabij"


def default_tests_home() -> Path:
    """Return the folder of the test cluster: shared by every checkout of this user.

    In memory where there is room: a copy of the template is some 800 small files, which one
    file system makes in 0.1 s and another, soon after deleting as many, in 1 s.
    """
    memory = Path("/dev/shm")  # noqa: S108 - `make_home` refuses what somebody else laid there
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOM_FOR_TESTS_BYTES:
        return memory / f"nabij-tests-{os.geteuid()}"
    if os.geteuid() == 0:
        return Path("/var/lib/nabij/tests")
    return Path.home() / ".cache" / "nabij" / "tests"


def make_home(home: Path, *, server_user: ServerUser | None) -> None:
    """Make `home` if it is absent, and check that the server user can pass through it.

    A folder that exists is never changed, and neither is any parent of it: whoever closed a
    folder had a reason.

    Raises:
        FolderOfSomebodyElse: `home` is there and belongs to another user.
        FolderNotReachable: the server user cannot pass one of the folders down to `home`.
    """
    # 0711: the server user may pass through but not look around, all secrets in it are 0600.
    mode = 0o711 if server_user else 0o700
    missing = [folder for folder in [home, *home.parents] if not folder.exists()]
    umask = os.umask(0)
    try:
        for folder in reversed(missing):
            folder.mkdir(mode=mode, exist_ok=True)
    finally:
        os.umask(umask)
    if home.stat().st_uid != os.geteuid():
        raise FolderOfSomebodyElse(folder=home)
    if server_user is None:
        return
    if not _can_enter(home, user=server_user):
        closed = next(
            folder
            for folder in [*reversed(home.parents), home]
            if not _can_enter(folder, user=server_user)
        )
        raise FolderNotReachable(home=home, closed=closed, user=server_user.name)


def make_secret_file(path: Path, text: str, *, owner: ServerUser | None = None) -> None:
    """Write `text` to a new file that only its owner can read.

    Raises:
        FileExistsError: there is a file, or a link, of that name.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        if owner:
            os.fchown(descriptor, owner.uid, owner.gid)
        file.write(text)


def _can_enter(folder: Path, *, user: ServerUser) -> bool:
    # Asked of the kernel, as that user, so that access lists count as well as mode bits.
    return (
        subprocess.run(
            ["/usr/bin/env", "test", "-x", folder],
            check=False,
            cwd="/",
            **as_user(user),
        ).returncode
        == 0
    )


class FolderNotReachable(DomainError):
    code = "folder-not-reachable"
    message = (
        "PostgreSQL does not run as root but as %(user)s, and %(user)s cannot enter %(closed)s, "
        "so it cannot use %(home)s: set NABIJ_HOME to a folder outside it, such as "
        "/var/lib/nabij, or start nabij as the user who owns the folder."
    )


class FolderOfSomebodyElse(DomainError):
    code = "folder-of-somebody-else"
    message = (
        "%(folder)s belongs to another user or is open to others, so the database is not started "
        "in it: start nabij as its owner, or remove the folder if it is not in use."
    )
