# SPDX-License-Identifier: EUPL-1.2
"""Rights are put in force as the table of `rights` says, and nothing else stays."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from nabij.database import rights

MINE = "create table core_example (id bigserial primary key, name text, bsn text)"


def execute(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall() if cursor.description else None


def is_refused(query):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(query)


def test_a_new_table_is_for_the_application_and_for_nobody_else(db, as_role):
    with as_role("nabij_owner"):
        execute(MINE)
        rights.apply(connection)
    execute("insert into core_example (name) values ('Anja')")
    for role in ("nabij_intake", "nabij_report"):
        with as_role(role):
            is_refused("select name from core_example")
    with as_role("nabij_backup"):
        assert execute("select name from core_example") == [("Anja",)]
        is_refused("delete from core_example")


def test_columns_can_be_granted_one_by_one(db, as_role, monkeypatch):
    monkeypatch.setattr(rights, "REPORT", {"core_example": "select (id, name)"})
    monkeypatch.setattr(rights, "INTAKE", {"core_example": "insert (name), select (id)"})
    with as_role("nabij_owner"):
        execute(MINE)
        rights.apply(connection)
    with as_role("nabij_intake"):
        assert execute("insert into core_example (name) values ('Anja') returning id") == [(1,)]
        is_refused("insert into core_example (bsn) values ('999999990')")
    with as_role("nabij_report"):
        assert execute("select name from core_example") == [("Anja",)]
        is_refused("select bsn from core_example")


def test_a_right_that_is_no_longer_listed_is_taken_away(db, as_role, monkeypatch):
    with as_role("nabij_owner"):
        execute(MINE)
        with monkeypatch.context() as before:
            before.setattr(rights, "REPORT", {"core_example": "select, update (name)"})
            rights.apply(connection)
        execute("grant delete on core_example to nabij_intake")
        rights.apply(connection)
    with as_role("nabij_report"):
        is_refused("select name from core_example")
        is_refused("update core_example set name = ''")
    with as_role("nabij_intake"):
        is_refused("delete from core_example")


def test_a_partition_is_reached_through_its_parent_only(db, as_role):
    with as_role("nabij_owner"):
        execute("create table core_parent (at date) partition by range (at)")
        execute(
            "create table core_part partition of core_parent for values from"
            " ('2026-01-01') to ('2027-01-01')"
        )
        rights.apply(connection)
    execute("insert into core_parent values ('2026-03-09')")
    is_refused("select * from core_part")


def test_the_application_cannot_change_which_migrations_ran(db):
    execute("select * from django_migrations")
    is_refused("delete from django_migrations")


def test_migrating_again_leaves_every_right_as_it_was(committing_db, as_role):
    query = (
        "select c.oid::regclass::text, c.relacl::text, array_agg(a.attacl::text order by a.attnum)"
        " from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attacl is not null"
        " where c.relnamespace = any(array['public', 'access']::regnamespace[])"
        " group by c.oid, c.relacl order by 1"
    )
    before = execute(query)
    with as_role("nabij_owner"):
        call_command("migrate", verbosity=0, interactive=False)
    assert execute(query) == before
    assert len(before) > 20


def test_every_table_named_in_the_rights_exists(db):
    """A name with a typing error would guard nothing."""
    named = {*rights.APP_GUARDED, *rights.INTAKE, *rights.REPORT, *rights.KEYS}
    existing = {
        name
        for (name,) in execute(
            "select relname::text from pg_class where relkind in ('r', 'p', 'v', 'm')"
            " and relnamespace = any(array['public', 'access']::regnamespace[])"
        )
    }
    assert named <= existing
