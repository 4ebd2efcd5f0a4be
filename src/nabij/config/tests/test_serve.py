# SPDX-License-Identifier: EUPL-1.2
"""`nabij serve` on a new installation, as a person starts it: processes, roles, stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest

from nabij.database.supervisor import EmbeddedPostgres

SESSIONS = """
select application_name, usename, rolsuper or rolbypassrls,
  exists (select from pg_class where relowner = pg_roles.oid)
from pg_stat_activity join pg_roles on rolname = usename
where datname = 'nabij' and usename <> 'nabij'
"""


@pytest.fixture
def installation(reachable_folder):
    found = Installation(reachable_folder / "home")
    yield found
    EmbeddedPostgres(found.home).stop("immediate")


class Installation:
    def __init__(self, home):
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        own = {name: value for name, value in os.environ.items() if "NABIJ_" not in name}
        own.pop("DATABASE_URL", None)
        self.surroundings = own | {"NABIJ_HOME": str(home), "NABIJ_PORT": str(self.port)}

    def run(self, *arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "nabij", *arguments],
            env=self.surroundings | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @contextmanager
    def serving(self):
        with subprocess.Popen(
            [sys.executable, "-m", "nabij", "serve"],
            env=self.surroundings,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                line = process.stdout.readline()
                assert f"http://127.0.0.1:{self.port}/" in line
                yield process
            finally:
                process.terminate()
                assert process.wait(60) == 0

    def get(self, path):
        """Return status, address in the end, and body."""
        request = Request(f"http://127.0.0.1:{self.port}{path}")
        try:
            with urlopen(request, timeout=20) as answer:
                return answer.status, answer.url, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.url, error.read().decode()

    def ask(self, query):
        with psycopg.connect(EmbeddedPostgres(self.home).url("nabij")) as connection:
            return connection.execute(query).fetchall()


def test_a_new_installation_is_served_under_bound_roles_and_stopped_whole(installation):
    """A-91, A-119: no process that serves or works may pass row-level security."""
    refusal = installation.run("serve")
    assert refusal.returncode == 1
    assert "nabij migrate" in refusal.stderr
    assert installation.run("migrate").returncode == 0

    with installation.serving():
        status, address, page = installation.get("/")
        assert status == 200
        assert "/sign-in/" in address, "who has not signed in is asked to"
        (style,) = {part for part in page.split('"') if part.startswith("/static/web/css/tokens")}
        assert installation.get(style)[0] == 200
        assert style != "/static/web/css/tokens.css", "named by content, so it can be kept long"

        roles = set()
        deadline = time.monotonic() + 30
        while roles != {"nabij_app", "nabij_intake"}:
            assert time.monotonic() < deadline, roles
            for name, role, may_bypass, owns in installation.ask(SESSIONS):
                assert not may_bypass, name
                assert not owns, name
                roles.add(role)
            time.sleep(0.1)

        taken = installation.run("serve")
        assert taken.returncode == 1
        assert "--port" in taken.stderr

    assert not EmbeddedPostgres(installation.home).ready()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells children")
def test_after_kill_9_the_next_serve_starts_at_once(installation):
    assert installation.run("migrate").returncode == 0
    with subprocess.Popen(
        [sys.executable, "-m", "nabij", "serve"],
        env=installation.surroundings,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert "is ready" in process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", installation.port)):
                break
        assert time.monotonic() < deadline, "the web server outlived its supervisor"
        time.sleep(0.1)
    with installation.serving():
        assert installation.get("/")[0] == 200


def test_workers_refuse_every_role_with_power(installation):
    assert installation.run("migrate").returncode == 0
    for role in ("owner", "admin", "backup"):
        refusal = installation.run("worker", "--once", NABIJ_DATABASE_ROLE=role)
        assert refusal.returncode == 1
        assert "setup-database" in refusal.stderr
        assert "Traceback" not in refusal.stderr
