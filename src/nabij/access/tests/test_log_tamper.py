# SPDX-License-Identifier: EUPL-1.2
"""Spoil the log as its owner could, in every way there is: each must be found (R6)."""

import random
import shutil
from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone

from nabij.access import queries
from nabij.access.models import AccessEntry, LogSeal
from nabij.access.tests.log_building import execute, rows, seal, unguarded, write_entries
from nabij.access.types import SealHead

SEALS, DAYS = 24, 4

TEXT_COLUMNS = (
    "event", "way_in", "user_name", "user_role", "responsible_name", "access_point", "object_type",
    "detail", "authorisation_protocol", "care_relation_protocol", "consent_profile",
    "life_cycle_stage", "search_query", "source_id", "source_location", "purpose",
)  # fmt: skip
OTHER_COLUMNS = {
    "user_id": "user_id + 1", "object_id": "object_id + 1", "object_ids": "object_ids || 8::bigint",
    "records": "records[2:]", "sensitive_records": "records", "classes": "'{a}'",
    "object_count": "object_count + 1", "is_name_only": "NOT is_name_only", "checks": "'TFFF'",
    "outcome": "'refused'", "action": "'E'", "responsible_id": "5", "categories": "'{}'",
    "at": "at - interval '1 hour'", "user_is_initiator": "NOT user_is_initiator",
}  # fmt: skip
SEAL_COLUMNS = {
    "made_at": "made_at + interval '1 minute'", "system_id": "'1'", "from_xid": "from_xid + 1",
    "until_xid": "until_xid + 1", "entries": "entries + 1", "first_id": "first_id + 1",
    "last_id": "last_id + 1", "first_at": "NULL", "last_at": "last_at + interval '1 day'",
    "ended_before": "now()", "ids": "ids[2:]", "hashes": "substr(hashes, 33)",
    "previous": "hash", "hash": "previous", "form": "form + 1", "kind": "'ending'",
}  # fmt: skip


class Log:
    """A sealed log of some days, and the folder with its heads."""

    def __init__(self, folder, seed):
        self.folder, self.random = folder, random.Random(seed)

    def entry(self):
        return self.random.choice(self.entries)

    def two_entries(self):
        return self.random.sample(self.entries, 2)

    def seal(self):
        return self.random.randint(1, SEALS)

    def two_seals(self):
        return self.random.sample(range(1, SEALS + 1), 2)

    def build(self):
        for _ in range(SEALS):
            lines = self.random.randint(1, 12)
            write_entries(lines)
            seal(lines)
        for number in range(1, SEALS + 1):
            days = DAYS - number * DAYS // SEALS
            execute(
                "UPDATE access_logseal SET made_at = made_at - %s * interval '1 day' WHERE number = %s",
                [days, number],
            )
        rewrite_chain(1)
        for made in LogSeal.objects.order_by("number"):
            head = SealHead(
                made.number, made.kind, made.made_at, made.entries, bytes(made.hash).hex()
            )
            with (self.folder / head.file_name).open("ab") as file:
                file.write(head.line())
        self.entries = list(AccessEntry.objects.values_list("pk", flat=True))
        self.originals = {path: path.read_bytes() for path in self.files()}

    def files(self):
        return sorted(self.folder.glob("*.jsonl"))

    def restore_files(self):
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        for path, content in self.originals.items():
            path.write_bytes(content)

    def findings(self):
        viewer = queries.machine(at=timezone.now() + timedelta(hours=1), command="test")
        return queries.verify_log(viewer=viewer, heads_at=self.folder).findings


def rewrite_chain(since):
    """Compute every hash anew from a seal on, as a forger with all rights would."""
    for number in range(since, SEALS + 1):
        execute(
            """UPDATE access_logseal s SET previous = coalesce(
                 (SELECT hash FROM access_logseal WHERE number = %s), sha256('')) WHERE number = %s""",
            [number - 1, number],
        )
        execute(
            "UPDATE access_logseal s SET hash = access.seal_hash(s) WHERE number = %s", [number]
        )


def edit_text(log):
    column = log.random.choice(TEXT_COLUMNS)
    length = 2 if column == "user_role" else 9
    execute(
        f"UPDATE access_accessentry SET {column} = left('x' || {column}, {length}) WHERE id = %s",
        [log.entry()],
    )


def edit_value(log):
    column = log.random.choice(sorted(OTHER_COLUMNS))
    execute(
        f"UPDATE access_accessentry SET {column} = {OTHER_COLUMNS[column]} WHERE id = %s",
        [log.entry()],
    )


def edit_transaction(log):
    execute(
        "UPDATE access_accessentry SET xid = (xid::text::bigint + %s)::text::xid8 WHERE id = %s",
        [log.random.choice((-3, 1, 1000, 10**12)), log.entry()],
    )


def edit_number(log):
    execute(
        "UPDATE access_accessentry SET id = id + %s WHERE id = %s",
        [log.random.choice((-(10**9), 10**6)), log.entry()],
    )


def delete(log):
    chosen = log.random.sample(log.entries, log.random.randint(1, 5))
    execute("DELETE FROM access_accessentry WHERE id = ANY (%s)", [chosen])


def delete_all_under_a_seal(log):
    execute(
        "DELETE FROM access_accessentry WHERE id IN "
        "(SELECT unnest(ids) FROM access_logseal WHERE number = %s)",
        [log.seal()],
    )


def reorder(log):
    one, other = log.two_entries()
    for before, after in ((one, -1), (other, one), (-1, other)):
        execute("UPDATE access_accessentry SET id = %s WHERE id = %s", [after, before])


def cut_tail(log):
    first = log.random.randint(2, SEALS)
    execute(
        "DELETE FROM access_accessentry WHERE id IN "
        "(SELECT unnest(ids) FROM access_logseal WHERE number >= %s)",
        [first],
    )
    execute("DELETE FROM access_logseal WHERE number >= %s", [first])


def cut_all(log):
    execute("DELETE FROM access_accessentry")
    execute("DELETE FROM access_logseal")


def cut_head(log):
    last = log.random.randint(1, SEALS - 1)
    execute(
        "DELETE FROM access_accessentry WHERE id IN "
        "(SELECT unnest(ids) FROM access_logseal WHERE number <= %s)",
        [last],
    )
    execute("DELETE FROM access_logseal WHERE number <= %s", [last])
    if log.random.random() < 0.5:
        execute("UPDATE access_logseal SET number = %s - number", [last])
        execute("UPDATE access_logseal SET number = -number")
        rewrite_chain(1)


def copy_between_seals(log):
    """A line of one seal, once more, among the lines of another."""
    execute("CREATE TEMPORARY TABLE copied ON COMMIT DROP AS "
            "SELECT * FROM access_accessentry WHERE id = %s", [log.entry()])  # fmt: skip
    execute(
        "UPDATE copied SET id = %s, xid = (SELECT xid FROM access_accessentry WHERE id = %s)",
        [max(log.entries) + log.random.randint(1, 50), log.entry()],
    )
    execute("INSERT INTO access_accessentry SELECT * FROM copied")


def copy_over_another(log):
    one, other = log.two_entries()
    execute(
        """UPDATE access_accessentry e SET object_id = o.object_id, object_ids = o.object_ids,
             records = o.records, user_id = o.user_id, at = o.at, user_name = 'Anja'
           FROM access_accessentry o WHERE o.id = %s AND e.id = %s""",
        [one, other],
    )


def copy_seal(log):
    one, other = log.two_seals()
    execute(
        """UPDATE access_logseal s SET ids = o.ids, hashes = o.hashes, entries = o.entries
           FROM access_logseal o WHERE o.number = %s AND s.number = %s""",
        [one, other],
    )


def edit_seal(log):
    column = log.random.choice(sorted(SEAL_COLUMNS))
    execute(
        f"UPDATE access_logseal SET {column} = {SEAL_COLUMNS[column]} WHERE number = %s",
        [log.seal()],
    )


def swap_seals(log):
    one, other = log.two_seals()
    for before, after in ((one, -1), (other, one), (-1, other)):
        execute("UPDATE access_logseal SET number = %s WHERE number = %s", [after, before])


def delete_seal(log):
    execute("DELETE FROM access_logseal WHERE number = %s", [log.seal()])


def forge_the_whole_chain(log):
    """Edit a line and compute every hash anew: only the heads outside tell."""
    number = log.seal()
    execute(
        "UPDATE access_accessentry SET user_name = 'Anja' WHERE id = "
        "(SELECT ids[1] FROM access_logseal WHERE number = %s)",
        [number],
    )
    execute(
        """UPDATE access_logseal SET hashes = (
             SELECT string_agg(access.entry_hash(e), ''::bytea ORDER BY id)
             FROM access_accessentry e WHERE id = ANY (ids)) WHERE number = %s""",
        [number],
    )
    rewrite_chain(number)


def forge_an_ending(log):
    """Remove a young line, and say in the chain that its time had passed."""
    entry, before = log.entry(), log.random.choice(("now()", "now() - interval '5 years'"))
    execute("DELETE FROM access_accessentry WHERE id = %s", [entry])
    execute(
        f"""INSERT INTO access_logseal (number, kind, form, made_at, system_id, era_from_id, from_xid,
              until_xid, entries, ended_before, ids, hashes, previous, hash)
            SELECT number + 1, 'ending', 1, now(), system_id, era_from_id, until_xid, until_xid, 1,
              {before}, ARRAY[%s::bigint], '', hash, hash
            FROM access_logseal ORDER BY number DESC LIMIT 1""",
        [entry],
    )
    execute("UPDATE access_logseal s SET hash = access.seal_hash(s) WHERE kind = 'ending'")


def swap_head_files(log):
    one, other = log.random.sample(log.files(), 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def swap_a_file_for_another(log):
    one, other = log.random.sample(log.files(), 2)
    one.write_bytes(other.read_bytes())


def delete_head_file(log):
    log.random.choice(log.files()).unlink()


def delete_all_head_files(log):
    for path in log.files():
        path.unlink()


def _edit_lines(log, change):
    path = log.random.choice(log.files())
    lines = path.read_bytes().splitlines(keepends=True)
    change(lines, log.random.randrange(len(lines)))
    path.write_bytes(b"".join(lines))


def delete_a_head(log):
    _edit_lines(log, lambda lines, at: lines.pop(at))


def spoil_a_head(log):
    def change(lines, at):
        place = log.random.randrange(len(lines[at]) - 1)
        other = log.random.choice([c for c in b'0a9}"x' if c != lines[at][place]])
        lines[at] = lines[at][:place] + bytes([other]) + lines[at][place + 1 :]

    _edit_lines(log, change)


def add_a_head(log):
    def change(lines, at):
        head = SealHead.parse(lines[at])
        number = log.random.choice((head.seal, SEALS + 5))
        hash_ = "00" * 32
        lines.append(SealHead(number, head.kind, head.made_at, head.entries, hash_).line())

    _edit_lines(log, change)


TAMPERINGS = (
    edit_text, edit_value, edit_transaction, edit_number, delete, delete_all_under_a_seal, reorder,
    cut_tail, cut_all, cut_head, copy_between_seals, copy_over_another, copy_seal, edit_seal,
    swap_seals, delete_seal, forge_the_whole_chain, forge_an_ending, swap_head_files,
    swap_a_file_for_another, delete_head_file, delete_all_head_files, delete_a_head, spoil_a_head,
    add_a_head,
)  # fmt: skip


@pytest.fixture
def log(committing_db, as_role, tmp_path):
    made = Log(tmp_path, seed=20261122)
    with as_role("nabij_owner"), unguarded():
        made.build()
        yield made


def _all_found(log, times):
    assert log.findings() == []
    assert len(log.files()) == DAYS + 1
    for number, tamper in zip(range(times), _in_turn(), strict=False):
        with transaction.atomic():
            tamper(log)
            found = log.findings()
            transaction.set_rollback(True)
        log.restore_files()
        assert found, f"{tamper.__name__} was not found (number {number})"
    assert log.findings() == []


def _in_turn():
    return (TAMPERINGS[number % len(TAMPERINGS)] for number in count())


def test_every_way_to_spoil_the_log_is_found(log):
    _all_found(log, 75)


@pytest.mark.faults
def test_a_thousand_random_tamperings_are_all_found(log):
    _all_found(log, 1000)


def test_a_finding_says_which_seal_and_which_lines(log):
    ((number, ids),) = rows("SELECT number, ids FROM access_logseal WHERE entries > 4 LIMIT 1")
    with transaction.atomic():
        execute("DELETE FROM access_accessentry WHERE id = %s", [ids[0]])
        execute("UPDATE access_accessentry SET user_name = 'x' WHERE id = ANY (%s)", [ids[1:3]])
        found = {finding.code: finding for finding in log.findings()}
        transaction.set_rollback(True)
    assert found.keys() == {"entry-missing", "entry-changed"}
    assert (found["entry-missing"].seal, found["entry-missing"].entries) == (number, (ids[0],))
    assert (found["entry-changed"].seal, found["entry-changed"].entries) == (
        number,
        (ids[1], ids[2]),
    )
