# SPDX-License-Identifier: EUPL-1.2
"""The seals over the log: what they hold, who may touch them, and where their heads go."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from nabij.access import actions, queries, tasks
from nabij.access.models import AccessEntry, LogSeal
from nabij.access.tests.log_building import (
    PATIENCE_SECONDS,
    PLAIN,
    execute,
    rows,
    seal,
    unguarded,
    write_entries,
)
from nabij.access.types import SealHead
from nabij.database.rights import LOG_COLUMNS


@pytest.fixture
def home(committing_db, tmp_path, settings) -> Path:
    settings.NABIJ_HOME = tmp_path
    return Path(tmp_path)


def _machine(at=None):
    return queries.machine(at=at or timezone.now(), command="test")


def _sealed(count):
    """Let the sealer run until so many lines are sealed: other test processes may hold it up."""
    sealed, deadline = 0, time.monotonic() + PATIENCE_SECONDS
    while True:
        sealed += actions.seal_log(viewer=_machine()).entries
        if sealed >= count or time.monotonic() > deadline:
            return sealed
        time.sleep(0.01)


def _verified():
    return queries.verify_log(viewer=_machine())


def test_an_empty_log_is_sound(home):
    assert _verified().is_sound


def test_every_committed_line_is_sealed_and_every_seal_continues_the_one_before(home):
    for count in (3, 1, 5):
        write_entries(count)
        assert _sealed(count) == count

    first, second, third = LogSeal.objects.order_by("number")
    assert (bytes(second.previous), bytes(third.previous)) == (
        bytes(first.hash),
        bytes(second.hash),
    )
    assert [*first.ids, *second.ids, *third.ids] == sorted(
        AccessEntry.objects.values_list("pk", flat=True)
    )
    found = _verified()
    assert found.is_sound
    assert (found.seals, found.entries, found.heads, found.unsealed) == (3, 9, 3, 0)


def test_without_new_lines_there_is_no_new_seal(home):
    write_entries(1)
    _sealed(1)
    assert _sealed(0) == 0
    assert LogSeal.objects.count() == 1


def test_a_line_that_commits_late_with_a_lower_id_waits_for_a_later_seal(home, cluster):
    """Its id was taken before that of a line which is sealed already."""
    with psycopg.connect(
        **_address(cluster), autocommit=False, options="-c role=nabij_app"
    ) as slow:
        _insert(slow, "slow")
        write_entries(2)
        assert _sealed(0) == 0, "lines of later transactions cannot be sealed either"
        slow.commit()

    assert AccessEntry.objects.get(event="slow").pk < AccessEntry.objects.latest("pk").pk
    assert _sealed(3) == 3
    assert _verified().is_sound


def test_an_open_transaction_holds_no_reader_and_no_sealer(home, cluster):
    write_entries(2)
    with psycopg.connect(**_address(cluster), options="-c role=nabij_app") as slow:
        _insert(slow, "slow")
        assert _sealed(2) == 2, "what was over before it began is sealed"
        write_entries(1)
        assert _sealed(0) == 0
        assert _verified().unsealed == 1
    assert _sealed(2) == 2
    assert _verified().is_sound


def test_two_sealers_at_once_do_no_harm(home, cluster):
    write_entries(500)
    start, sealed = threading.Barrier(4), []

    def run():
        with psycopg.connect(
            **_address(cluster), autocommit=True, options="-c role=nabij_app"
        ) as own:
            start.wait()
            sealed.append(own.execute("SELECT access.seal_log()").fetchone()[0])

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sealed) in {0, 500}
    assert sum(sealed) + _sealed(500 - sum(sealed)) == 500
    assert sum(seal.entries for seal in LogSeal.objects.all()) == 500
    assert _verified().is_sound


def test_a_large_transaction_is_not_divided_and_stops_nothing(home):
    write_entries(60_000)
    write_entries(1)
    assert _sealed(60_001) == 60_001
    assert [seal.entries for seal in LogSeal.objects.order_by("number")] == [60_000, 1]


def test_the_hash_of_a_line_hangs_on_every_column(home, as_role):
    """A column that is added later must come into the hash too."""
    write_entries(1)
    with as_role("nabij_owner"), unguarded():
        columns = rows(
            """SELECT column_name, data_type FROM information_schema.columns
               WHERE table_name = 'access_accessentry' AND column_name <> 'at'"""
        )
        ((before,),) = rows("SELECT access.entry_hash(e) FROM access_accessentry e")
        for column, kind in columns:
            changed = {
                "ARRAY": f"{column} || {column} || '{{9}}'",
                "boolean": f"NOT {column}",
                "xid8": "'77'::xid8",
            }.get(kind)
            if changed is None:
                is_number = kind in {"bigint", "integer", "smallint"}
                changed = f"coalesce({column}, 0) + 1" if is_number else _other(column)
            execute(f"UPDATE access_accessentry SET {column} = {changed}")
            ((after,),) = rows("SELECT access.entry_hash(e) FROM access_accessentry e")
            assert after != before, column
            before = after
        execute("UPDATE access_accessentry SET at = at + interval '1 microsecond'")
        assert rows("SELECT access.entry_hash(e) FROM access_accessentry e") != [(before,)]


def _other(column):
    return {
        "action": "'E'",
        "outcome": "'refused'",
        "checks": "'FFFF'",
        "access_point_type": "'1'",
    }.get(column, "'x'")


@pytest.mark.parametrize("setting", ["TimeZone = 'Asia/Tokyo'", "client_encoding = 'LATIN1'",
                                     "DateStyle = 'German'", "bytea_output = 'escape'",
                                     "IntervalStyle = 'iso_8601'", "extra_float_digits = 0"])  # fmt: skip
def test_no_setting_of_a_session_enters_a_hash(home, setting):
    write_entries(2, user_name="'Zoë Ðuric'")
    _sealed(2)
    execute(f"SET {setting}")
    assert rows("SELECT count(*) FROM access_logseal s WHERE access.seal_hash(s) <> hash") == [(0,)]
    assert rows(
        """SELECT bool_and(string_agg = hashes) FROM access_logseal,
             (SELECT string_agg(access.entry_hash(e), ''::bytea ORDER BY id)
              FROM access_accessentry e) entries"""
    ) == [(True,)]


ROLES = ("nabij_app", "nabij_intake", "nabij_report", "nabij_backup")


@pytest.mark.parametrize("role", ROLES)
def test_only_the_owner_can_touch_lines_and_seals_also_by_partition(home, as_role, role):
    write_entries(1)
    _sealed(1)
    ((partition,),) = rows("SELECT tableoid::regclass::text FROM access_accessentry")
    with as_role(role):
        for table in (
            "access_accessentry",
            partition,
            "access_accessentry_other",
            "access_logseal",
        ):
            for statement in (
                f"UPDATE {table} SET hash = ''"
                if table == "access_logseal"
                else f"UPDATE {table} SET user_name = 'x'",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            ):
                with pytest.raises(ProgrammingError):
                    execute(statement)
        for statement in (
            f"INSERT INTO {partition} (event) VALUES ('x')",
            "INSERT INTO access_logseal (number) VALUES (9)",
            "SELECT access.end_log('2000-01-01', true, 10)",
            "LOCK TABLE access_logseal IN EXCLUSIVE MODE",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                execute(statement)


def test_the_owner_too_changes_nothing_by_accident(home, as_role):
    write_entries(1)
    _sealed(1)
    ((partition,),) = rows("SELECT tableoid::regclass::text FROM access_accessentry")
    with as_role("nabij_owner"):
        for statement in (
            "UPDATE access_accessentry SET user_name = 'x'",
            f"UPDATE {partition} SET user_name = 'x'",
            "DELETE FROM access_accessentry",
            f"DELETE FROM {partition}",
            "TRUNCATE access_accessentry",
            f"TRUNCATE {partition}",
            "UPDATE access_logseal SET hash = previous",
            "DELETE FROM access_logseal",
            "TRUNCATE access_logseal",
        ):
            with pytest.raises(ProgrammingError, match="log-is-append-only"):
                execute(statement)


def test_a_month_made_later_is_guarded_and_in_the_backup(home, as_role):
    assert actions.make_log_months(viewer=_machine(datetime(2030, 5, 1, tzinfo=UTC))) == 24
    with as_role("nabij_owner"), pytest.raises(ProgrammingError, match="log-is-append-only"):
        execute("TRUNCATE access_accessentry_203107")
    assert rows("SELECT has_table_privilege('nabij_backup', 'access_accessentry_203107', 'SELECT')")


def test_lines_without_a_month_are_sealed_and_seen_and_stop_no_other_month(home, as_role):
    with as_role("nabij_owner"):
        write_entries(3, at="'2031-03-15'")
    _sealed(3)
    found = _verified()
    assert (found.without_month, found.entries, found.is_sound) == (3, 3, True)
    assert actions.make_log_months(viewer=_machine(datetime(2030, 5, 1, tzinfo=UTC))) == 23


def test_the_head_of_every_seal_stands_in_the_file_of_its_day(home):
    write_entries(2)
    _sealed(2)
    made = LogSeal.objects.get()
    (path,) = home.glob("log-seals/*.jsonl")
    assert path.name == f"{made.made_at:%Y-%m-%d}.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600
    head = SealHead.parse(path.read_bytes())
    assert head == SealHead(1, "entries", made.made_at, 2, bytes(made.hash).hex())


def test_a_head_that_a_killed_sealer_owes_is_written_by_the_next(home):
    write_entries(1)
    seal(1)
    assert [finding.code for finding in _later().findings] == ["head-missing"]
    _sealed(0)
    assert _later().is_sound


def _later():
    return queries.verify_log(viewer=_machine(timezone.now() + timedelta(hours=1)))


def test_who_removes_the_files_does_not_get_them_written_again(home):
    for _ in range(15):
        write_entries(1)
        _sealed(1)
    for path in home.glob("log-seals/*.jsonl"):
        path.unlink()
    _sealed(0)
    assert {finding.seal for finding in _verified().findings} == {1, 2, 3, 4, 5}


def test_the_clock_of_the_default_worker_seals_and_makes_months(home):
    registered = {
        name: (task.cron, task.task.queue)
        for (name, _id), task in app.periodic_registry.periodic_tasks.items()
    }
    assert registered["access.seal_log"] == ("* * * * *", "default")
    assert registered["access.make_log_months"] == ("17 * * * *", "default")
    write_entries(1)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not LogSeal.objects.exists() and time.monotonic() < deadline:
        tasks.seal_log()
    tasks.make_log_months()
    assert LogSeal.objects.get().entries == 1
    assert list(home.glob("log-seals/*.jsonl"))


def test_nothing_is_sealed_while_heads_have_no_place_to_go(home):
    write_entries(1)
    (home / "log-seals").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="log-seals"):
        _sealed(1)
    assert not LogSeal.objects.exists()


def _address(cluster):
    return {
        "dbname": connection.settings_dict["NAME"],
        "host": connection.settings_dict["HOST"],
        "port": connection.settings_dict["PORT"],
        "user": connection.settings_dict["USER"],
        "password": cluster.password,
    }


def _insert(own, event):
    filled = {name: PLAIN.get(name, "''") for name in LOG_COLUMNS} | {"event": f"'{event}'"}
    own.execute(
        f"INSERT INTO access_accessentry ({', '.join(filled)}) "
        f"SELECT {', '.join(filled.values())} FROM generate_series(1, 1) AS n"
    )
