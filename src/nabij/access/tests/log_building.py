# SPDX-License-Identifier: EUPL-1.2
"""Lines of the log as the database takes them, and ways to spoil them as the owner could."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from nabij.database.rights import LOG_COLUMNS

PLAIN = {
    "event": "'picture'", "action": "'R'", "outcome": "'success'", "checks": "'TTFF'",
    "purpose": "'TREAT'", "way_in": "'care_relation 12'", "user_id": "7 + n % 40",
    "user_name": "'Fatima El Amrani'", "user_role": "'04'", "user_is_initiator": "true",
    "responsible_id": "NULL", "access_point_type": "'2'", "access_point": "'10.0.0.1'",
    "object_type": "'Person'", "object_class": "1", "object_id": "n", "object_ids": "ARRAY[n]",
    "object_count": "1", "is_name_only": "false", "records": "ARRAY[n, n + 1]",
    "sensitive_records": "'{}'", "classes": "'{a,b,c}'", "categories": "'{medication,problem}'",
    "authorisation_protocol": "'access.rules.RIGHTS'", "care_relation_protocol": "'care_relation 12'",
    "consent_profile": "'own_record'", "sensitivity": "'c'", "life_cycle_stage": "'access'",
    "source_id": "'nabij'", "source_type": "'web application'",
}  # fmt: skip

PATIENCE_SECONDS = 60


def rows(query: str, parameters: Any = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def execute(query: str, parameters: Any = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return int(cursor.rowcount)


def write_entries(count: int, **columns: str) -> None:
    """Write so many lines in one transaction; `columns` are SQL, with n for the number.

    With `at`, which only the owner can set, a line is as old as wanted.
    """
    filled = {name: PLAIN.get(name, "''") for name in LOG_COLUMNS} | columns
    execute(
        f"INSERT INTO access_accessentry ({', '.join(filled)}) "
        f"SELECT {', '.join(filled.values())} FROM generate_series(1, {count}) AS n"
    )


def seal(count: int) -> None:
    """Seal so many lines; transactions of other test processes may hold the horizon for a while."""
    sealed, deadline = 0, time.monotonic() + PATIENCE_SECONDS
    while sealed < count:
        with transaction.atomic():
            sealed += rows("SELECT access.seal_log()")[0][0]
        if time.monotonic() > deadline:
            pytest.fail(f"{sealed} of {count} lines were sealed")
        time.sleep(0.01)
    assert sealed == count


@contextmanager
def unguarded() -> Iterator[None]:
    """Go past the guards of the tables, as only their owner can."""
    tables = ["access_logseal"] + [
        name
        for (name,) in rows(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = 'access_accessentry'::regclass"
        )
    ]
    for table in tables:
        execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
