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
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from nabij.config.management.commands import serve
from nabij.database.supervisor import EmbeddedPostgres
from nabij.database.testing.scratch import folder_for_a_server

SESSIONS = """
select application_name, usename, rolsuper or rolbypassrls,
  exists (select from pg_class where relowner = pg_roles.oid)
from pg_stat_activity join pg_roles on rolname = usename
where datname = 'nabij' and usename <> 'nabij'
"""


@pytest.fixture(scope="module")
def installation():
    """A new installation with an empty database that is up to date."""
    with folder_for_a_server() as folder:
        found = Installation(folder / "home")
        migrated = found.run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        without_keys = found.run("serve")
        assert without_keys.returncode == 1
        assert "nabij keys create" in without_keys.stderr
        assert found.run("keys", "create").returncode == 0
        yield found
        EmbeddedPostgres(found.home).stop()


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
    def started(self):
        """Run `nabij serve`, from the moment that it says it is ready."""
        with subprocess.Popen(
            [sys.executable, "-m", "nabij", "serve"],
            env=self.surroundings,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                assert f"http://localhost:{self.port}/" in process.stdout.readline()
                yield process
            finally:
                process.kill()

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

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


def test_an_installation_is_served_under_bound_roles_again_after_kill_9_and_stopped_whole(
    installation,
):
    """A-91, A-119: no process that serves or works may pass row-level security."""
    with installation.started() as killed:
        killed.send_signal(signal.SIGKILL)
    wait_until(lambda: not installation.listens(), "the web server outlived its supervisor")

    with installation.started() as serving:
        status, address, page = installation.get("/")
        assert status == 200
        assert "/sign-in/" in address, "who has not signed in is asked to"
        (style,) = {part for part in page.split('"') if part.startswith("/static/web/css/tokens")}
        assert installation.get(style)[0] == 200
        assert style != "/static/web/css/tokens.css", "named by content, so it can be kept long"

        wait_until(
            lambda: {row[1] for row in installation.ask(SESSIONS)} == {"nabij_app", "nabij_intake"},
            "web and workers were to be signed in",
        )
        for name, _role, may_bypass, owns in installation.ask(SESSIONS):
            assert not may_bypass, name
            assert not owns, name

        serving.terminate()
        assert serving.wait(60) == 0
    assert not installation.listens()
    assert not EmbeddedPostgres(installation.home).ready()


def test_a_worker_refuses_a_role_with_power(installation):
    refusal = installation.run("worker", "--once", NABIJ_DATABASE_ROLE="owner")
    assert refusal.returncode == 1
    assert "setup-database" in refusal.stderr
    assert "Traceback" not in refusal.stderr


def test_a_database_that_is_not_up_to_date_is_not_served(db, as_role):
    serve._refuse_unmigrated()
    with as_role("nabij_owner"):
        MigrationRecorder(connection).record_unapplied(
            "contenttypes", "0002_remove_content_type_name"
        )
    with pytest.raises(serve.DatabaseNotMigrated, match="nabij migrate"):
        serve._refuse_unmigrated()


def test_an_address_in_use_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(serve.AddressTaken, match=f"127.0.0.1:{port} .* --port"):
            serve._refuse_taken_port("127.0.0.1", port)


def wait_until(condition, what):
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
