# SPDX-License-Identifier: EUPL-1.2
"""A-91: a process that row-level security does not bind does not start."""

import secrets
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from nabij.database.connection import connect
from nabij.database.guard import RoleTooPowerful, refuse_powerful_role


@contextmanager
def signed_in(cluster, database, *, attributes="", member_of=None, owns_a_table=False):
    """A connection of a role that is there for this test only."""
    name = f"nabij_guarded_{secrets.token_hex(4)}"
    with cluster.admin(database) as admin:
        admin.execute(f"create role {name} login password 'only-here' {attributes}")
        if member_of:
            admin.execute(f"grant {member_of} to {name}")
        if owns_a_table:
            admin.execute(
                f"create table of_the_role (n int); alter table of_the_role owner to {name}"
            )
        address = {"host": admin.info.host, "port": str(admin.info.port), "dbname": database}
        try:
            with connect(address, user=name, password="only-here") as found:
                yield found
        finally:
            admin.execute(f"drop owned by {name} cascade")
            admin.execute(f"drop role {name}")


@pytest.mark.parametrize("role", ["nabij_app", "nabij_intake"])
def test_the_roles_of_serve_and_workers_may_start(cluster, committing_db, role):
    with signed_in(cluster, committing_db, member_of=role) as bound:
        refuse_powerful_role(bound)


@pytest.mark.parametrize(
    ("power", "reason"),
    [
        ({"attributes": "superuser"}, "superuser"),
        ({"attributes": "bypassrls"}, "BYPASSRLS"),
        ({"owns_a_table": True}, "owner of tables"),
        ({"member_of": "nabij_owner"}, "owner of tables"),
        ({"member_of": "nabij_backup"}, "BYPASSRLS"),
    ],
    ids=["superuser", "bypassrls", "owner", "member of the owner", "member of the backup"],
)
def test_a_role_with_power_may_not_start(cluster, committing_db, power, reason):
    with (
        signed_in(cluster, committing_db, **power) as powerful,
        pytest.raises(RoleTooPowerful, match=reason) as refusal,
    ):
        refuse_powerful_role(powerful)
    assert "setup-database" in str(refusal.value)


def test_the_web_application_itself_refuses_to_load_for_the_tests_own_role(db):
    """nabij_test is a member of the owner; SET ROLE nabij_app does not hide that."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("nabij_app",)
    with pytest.raises(RoleTooPowerful, match="nabij_test"):
        refuse_powerful_role(connection)


def test_a_lost_connection_is_an_error_and_not_a_pass(cluster, committing_db):
    with signed_in(cluster, committing_db) as lost:
        lost.close()
        with pytest.raises(psycopg.OperationalError):
            refuse_powerful_role(lost)
