# SPDX-License-Identifier: EUPL-1.2
import os
import socket
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nabij.config.environment import environment
from nabij.config.keys import DAILY
from nabij.config.processes import Child, Supervisor
from nabij.core import crypto
from nabij.core.errors import DomainError
from nabij.core.resealing import rows_per_key
from nabij.database.connection import ROLE_OF_QUEUE, connected_as
from nabij.database.guard import refuse_powerful_role


class Command(BaseCommand):
    help = "Serve the web application with its workers and, when embedded, its database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=environment.host)
        parser.add_argument("--port", type=int, default=environment.port)
        parser.add_argument("--web-processes", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        for role in ("app", "intake"):
            with connected_as(role):
                refuse_powerful_role(connection)
        _refuse_unmigrated()
        _refuse_missing_keys()
        _refuse_taken_port(host, port)
        connection.close()
        # Of its own a C library keeps a heap for every thread, and a hundred megabytes with them.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        _collect_static()
        children = [
            Child("web", _web_command(host, port, options["web_processes"])),
            *(Child(f"worker {queue}", _worker_command(queue)) for queue in ROLE_OF_QUEUE),
        ]
        supervisor = Supervisor(children, say=self.stderr.write)
        supervisor.run(
            ready=lambda: _answers(host, port),
            when_ready=lambda: self.stdout.write(
                f"nabij is ready: http://{_shown(host)}:{port}/  (Ctrl C stops it)"
            ),
        )


def _collect_static() -> None:
    # In a process of its own: this one has read its settings already, and reads files as they are.
    os.environ["NABIJ_COLLECTED_STATIC"] = "true"
    collecting = [sys.executable, "-m", "nabij", "collectstatic", "--no-input", "--verbosity", "0"]
    if subprocess.run(collecting, check=False).returncode != 0:
        raise StaticFilesNotCollected


def _web_command(host: str, port: int, processes: int) -> list[str]:
    return [sys.executable, "-m", "nabij.config.web", host, str(port), str(processes)]


def _worker_command(queue: str) -> list[str]:
    return [sys.executable, "-m", "nabij", "worker", "--queue", queue]


def _refuse_unmigrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DatabaseNotMigrated


def _refuse_missing_keys() -> None:
    """Stop before anybody finds out at a client's door that a BSN cannot be opened."""
    crypto.require_keys(rows_per_key(DAILY).keys())


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressTaken(
                address=f"{_bracketed(host)}:{port}", reason=error.strerror
            ) from error


def _answers(host: str, port: int) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - not bound here
    try:
        socket.create_connection((target, port), timeout=1).close()
    except OSError:
        return False
    return True


def _shown(host: str) -> str:
    # Browsers know passkeys on a site with a name, not with a number.
    return "localhost" if host == "127.0.0.1" else _bracketed(host)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class StaticFilesNotCollected(DomainError):
    code = "static-files-not-collected"
    message = "The style sheets and scripts could not be made ready; the lines above say why."


class DatabaseNotMigrated(DomainError):
    code = "database-not-migrated"
    message = "The database is not up to date: run 'nabij migrate' first."


class AddressTaken(DomainError):
    code = "address-taken"
    message = (
        "nabij cannot listen on %(address)s (%(reason)s): stop what uses it, or choose another "
        "port with --port or NABIJ_PORT."
    )
