# SPDX-License-Identifier: EUPL-1.2
"""Point Django at a database of the test cluster: for the fixtures, and for `bench/`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.pq import TransactionStatus

from nabij.core import crypto
from nabij.database.home import default_tests_home, make_home
from nabij.database.supervisor import EmbeddedPostgres
from nabij.database.testing.cluster import Cluster


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Keep the test cluster running, with a keyring beside it."""
    cluster = Cluster(home=settings.NABIJ_HOME, database_url=settings.NABIJ_DATABASE_URL)
    with cluster.running():
        make_keyring()
        yield cluster


def make_keyring() -> None:
    """Make the keyring of the tests if there is none: sealing needs no database."""
    home = settings.NABIJ_HOME
    make_home(home, server_user=EmbeddedPostgres(home).server_user)
    with suppress(FileExistsError):
        crypto.write_keyring(crypto.new_keyring(), settings.NABIJ_KEYS_FILE)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Work as nabij_app in an empty, migrated database that is gone afterwards.

    For programs outside pytest; they import `nabij.database.testing.environment` before Django's
    settings are read, so that no real installation is touched.
    """
    with running_cluster() as cluster:
        template = cluster.template(lambda name: migrated(cluster, name))
        with cluster.copy_of(template) as name, connected(cluster, name):
            yield name


@contextmanager
def folder_for_a_server() -> Iterator[Path]:
    """Yield an empty folder in which a server of its own can work, gone afterwards."""
    base = default_tests_home() / "scratch"
    make_home(base.parent, server_user=EmbeddedPostgres(base.parent).server_user)
    with suppress(FileExistsError):
        base.mkdir()
    base.chmod(0o711)
    folder = Path(tempfile.mkdtemp(dir=base))
    # A temporary folder is closed, and the server of root works as another user.
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def connected(cluster: Cluster, name: str, *, role: str = "nabij_app") -> Iterator[None]:
    """Point Django's default connection, in every thread, at a database of the cluster."""
    # The settings are shared by all threads; each thread opens its own connection from them.
    shared = connections.settings["default"]
    before = {key: shared[key] for key in ("NAME", "HOST", "PASSWORD", "OPTIONS")}
    connections.close_all()
    shared["NAME"] = name
    shared["PASSWORD"] = cluster.password
    shared["OPTIONS"] = before["OPTIONS"] | {"options": f"-c role={role}"}
    try:
        yield
    finally:
        connections.close_all()
        shared.update(before)


def migrated(cluster: Cluster, name: str) -> None:
    """Bring an empty database up to date, as the owner."""
    with connected(cluster, name, role="nabij_owner"):
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Work under another role of the database for a while, on the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        (before,) = cursor.fetchone()
        cursor.execute(f"set role {connection.ops.quote_name(role)}")
    try:
        yield
    finally:
        # After an error the coming rollback takes the role back too, and nothing else may run.
        if connection.connection.info.transaction_status != TransactionStatus.INERROR:
            with connection.cursor() as cursor:
                cursor.execute(f"set role {connection.ops.quote_name(before)}")
