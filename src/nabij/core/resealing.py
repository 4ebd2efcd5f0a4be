# SPDX-License-Identifier: EUPL-1.2
"""Replace the keys while everybody works on: every sealed column is sealed anew, batch by batch.

    rotate    new keys seal and make hashes from now on; what lies there is sealed anew
    retire    the keys of before go away, once nothing uses them

In between both keys open, and a row carries its hash by both (`index`, `previous_index`), so that
it is found and compared all the time. A batch is one transaction over rows that nobody else holds;
a killed run goes on where it was, because what it looks for is what the new key did not seal.
Works as `nabij_keys`, which reads sealed columns and nothing beside them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nabij.core.crypto import FORMAT, Keyring
from nabij.core.errors import DomainError

BATCH = 500
# Files are megabytes each: fewer at a time, or a batch would not fit in memory.
LARGE_BATCH = 4
# How often rows that others held are looked for again before saying so.
PASSES = 5
ONE_AT_A_TIME = 7_239_003  # advisory lock


class RotationGoesOn(DomainError):
    code = "rotation-goes-on"
    message = _("The keys are being replaced already; wait for that to finish.")


class RowsAreHeld(DomainError):
    code = "rows-are-held"
    message = _("%(number)s rows are being changed by others. Run nabij keys rotate once more.")


class KeyInUse(DomainError):
    code = "key-in-use"
    message = _(
        "The key %(key)s still seals %(number)s rows of %(table)s. Run nabij keys rotate first."
    )


class WorkGoesOn(DomainError):
    code = "work-goes-on"
    message = _("A job is running that may use the old key (%(kind)s). Try again when it is done.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column whose values are sealed, and what each of them is sealed for.

    Args:
        reads: SQL of the values that `context` is made of; the row itself is `row`.
        joins: SQL of the tables that `reads` needs beside it.
        key_id: the column that names the key, if there is one.
        index, previous_index: the columns of the blind index, if it can be searched.
    """

    table: str
    column: str
    reads: tuple[str, ...]
    context: Callable[..., bytes]
    key: str = "id"
    joins: str = ""
    key_id: str = ""
    index: str = ""
    previous_index: str = ""
    purpose: str = ""
    batch: int = BATCH

    @property
    def name(self) -> str:
        """Table and column, as people read them."""
        return f"{self.table}.{self.column}"


Report = Callable[[SealedColumn, int, int], None]


def rows_per_key(places: Iterable[SealedColumn]) -> dict[str, dict[str, int]]:
    """Return how many rows each key seals: key name, then place. Reads every table once."""
    found: dict[str, dict[str, int]] = {}
    for place in places:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT convert_from(substring(row.{place.column} FROM 3
                                 FOR get_byte(row.{place.column}, 1)), 'UTF8'), count(*)
                    FROM {place.table} AS row WHERE row.{place.column} IS NOT NULL
                    GROUP BY 1 ORDER BY 1"""  # noqa: S608 - names of our own columns
            )
            for key, number in cursor.fetchall():
                found.setdefault(key, {})[place.name] = number
    return found


def reseal(place: SealedColumn, *, ring: Keyring, report: Report) -> int:
    """Seal anew what another key than the current one of `ring` sealed; return how many rows.

    Raises:
        KeyMissing: a row was sealed with a key that is not in the ring.
        SealBroken: a row was changed, or does not belong where it is; nothing of its batch is.
        RowsAreHeld: others held some rows all the time; the rest is done.
    """
    total, done = _count_left(place, ring), 0
    left = total
    for _pass in range(PASSES):
        after = 0
        while True:
            changed, after = _reseal_batch(place, ring, after)
            if not after:
                break
            done += changed
            report(place, done, max(total, done))
        if not (left := _count_left(place, ring)):
            return done
    raise RowsAreHeld(number=left)


@transaction.atomic
def _reseal_batch(place: SealedColumn, ring: Keyring, after: int) -> tuple[int, int]:
    """Seal the next rows anew; return how many and the last key, 0 when there are none.

    Rows that somebody holds are passed over, so this never waits and can be in no deadlock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT row.{place.key}, row.{place.column}, {", ".join(place.reads)}
                FROM {place.table} AS row {place.joins}
                WHERE row.{place.key} > %s AND {_is_of_other_key(place)}
                ORDER BY row.{place.key} LIMIT %s FOR UPDATE OF row SKIP LOCKED""",  # noqa: S608
            [after, _head(ring), place.batch],
        )
        rows = cursor.fetchall()
        if not rows:
            return 0, 0
        changes = [_resealed(place, ring, *row) for row in rows]
        columns = [place.key, *_columns(place)]
        given = ", ".join(f"%s::{_TYPES.get(name, 'bytea')}[]" for name in _kinds(place))
        names = ", ".join(f"g{number}" for number in range(len(columns)))
        sets = ", ".join(f"{name} = given.g{n}" for n, name in enumerate(columns) if n)
        cursor.execute(
            f"""UPDATE {place.table} AS row SET {sets}
                FROM unnest({given}) AS given ({names})
                WHERE row.{place.key} = given.g0""",  # noqa: S608 - names of our own columns
            [[change[n] for change in changes] for n in range(len(columns))],
        )
    return len(rows), rows[-1][0]


_TYPES = {"key": "bigint", "key_id": "text"}


def _columns(place: SealedColumn) -> list[str]:
    return [
        place.column,
        *filter(None, (place.key_id, place.index, place.previous_index)),
    ]


def _kinds(place: SealedColumn) -> list[str]:
    return ["key", "column", *(["key_id"] if place.key_id else []), *_indexes(place)]


def _indexes(place: SealedColumn) -> list[str]:
    return ["index", "previous_index"] if place.index else []


def _resealed(
    place: SealedColumn, ring: Keyring, key: int, sealed: bytes, *reads: Any
) -> Sequence[Any]:
    context = place.context(*(bytes(r) if isinstance(r, memoryview) else r for r in reads))
    plain = ring.unseal(bytes(sealed), context=context)
    row: list[Any] = [key, ring.seal(plain, context=context)]
    if place.key_id:
        row.append(ring.current)
    if place.index:
        value = plain.decode()
        row.append(ring.blind_index(value, purpose=place.purpose))
        row.append(ring.previous_blind_index(value, purpose=place.purpose))
    return row


def _count_left(place: SealedColumn, ring: Keyring) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {place.table} AS row WHERE {_is_of_other_key(place)}",  # noqa: S608
            [_head(ring)],
        )
        return int(cursor.fetchone()[0])


def _is_of_other_key(place: SealedColumn) -> str:
    head = f"substring(row.{place.column} FOR get_byte(row.{place.column}, 1) + 2)"
    return f"row.{place.column} IS NOT NULL AND {head} <> %s"


def _head(ring: Keyring) -> bytes:
    name = ring.current.encode()
    return bytes([FORMAT, len(name)]) + name


def forget_previous_index(place: SealedColumn) -> None:
    """Empty the hashes by the index key of before, in batches; nothing is compared by them now."""
    if not place.previous_index:
        return
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"""UPDATE {place.table} SET {place.previous_index} = NULL
                    WHERE {place.key} IN (
                      SELECT {place.key} FROM {place.table}
                      WHERE {place.previous_index} IS NOT NULL LIMIT %s FOR UPDATE)""",  # noqa: S608
                [10 * BATCH],
            )
            if not cursor.rowcount:
                return


def refuse_keys_in_use(places: Iterable[SealedColumn], *, ring: Keyring) -> None:
    """Make sure that the current key of `ring` seals every row.

    Raises:
        KeyInUse: another one does somewhere.
    """
    for key, places_of_key in rows_per_key(places).items():
        if key != ring.current:
            table, number = next(iter(places_of_key.items()))
            raise KeyInUse(key=key, number=number, table=table)


def refuse_running_work() -> None:
    """Make sure that no job goes on that may have read the keyring before.

    Raises:
        WorkGoesOn: one does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT kind FROM core_job
               WHERE state = 'running' AND heartbeat_at > now() - interval '10 minutes' LIMIT 1"""
        )
        if found := cursor.fetchone():
            raise WorkGoesOn(kind=found[0])


def take_turn() -> None:
    """Hold, until this connection closes, what only one process may do at a time.

    Raises:
        RotationGoesOn: another process does it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise RotationGoesOn
