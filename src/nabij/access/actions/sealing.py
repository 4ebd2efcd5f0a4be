# SPDX-License-Identifier: EUPL-1.2
"""Keep the log provable: seal what was committed, let the heads leave the database, make months.

The database makes a seal itself (`access.seal_log`, see the migration of that name); here its head
goes to a file per day. Nothing of this takes a lock that a reader of dossiers waits for.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.db import connection, transaction
from django.utils.timezone import localdate

from nabij.access import queries
from nabij.access.models import LogSeal
from nabij.access.types import SealHead
from nabij.core.viewer import Viewer

MONTHS_AHEAD = 24
# A killed sealer leaves at most one seal without its head. What lacks more stays without: who
# removes files cannot make the sealer write them again.
MOST_CAUGHT_UP = 10


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run of the sealer did."""

    entries: int
    heads: int


def seal_log(*, viewer: Viewer) -> Sealed:
    """Seal all lines of transactions that are over, and write the heads of the seals outside.

    Safe to repeat and to run twice at once. A seal is made only while heads have a place to go:
    as long as one cannot be written, this raises before it seals more.

    Raises:
        OSError: the folder of the heads cannot be written.
    """
    entries = 0
    folder = queries.heads_folder(viewer=viewer)
    with _alone_in(folder):
        heads = _write_heads(viewer, folder)
        while sealed := _seal_once():
            entries += sealed
            heads += _write_heads(viewer, folder)
        heads += _write_heads(viewer, folder)
    return Sealed(entries, heads)


def make_log_months(*, viewer: Viewer) -> int:
    """Make the partitions of the coming two years that are not there yet; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access.ensure_log_partitions(%s, %s)", [localdate(viewer.at), MONTHS_AHEAD]
        )
        (made,) = cursor.fetchone()
    return int(made)


def _seal_once() -> int:
    # Durable: the head may leave only when the seal stands.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT access.seal_log()")
        (sealed,) = cursor.fetchone()
    return int(sealed)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Make the folder if need be, and keep other sealers of this machine out of it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_heads(viewer: Viewer, folder: Path) -> int:
    """Append the heads that are not in the files yet, and see them safely on disk."""
    last = queries.last_head(viewer=viewer)
    missing = LogSeal.objects.filter(number__gt=last.seal if last else 0).order_by("-number")
    rows = missing.only("number", "kind", "made_at", "entries", "hash")[:MOST_CAUGHT_UP]
    heads = [
        SealHead(row.number, row.kind, row.made_at, row.entries, bytes(row.hash).hex())
        for row in reversed(rows)
    ]
    for name, group in groupby(heads, key=lambda head: head.file_name):
        path = folder / name
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(b"".join(head.line() for head in group))
            file.flush()
            os.fsync(descriptor)
        if is_new:
            _sync_folder(folder)
    return len(heads)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
