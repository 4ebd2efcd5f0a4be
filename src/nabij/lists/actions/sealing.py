# SPDX-License-Identifier: EUPL-1.2
"""What lies sealed in lists: what was typed for an action on many rows, until it is done."""

import msgspec

from nabij.core import crypto
from nabij.core.resealing import SealedColumn
from nabij.core.viewer import Viewer
from nabij.lists.models import BulkRun


def _context(ref: str) -> bytes:
    return f"bulk {ref}".encode()


SEALED = (
    SealedColumn(table="lists_bulkrun", column="filled_in", reads=("row.ref",), context=_context),
)


def seal_filled_in(run: BulkRun, typed: str) -> None:
    """Keep what was typed with a run, without saving (shared inside this package)."""
    run.filled_in = crypto.seal(msgspec.json.encode(typed), context=_context(run.ref))


def filled_in(*, viewer: Viewer, run: BulkRun) -> str:
    """Return what was typed in a run of the viewer's own; '' when nothing was, or it was wiped."""
    if run.filled_in is None:
        return ""
    plain = crypto.unseal(bytes(run.filled_in), context=_context(run.ref))
    return msgspec.json.decode(plain, type=str)
