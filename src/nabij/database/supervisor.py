# SPDX-License-Identifier: EUPL-1.2
"""Run the embedded PostgreSQL: start, stop and survive every crash without harming others.

Layout of the home folder (ours unless said otherwise):

    bin/<version>/       private copy of the programs
    database.conf        settings, written at each start
    database-password    password of the superuser `nabij`, 0600
    database.lock        held while somebody starts or stops the server
    database.users       held (shared) by every process that uses the server
    database.alive       held by the server's own processes, through an inherited descriptor
    postgres/            owned by the server user: data/, run/ (the socket), log/
"""

import contextlib
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from nabij.core.errors import DomainError
from nabij.database import tuning
from nabij.database.binaries import Binaries, WheelBinaries, major
from nabij.database.home import (
    FolderOfSomebodyElse,
    ServerUser,
    as_user,
    make_home,
    make_secret_file,
)
from nabij.database.processes import ServerProcesses

SUPERUSER = "nabij"
LONGEST_SOCKET_FOLDER = 90  # the kernel allows 107 bytes for folder plus '/.s.PGSQL.5432'
UNUSABLE_CHARACTERS = frozenset('"$`\\\n\r')  # initdb and pg_ctl put paths in a shell's quotes
ORPHANS_MAY_LIVE_SECONDS = 10
POLL_SECONDS = 0.05


class EmbeddedPostgres:
    """One PostgreSQL server whose data lives under `home`, reached by a socket only."""

    def __init__(
        self,
        home: Path,
        *,
        run_as: str | None = None,
        for_tests: bool = False,
        binaries: Binaries | None = None,
    ) -> None:
        self.home = home.resolve()  # /proc shows folders without links
        self.for_tests = for_tests
        self.binaries = binaries or WheelBinaries()
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self.server_user = self._choose_server_user(run_as)
        self._processes = ServerProcesses(
            data=self.data, uid=self._server_uid, user=self.server_user
        )
        self._programs: Path | None = None

    # -- What others ask

    @property
    def socket_folder(self) -> Path:
        """The folder of the server's socket; one in /tmp when the home's path is too long.

        Also when it holds a comma, which in the address of a server separates two servers.
        """
        folder = self.folder / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and "," not in str(folder):
            return folder
        name = sha256(os.fsencode(folder)).hexdigest()[:16]
        # Not gettempdir(): every process must find the same folder, whatever its TMPDIR.
        return Path("/tmp", f"nabij-{self._server_uid}-{name}")  # noqa: S108 - checked 0700

    @property
    def password_file(self) -> Path:
        return self.home / "database-password"

    def url(self, database: str = "postgres") -> str:
        """Return the address of `database` for the superuser."""
        password = quote(self.password_file.read_text().strip(), safe="")
        folder = quote(str(self.socket_folder), safe="")
        return f"postgresql://{SUPERUSER}:{password}@/{database}?host={folder}"

    def ready(self) -> bool:
        """Tell whether the server answers."""
        answer = subprocess.run(
            [self._program("pg_isready"), "-q", "-h", self.socket_folder, "-U", SUPERUSER],
            check=False,
            env=_environment(),
        )
        return answer.returncode == 0

    # -- Life cycle

    def start(self, *, timeout_seconds: int = 600) -> str:
        """Start the server unless it runs already; return the superuser's address.

        The time allowed is long because recovery after a crash may be long.

        Raises:
            FolderNotReachable: the server user cannot reach the home folder.
            FolderNameUnusable: its name has characters that PostgreSQL's programs trip over.
            DatabaseDidNotStart: PostgreSQL gave up; the message names its log.
            DatabaseMadeByOtherVersion: the data was made by another major version.
            FolderOfSomebodyElse: the folder belongs to another user.
        """
        self._make_home()
        with self._held(self.home / "database.lock"):
            if not self.data.exists():
                self._initdb()
            self._check_version()
            if self.ready() or self._wait_for_others(timeout_seconds):
                return self.url()
            self._clear_stale_files()
            self._make_server_folder(self.socket_folder)
            self._launch(timeout_seconds)
        return self.url()

    def stop(self, mode: str = "fast") -> None:
        """Stop the server if it runs; sessions that are still open are ended."""
        if not self.data.exists():
            return
        with self._held(self.home / "database.lock"):
            if self._processes.postmaster() is not None:
                self._run("pg_ctl", "-D", self.data, "-w", "-t", 600, "-s", "-m", mode, "stop")

    @contextlib.contextmanager
    def in_use(self) -> Iterator[str]:
        """Start the server, yield its address, and stop it when the last user leaves.

        A killed process leaves the server running; the next user takes it over.
        """
        self._make_home()
        with (self.home / "database.users").open("ab") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self.start()
            finally:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    # -- Making the data folder

    def _make_home(self) -> None:
        if set(str(self.home)) & UNUSABLE_CHARACTERS:
            raise FolderNameUnusable(folder=self.home)
        try:
            pwd.getpwuid(self._server_uid)  # PostgreSQL's programs insist on a name
        except KeyError as error:
            raise ServerUserUnknown(user=self._server_uid) from error
        make_home(self.home, server_user=self.server_user)

    def _initdb(self) -> None:
        self._make_server_folder(self.folder)
        unfinished = self.folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.password_file.unlink(missing_ok=True)
        make_secret_file(self.password_file, secrets.token_urlsafe(32))
        # The server user reads a copy that exists for a moment; the lasting one is ours alone.
        password_copy = self.folder / "password.new"
        password_copy.unlink(missing_ok=True)
        make_secret_file(password_copy, self.password_file.read_text(), owner=self.server_user)
        if major(self.binaries.version) >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            locale = ["--locale-provider=libc"]
        try:
            self._run(
                *("initdb", "-D", unfinished, "-U", SUPERUSER, "--pwfile", password_copy),
                *("-A", "scram-sha-256", "-E", "UTF8", "--data-checksums", "--no-instructions"),
                *locale,
                *(["--no-sync"] if self.for_tests else []),
            )
        finally:
            password_copy.unlink()
        unfinished.rename(self.data)  # half an initdb never counts

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = str(major(self.binaries.version))
        if made_by != ours:
            raise DatabaseMadeByOtherVersion(folder=self.data, made_by=made_by, ours=ours)

    def _make_server_folder(self, folder: Path) -> None:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if self.server_user:
                os.chown(folder, self.server_user.uid, self.server_user.gid, follow_symlinks=False)
        found = folder.lstat()
        # A folder in /tmp may have been put there by anybody, also as a link.
        if folder.is_symlink() or found.st_uid != self._server_uid or found.st_mode & 0o077:
            raise FolderOfSomebodyElse(folder=folder)

    # -- Starting after whatever happened before

    def _launch(self, timeout_seconds: int) -> None:
        configuration = self.home / "database.conf"
        configuration.write_text(
            tuning.configuration(
                socket_folder=self.socket_folder,
                log_folder=self.folder / "log",
                for_tests=self.for_tests,
            )
        )
        configuration.chmod(0o644)  # no secrets; the server user reads it
        quoted = str(configuration).replace("'", "'\\''")  # pg_ctl hands it to a shell
        log = self.folder / "start.log"
        with (self.home / "database.alive").open("ab") as alive:
            fcntl.flock(alive, fcntl.LOCK_EX)
            # The descriptor, and the lock with it, goes on to the server and all its children:
            # closing ours does not release it, the death of the last of them does.
            finished = self._run(
                *("pg_ctl", "-D", self.data, "-w", "-t", timeout_seconds, "-s", "-l", log),
                *("-o", f"-c config_file='{quoted}'", "start"),
                check=False,
                pass_fds=(alive.fileno(),),
            )
        if finished.returncode != 0:
            raise DatabaseDidNotStart(log=log)

    def _wait_for_others(self, timeout_seconds: int) -> bool:
        """Wait while processes of this data folder live; True when the server answers after all.

        They are either a server that is starting or stopping, or what a killed server left.
        """
        deadline = time.monotonic() + timeout_seconds
        orphaned_since: float | None = None
        while self._is_alive():
            if self.ready():
                return True
            now = time.monotonic()
            if now > deadline:
                raise DatabaseDidNotStart(log=self.folder / "start.log")
            orphans = [] if self._processes.postmaster() else self._processes.living()
            orphaned_since = (orphaned_since or now) if orphans else None
            if orphaned_since and now - orphaned_since > ORPHANS_MAY_LIVE_SECONDS:
                for pid in orphans:  # busy in a long query, for nobody: its server is gone
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            time.sleep(POLL_SECONDS)
        return False

    def _clear_stale_files(self) -> None:
        """Remove what a killed server left; call only when no process of it lives."""
        socket = self.socket_folder / ".s.PGSQL.5432"
        for path in (self.data / "postmaster.pid", socket, Path(f"{socket}.lock")):
            path.unlink(missing_ok=True)

    def _is_alive(self) -> bool:
        """Tell whether any process still works on the data folder.

        The lock sees also what runs in another container on the same folder; the list of
        processes sees also a server that somebody started by hand. Neither is fooled by a zombie
        or by a process that got the number of a dead server.
        """
        with (self.home / "database.alive").open("ab") as alive:
            try:
                fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return bool(self._processes.living())

    # -- Running programs

    @property
    def _server_uid(self) -> int:
        return self.server_user.uid if self.server_user else os.geteuid()

    def _choose_server_user(self, run_as: str | None) -> ServerUser | None:
        """Return the user of the server when we are root; its data cannot change hands."""
        owner = self.folder.stat().st_uid if self.folder.exists() else None
        if os.geteuid() != 0:
            if owner not in {None, os.geteuid()}:
                raise FolderOfSomebodyElse(folder=self.folder)
            return None
        try:
            entry = pwd.getpwuid(owner) if owner else pwd.getpwnam(run_as or "nobody")
        except KeyError as error:
            raise ServerUserUnknown(user=owner or run_as or "nobody") from error
        return ServerUser(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)

    def _program(self, name: str) -> Path:
        if self._programs is None:
            self._programs = self.binaries.install(self.home / "bin")
        return self._programs / name

    def _run(
        self, name: str, *arguments: object, check: bool = True, pass_fds: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[bytes]:
        # No pipes: a server that outlives us must not hold ours open.
        finished = subprocess.run(
            [self._program(name), *map(str, arguments)],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/",
            umask=0o077,
            pass_fds=pass_fds,
            **as_user(self.server_user),
        )
        if check and finished.returncode != 0:
            raise DatabaseProgramFailed(program=name, folder=self.folder)
        return finished

    @contextlib.contextmanager
    def _held(self, path: Path) -> Iterator[None]:
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _environment() -> dict[str, str]:
    # UTF-8, or trigram search would not see accented letters as letters.
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return {"PATH": "/usr/bin:/bin", "LC_ALL": locale, "TZ": "UTC"}


class FolderNameUnusable(DomainError):
    code = "folder-name-unusable"
    message = (
        "PostgreSQL cannot work in %(folder)s, because of a quote, dollar or backslash in its "
        "name: set NABIJ_HOME to another folder."
    )


class ServerUserUnknown(DomainError):
    code = "server-user-unknown"
    message = (
        "The user %(user)s, under which PostgreSQL would run, is not known on this machine: give "
        "it a line in /etc/passwd, set NABIJ_SERVER_USER, or set DATABASE_URL to another server."
    )


class DatabaseDidNotStart(DomainError):
    code = "database-did-not-start"
    message = "The database did not start; %(log)s and the folder log beside it say why."


class DatabaseProgramFailed(DomainError):
    code = "database-program-failed"
    message = "%(program)s of PostgreSQL failed in %(folder)s: is the disk full or read-only?"


class DatabaseMadeByOtherVersion(DomainError):
    code = "database-made-by-other-version"
    message = (
        "%(folder)s was made by PostgreSQL %(made_by)s and the programs here are version %(ours)s:"
        " go back to the nabij that used it, make a backup there, and restore that backup here."
    )
