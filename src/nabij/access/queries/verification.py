# SPDX-License-Identifier: EUPL-1.2
"""Prove the access log: every seal, every line under it, and the heads outside the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from nabij.access.queries.heads import HeadLine, head_lines
from nabij.access.types import SealHead
from nabij.core.viewer import Viewer

HASH_BYTES = 32
FIRST_PREVIOUS = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
ENTRIES_AT_ONCE = 200_000
SEALS_AT_ONCE = 5_000
FOREVER = 2**63 - 1
CLOCK_TOLERANCE = timedelta(minutes=10)
KEPT_YEARS = "5 years"
# Lines named in a finding; the rest is counted.
MOST_NAMED = 20

PROBLEMS = {
    "database-moved": "The database was moved; let the worker run for a minute first.",
    "seal-missing": "A seal is missing from the chain.",
    "seal-changed": "A seal was changed after it was made.",
    "seal-unchained": "A seal does not continue the one before it.",
    "seal-clock": "The clock of the server was put back between two seals.",
    "entry-missing": "Lines were removed.",
    "entry-changed": "Lines were changed.",
    "entry-added": "Lines were added afterwards.",
    "entry-forged": "Lines were not written by this database.",
    "ending-too-young": "Lines were ended before five years had passed.",
    "head-missing": "The head of a seal is missing outside the database.",
    "head-differs": "A head outside the database says otherwise than its seal.",
    "head-without-seal": "A head outside the database belongs to a seal that is gone: the end of the log was cut.",
    "head-misplaced": "A head stands in the file of another day.",
    "head-unreadable": "A line of the heads cannot be read.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, at which seal, which lines (the first twenty) or file."""

    code: str
    seal: int | None = None
    entries: tuple[int, ...] = ()
    count: int = 0
    place: str = ""


@dataclass(slots=True)
class Verification:
    """What was proven, and what is wrong with it. Nothing wrong: `is_sound`."""

    seals: int = 0
    entries: int = 0
    ended: int = 0
    heads: int = 0
    unsealed: int = 0
    oldest_unsealed_at: datetime | None = None
    without_month: int = 0
    last_sealed_at: datetime | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing at all is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Seal:
    number: int
    kind: str
    made_at: datetime
    era_from_id: int
    from_xid: int
    until_xid: int
    entries: int
    last_at: datetime | None
    previous: bytes
    hash: bytes
    recomputed: bytes


def verify_log(*, viewer: Viewer, heads_at: Path | None = None) -> Verification:
    """Recompute every seal and the hash of every line, and compare with the heads outside.

    For one moment of the log, call this in a transaction of isolation REPEATABLE READ. About
    seven seconds for a million lines.

    Args:
        heads_at: a folder with a copy of the heads kept elsewhere; the installation's own if not
            given.
    """
    return _Verifier(viewer, heads_at).run()


class _Verifier:
    def __init__(self, viewer: Viewer, heads_at: Path | None) -> None:
        self.found = Verification()
        self.ended: dict[int, datetime] = {}
        self.at = viewer.at
        self.heads: dict[int, SealHead] = {}
        self._read_heads(head_lines(viewer=viewer, folder=heads_at))

    def run(self) -> Verification:
        # Compiling these statements takes longer than running them.
        _rows("SELECT set_config('jit', 'off', true)")
        if self._was_moved():
            self._add("database-moved")
            return self.found
        self._check_endings()
        eras = _eras()
        batch: list[_Seal] = []
        before: _Seal | None = None
        for seal in self._seals():
            self._check_link(seal, before)
            self._check_head(seal)
            if batch and (
                batch[0].era_from_id != seal.era_from_id
                or len(batch) == SEALS_AT_ONCE
                or sum(one.entries for one in batch) + seal.entries > ENTRIES_AT_ONCE
            ):
                self._check_entries(batch, eras)
                batch = []
            if seal.kind == "entries":
                batch.append(seal)
            before = seal
        if batch:
            self._check_entries(batch, eras)
        self._check_end(before)
        self._look_at_the_rest(before)
        return self.found

    def _add(
        self, code: str, seal: int | None = None, *, entries: Sequence[int] = (), **more: Any
    ) -> None:
        self.found.findings.append(
            Finding(
                code, seal, tuple(entries[:MOST_NAMED]), more.pop("count", len(entries)), **more
            )
        )

    def _read_heads(self, lines: Iterator[HeadLine]) -> None:
        for line in lines:
            place = f"{line.file_name}:{line.line_number}"
            if line.head is None:
                self._add("head-unreadable", place=place)
                continue
            self.found.heads += 1
            if not line.is_in_its_own_file:
                self._add("head-misplaced", line.head.seal, place=place)
            if self.heads.setdefault(line.head.seal, line.head) != line.head:
                self._add("head-differs", line.head.seal, place=place)
        self.last_head = max(self.heads, default=0)

    def _was_moved(self) -> bool:
        """Tell whether this is a restored copy in which nothing was sealed yet."""
        (found,) = _rows(
            """SELECT coalesce(bool_or(system_id <> own.id OR until_xid > own.horizon), false)
               FROM (SELECT * FROM access_logseal ORDER BY number DESC LIMIT 1) last,
                 (SELECT system_identifier::text AS id,
                    pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon
                  FROM pg_control_system()) own"""
        )
        return bool(found[0])

    def _check_endings(self) -> None:
        """Learn which lines were ended, and since when they might be."""
        for number, before, ids, is_lawful in _rows(
            f"""SELECT number, ended_before, ids, ended_before <= made_at - interval '{KEPT_YEARS}'
                FROM access_logseal WHERE kind = 'ending' ORDER BY number"""  # noqa: S608
        ):
            if not is_lawful:
                self._add("ending-too-young", number, entries=ids)
            self.ended |= dict.fromkeys(ids, before)
            self.found.ended += len(ids)

    def _seals(self) -> Iterator[_Seal]:
        last = 0
        while rows := _rows(
            """SELECT number, kind, made_at, era_from_id, from_xid, until_xid, entries, last_at,
                 previous, hash, access.seal_hash(s)
               FROM access_logseal s WHERE number > %s ORDER BY number LIMIT %s""",
            [last, SEALS_AT_ONCE],
        ):
            for row in rows:
                yield _Seal(*row[:8], *map(bytes, row[8:]))
            last = rows[-1][0]

    def _check_link(self, seal: _Seal, before: _Seal | None) -> None:
        self.found.seals += 1
        self.found.last_sealed_at = seal.made_at
        expected = before.number + 1 if before else 1
        if seal.number != expected:
            self._add("seal-missing", expected, count=seal.number - expected)
        elif seal.previous != (before.hash if before else FIRST_PREVIOUS):
            self._add("seal-unchained", seal.number)
        if seal.hash != seal.recomputed:
            self._add("seal-changed", seal.number)
        if before and seal.made_at < before.made_at - CLOCK_TOLERANCE:
            self._add("seal-clock", seal.number)

    def _check_head(self, seal: _Seal) -> None:
        head = self.heads.pop(seal.number, None)
        if head is None:
            is_fresh = seal.made_at > self.at - CLOCK_TOLERANCE
            if seal.number <= self.last_head or not is_fresh:
                self._add("head-missing", seal.number)
        elif head != SealHead(seal.number, seal.kind, seal.made_at, seal.entries, seal.hash.hex()):
            self._add("head-differs", seal.number)

    def _check_entries(self, batch: list[_Seal], eras: dict[int, int]) -> None:
        """Hash the lines of these seals, which follow each other in one era, and compare."""
        era = batch[0].era_from_id
        differing = _rows(
            """WITH hashed AS (
                 -- Hashed before they are sorted: what is sorted is small.
                 SELECT width_bucket(e.xid::text::bigint, %(bounds)s::bigint[]) AS slot,
                   e.id, access.entry_hash(e) AS hash
                 FROM access_accessentry e
                 WHERE e.xid >= %(since)s::text::xid8 AND e.xid < %(until)s::text::xid8
                   AND e.id BETWEEN %(first)s AND %(last)s
                 OFFSET 0
               ), found AS (
                 SELECT slot, string_agg(hash, ''::bytea ORDER BY id) AS hashes
                 FROM hashed GROUP BY slot
               )
               SELECT number
               FROM unnest(%(numbers)s::bigint[]) WITH ORDINALITY AS wanted(number, slot)
               JOIN access_logseal USING (number) LEFT JOIN found USING (slot)
               WHERE access_logseal.hashes <> coalesce(found.hashes, '')
               ORDER BY number""",
            {
                "bounds": [seal.from_xid for seal in batch],
                "numbers": [seal.number for seal in batch],
                "since": max(0, batch[0].from_xid),
                "until": max(0, batch[-1].until_xid),
                "first": era,
                "last": eras[era],
            },
        )
        self.found.entries += sum(seal.entries for seal in batch)
        by_number = {seal.number: seal for seal in batch}
        for (number,) in differing:
            self._tell_apart(by_number[number], eras)

    def _tell_apart(self, seal: _Seal, eras: dict[int, int]) -> None:
        """Say which lines of one seal are not what was sealed."""
        ((ids, hashes),) = _rows(
            "SELECT ids, hashes FROM access_logseal WHERE number = %s", [seal.number]
        )
        sealed = {
            id_: bytes(hashes[at * HASH_BYTES : (at + 1) * HASH_BYTES])
            for at, id_ in enumerate(ids)
        }
        present = {
            id_: bytes(own)
            for id_, own in _rows(
                """SELECT e.id, access.entry_hash(e) FROM access_accessentry e
                   WHERE e.xid >= %s::text::xid8 AND e.xid < %s::text::xid8
                     AND e.id BETWEEN %s AND %s""",
                [
                    max(0, seal.from_xid),
                    max(0, seal.until_xid),
                    seal.era_from_id,
                    eras[seal.era_from_id],
                ],
            )
        }
        gone = sorted(id_ for id_ in sealed.keys() - present.keys() if not self._ended(id_, seal))
        changed = sorted(
            id_ for id_ in sealed.keys() & present.keys() if sealed[id_] != present[id_]
        )
        added = sorted(present.keys() - sealed.keys())
        for code, entries in (
            ("entry-missing", gone), ("entry-changed", changed), ("entry-added", added)
        ):  # fmt: skip
            if entries:
                self._add(code, seal.number, entries=entries)

    def _ended(self, entry_id: int, seal: _Seal) -> bool:
        """Tell whether a line was ended by law: the youngest line of its seal was old enough."""
        before = self.ended.get(entry_id)
        return before is not None and seal.last_at is not None and seal.last_at < before

    def _check_end(self, last: _Seal | None) -> None:
        cut = sorted(number for number in self.heads if number > (last.number if last else 0))
        if cut:
            self._add("head-without-seal", cut[0], count=len(cut))

    def _look_at_the_rest(self, last: _Seal | None) -> None:
        """Count what no seal holds yet; a line of a transaction that is still to come is forged."""
        ((unsealed, oldest, forged, without_month),) = _rows(
            """SELECT count(*) FILTER (WHERE is_unsealed), min(at) FILTER (WHERE is_unsealed),
                 coalesce((array_agg(id ORDER BY id) FILTER (
                   WHERE is_unsealed AND xid >= pg_snapshot_xmax(pg_current_snapshot()))), '{}'),
                 count(*) FILTER (WHERE place = 'access_accessentry_other'::regclass)
               FROM (SELECT id, at, xid, tableoid AS place,
                       id >= %s AND xid >= %s::text::xid8 AS is_unsealed
                     FROM access_accessentry) entry""",
            [last.era_from_id, max(0, last.until_xid)] if last else [-FOREVER, 0],
        )
        self.found.unsealed, self.found.oldest_unsealed_at = unsealed, oldest
        self.found.without_month = without_month
        if forged:
            self._add("entry-forged", entries=forged)


def _eras() -> dict[int, int]:
    """Return the last line of each era by its first."""
    starts = [
        start
        for (start,) in _rows(
            "SELECT DISTINCT era_from_id FROM access_logseal ORDER BY era_from_id"
        )
    ]
    # Of the last era, the last line is still to come.
    ends = [following - 1 for following in starts[1:]] + [FOREVER]
    return dict(zip(starts, ends, strict=False))


def _rows(query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return list(cursor.fetchall())
