# SPDX-License-Identifier: EUPL-1.2
"""What imports keeps sealed: rows of files, drafts of them, and what somebody was before."""

from collections.abc import Callable

from nabij.core.resealing import LARGE_BATCH, SealedColumn
from nabij.imports.rules import parts


def _of(column: str) -> Callable[..., bytes]:
    def context(ref: str, number: int) -> bytes:
        return parts.context(ref, number, column)

    return context


SEALED = tuple(
    SealedColumn(
        table=table,
        column=column,
        reads=("whole.ref", "row.number"),
        joins="JOIN imports_import AS whole ON whole.id = row.whole_id",
        context=_of(column),
        batch=LARGE_BATCH,
    )
    for table, column in (
        ("imports_importpart", "rows"),
        ("imports_importpart", "drafts"),
        ("imports_importrow", "before"),
    )
)
