# SPDX-License-Identifier: EUPL-1.2
"""Every way in which an embedded PostgreSQL was seen to fail, and that it starts after each."""

import ctypes
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from nabij.database import supervisor
from nabij.database.binaries import SystemBinaries, WheelBinaries
from nabij.database.home import FolderNotReachable, FolderOfSomebodyElse, as_user
from nabij.database.supervisor import (
    DatabaseDidNotStart,
    DatabaseMadeByOtherVersion,
    EmbeddedPostgres,
    FolderNameUnusable,
    ServerUserUnknown,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the server another user")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


def ask(server, query):
    with psycopg.connect(server.url(), autocommit=True) as connection:
        return connection.execute(query).fetchone()[0]


def pids(server):
    return server._processes.living()


def kill_all(server):
    for pid in pids(server):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def stranger(server, *, name="sleep"):
    """An innocent process of the server's own user, which may be called postgres as well."""
    program = server.home.parent / name
    shutil.copy(shutil.which("sleep"), program)
    process = subprocess.Popen([program, "120"], cwd="/", **as_user(server.server_user))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def server(new_server, reachable_folder):
    found = new_server(reachable_folder / "home")
    found.start()
    return found


def test_it_starts_answers_to_its_password_only_and_stops(server):
    assert ask(server, "select current_user") == "nabij"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.socket_folder), user="nabij", password="wrong")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", user="nabij", password="wrong")
    server.stop()
    assert not server.ready()
    assert pids(server) == []


def test_secrets_and_data_are_closed_to_others(server):
    def mode(path):
        return stat.S_IMODE(path.stat().st_mode)

    assert mode(server.password_file) == 0o600
    assert server.password_file.stat().st_uid == os.geteuid()
    assert mode(server.folder) == mode(server.data) == mode(server.socket_folder) == 0o700
    assert mode(server.home) & 0o066 == 0
    assert not (server.folder / "password.new").exists()


def test_starting_a_running_server_changes_nothing(server):
    before = pids(server)
    assert server.start() == server.url()
    assert set(before) <= set(pids(server))


def test_four_processes_start_the_same_folder_at_once(new_server, reachable_folder, programs):
    home = reachable_folder / "home"
    script = (
        "import sys; from pathlib import Path\n"
        "from nabij.database.supervisor import EmbeddedPostgres\n"
        "from nabij.database.binaries import SystemBinaries\n"
        "binaries = SystemBinaries(Path(sys.argv[2]))\n"
        "EmbeddedPostgres(Path(sys.argv[1]), for_tests=True, binaries=binaries).start()\n"
    )
    command = [sys.executable, "-c", script, str(home), str(programs.programs)]
    starting = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(60) for process in starting] == [0, 0, 0, 0]
    assert ask(new_server(home), "select 1") == 1


def test_a_folder_with_spaces_commas_and_accents_works(new_server, reachable_folder):
    server = new_server(reachable_folder / "Zoë's Application Support, 2")
    server.start()
    assert ask(server, "select 1") == 1


@pytest.mark.parametrize("name", ['a"b', "a$(touch b)", "a`b", "a\\b"])
def test_a_name_that_a_shell_would_read_is_refused(new_server, reachable_folder, name):
    with pytest.raises(FolderNameUnusable):
        new_server(reachable_folder / name).start()
    assert list(reachable_folder.iterdir()) == []


@as_root
def test_root_does_not_work_in_a_folder_of_somebody_else(new_server, reachable_folder):
    home = reachable_folder / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    with pytest.raises(FolderOfSomebodyElse):
        new_server(home).start()
    assert list(home.iterdir()) == []


@as_root
def test_folders_made_by_root_are_passable_whatever_the_umask(new_server, reachable_folder):
    before = os.umask(0o077)
    try:
        new_server(reachable_folder / "deep" / "home").start()
    finally:
        os.umask(before)


def test_a_long_path_gets_the_same_short_closed_socket_folder_in_every_process(
    new_server, reachable_folder
):
    home = reachable_folder / ("long" * 30)
    server = new_server(home)
    server.start()
    assert ask(server, "select 1") == 1
    assert server.socket_folder == EmbeddedPostgres(home).socket_folder
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700


def test_a_socket_folder_laid_out_by_somebody_else_is_refused(new_server, reachable_folder):
    server = new_server(reachable_folder / ("long" * 30))
    trap = reachable_folder / "trap"
    trap.mkdir()
    server.socket_folder.symlink_to(trap)
    try:
        with pytest.raises(FolderOfSomebodyElse):
            server.start()
    finally:
        server.socket_folder.unlink()
    assert list(trap.iterdir()) == []


@as_root
def test_root_is_told_that_a_closed_parent_stops_the_server_and_nothing_is_opened(new_server):
    closed = Path("/root" if stat.S_IMODE(Path("/root").stat().st_mode) & 1 == 0 else "/nowhere")
    if not closed.exists():
        pytest.skip("root's own folder is open on this machine")
    before = stat.S_IMODE(closed.stat().st_mode)
    home = closed / "nabij-test-of-a-closed-parent"
    try:
        with pytest.raises(FolderNotReachable) as refusal:
            new_server(home).start()
    finally:
        home.rmdir()
    assert str(closed) in str(refusal.value)
    assert "NABIJ_HOME" in str(refusal.value)
    assert stat.S_IMODE(closed.stat().st_mode) == before


@as_root
def test_a_server_user_that_is_not_there_is_one_sentence(new_server, reachable_folder):
    with pytest.raises(ServerUserUnknown, match="nobody-of-that-name"):
        new_server(reachable_folder / "home", run_as="nobody-of-that-name")


def test_no_parent_folder_is_ever_changed(new_server, reachable_folder):
    parents = [reachable_folder, *reachable_folder.parents]
    before = [folder.stat().st_mode for folder in parents]
    new_server(reachable_folder / "home").start()
    assert [folder.stat().st_mode for folder in parents] == before


def test_every_committed_row_is_back_after_kill_9(new_server, reachable_folder):
    server = new_server(reachable_folder / "home", for_tests=False)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table kept as select generate_series(1, 10000) as n")
    kill_all(server)
    server.start()
    assert ask(server, "select count(*) from kept") == 10_000


@on_linux
def test_an_orphan_busy_with_a_long_query_does_not_stop_the_start(server, monkeypatch):
    monkeypatch.setattr(supervisor, "ORPHANS_MAY_LIVE_SECONDS", 0.3)

    def work():
        with suppress(psycopg.OperationalError):
            ask(server, "select count(*) from generate_series(1, 10000000000)")

    busy = threading.Thread(target=work)
    busy.start()
    while not ask(server, "select count(*) > 1 from pg_stat_activity where state = 'active'"):
        time.sleep(0.02)
    before = server._processes.postmaster()
    os.kill(before, signal.SIGKILL)
    server.start()
    busy.join(10)
    assert not busy.is_alive()
    assert server._processes.postmaster() != before


@on_linux
@pytest.mark.parametrize("name", ["sleep", "postgres"])
def test_a_stranger_with_the_number_of_the_dead_server_lives(server, name):
    kill_all(server)
    with stranger(server, name=name) as innocent:
        number_file = server.data / "postmaster.pid"
        lines = number_file.read_text().splitlines()
        number_file.write_text("\n".join([str(innocent.pid), *lines[1:]]) + "\n")
        server.stop()
        server.start()
        assert ask(server, "select 1") == 1
        server.stop()
        assert innocent.poll() is None


@on_linux
def test_a_zombie_server_is_not_taken_for_a_living_one(new_server, reachable_folder):
    """In a container process 1 reaps late, so the killed server lingers."""
    set_subreaper = 36  # PR_SET_CHILD_SUBREAPER: orphans become ours, and we do not reap
    libc = ctypes.CDLL(None)
    libc.prctl(set_subreaper, 1)
    try:
        server = new_server(reachable_folder / "home")
        server.start()
        dead = server._processes.postmaster()
        kill_all(server)
        while Path(f"/proc/{dead}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            time.sleep(0.01)
        server.start()
        assert ask(server, "select 1") == 1
        assert Path(f"/proc/{dead}").exists(), "the zombie was to be there during the start"
        server.stop()
    finally:
        libc.prctl(set_subreaper, 0)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


@on_linux
def test_a_server_in_another_container_on_the_same_folder_is_seen_by_its_lock(server):
    """Its processes are not in our /proc; the lock that they hold is the same everywhere."""
    unseen = EmbeddedPostgres(server.home, for_tests=True, binaries=server.binaries)
    unseen._processes = type(unseen._processes)(data=Path("/elsewhere"), uid=1, user=None)
    assert unseen._is_alive()
    server.stop()
    assert not unseen._is_alive()


def test_half_a_set_up_never_counts(new_server, reachable_folder):
    server = new_server(reachable_folder / "home")
    half = server.folder / "data.new"
    half.mkdir(parents=True)
    for folder in (server.folder, half):
        folder.chmod(0o700)
        if server.server_user:
            os.chown(folder, server.server_user.uid, server.server_user.gid)
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert ask(server, "select 1") == 1


def test_data_of_another_version_is_named_and_left_alone(server):
    server.stop()
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseMadeByOtherVersion, match="PostgreSQL 17"):
        server.start()


def test_a_start_that_fails_names_the_log(server):
    server.stop()
    (server.data / "global" / "pg_control").rename(server.data / "gone")
    with pytest.raises(DatabaseDidNotStart, match=r"start\.log"):
        server.start(timeout_seconds=20)


def test_the_last_user_stops_the_server(new_server, reachable_folder):
    first = new_server(reachable_folder / "home")
    second = new_server(reachable_folder / "home")
    with first.in_use():
        with second.in_use():
            pass
        assert first.ready()
    assert not first.ready()


def test_an_error_of_the_last_user_stops_the_server_too(new_server, reachable_folder):
    server = new_server(reachable_folder / "home")
    with pytest.raises(ZeroDivisionError), server.in_use():
        raise ZeroDivisionError
    assert not server.ready()


def test_data_of_persons_stays_out_of_the_server_log(new_server, reachable_folder):
    server = new_server(reachable_folder / "home", for_tests=False)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table person (name text primary key check (name <> ''))")
        for query in ("insert into person values ('Kanarie')",) * 2:
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute(query)
        with suppress(psycopg.errors.UndefinedColumn):
            connection.execute("select kolom from person where name = 'Kanarie'")
    server.stop()
    written = "".join(path.read_text() for path in (server.folder / "log").iterdir())
    assert "starting PostgreSQL" in written
    assert "Kanarie" not in written


def test_the_wheel_is_copied_once_and_the_copy_runs(reachable_folder):
    target = reachable_folder / "bin"
    programs = WheelBinaries().install(target)
    assert WheelBinaries().install(target) == programs
    assert SystemBinaries(programs).version.startswith("18.")
    assert [path.name for path in target.iterdir()] == [WheelBinaries().version]


@pytest.mark.skipif(
    not Path("/usr/lib/postgresql/15/bin/initdb").exists(), reason="no PostgreSQL 15 here"
)
def test_programs_of_the_operating_system_serve_as_well(new_server, reachable_folder):
    debian = SystemBinaries(Path("/usr/lib/postgresql/15/bin"))
    server = new_server(reachable_folder / "home", binaries=debian)
    server.start()
    assert ask(server, "show server_version_num").startswith("15")
