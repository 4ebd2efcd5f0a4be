# SPDX-License-Identifier: EUPL-1.2
"""How the rows of an import lie in the database: in parts, compressed, then sealed for their place.

A file may hold BSNs and whole conversations, so no row of it can be read without the keyring.
"""

import zlib
from collections.abc import Sequence
from typing import Any

import msgspec

from nabij.core import crypto
from nabij.core.spreadsheets import as_json, cell_of
from nabij.core.tables import Row

PART_ROWS = 2_000
_FAST = 1


class Drafted(msgspec.Struct, array_like=True):
    """A row that was understood: what it is compared by, and what would be written.

    `died` is the date of death that it says, '' for none: that is recorded on the page only.
    `unit_id` is the team that somebody new would get.
    `made` is left as the bytes it is until it is written.
    """

    number: int
    decision: str
    client_number: str
    match: dict[str, str]
    keys: list[int]
    made: msgspec.Raw
    died: str = ""
    unit_id: int | None = None


def context(ref: str, number: int, column: str) -> bytes:
    """Return what a part of an import is sealed for."""
    return f"import\0{ref}\0{number}\0{column}".encode()


def sealed_rows(rows: Sequence[Row], *, ref: str, number: int) -> bytes:
    """Return rows as they lie in the database."""
    plain = [[row_number, [as_json(cell) for cell in cells]] for row_number, cells in rows]
    return _sealed(plain, context(ref, number, "rows"))


def unsealed_rows(content: bytes | memoryview, *, ref: str, number: int) -> list[Row]:
    """Return the rows of a part."""
    plain = _unsealed(content, context(ref, number, "rows"), list[tuple[int, list[Any]]])
    return [(row_number, [cell_of(cell) for cell in cells]) for row_number, cells in plain]


def sealed_drafts(drafts: Sequence[Drafted], *, ref: str, number: int) -> bytes:
    """Return drafts as they lie in the database."""
    return _sealed(drafts, context(ref, number, "drafts"))


def unsealed_drafts(content: bytes | memoryview, *, ref: str, number: int) -> list[Drafted]:
    """Return the drafts of a part."""
    return _unsealed(content, context(ref, number, "drafts"), list[Drafted])


def sealed_fields(fields: object, *, ref: str, number: int) -> bytes:
    """Return what somebody was before a row changed them, as it lies in the database."""
    return _sealed(fields, context(ref, number, "before"))


def unsealed_fields[Fields](
    content: bytes | memoryview, kind: type[Fields], *, ref: str, number: int
) -> Fields:
    """Return what somebody was before a row changed them."""
    return _unsealed(content, context(ref, number, "before"), kind)


def _sealed(value: object, place: bytes) -> bytes:
    return crypto.seal(zlib.compress(msgspec.json.encode(value), _FAST), context=place)


def _unsealed[Value](content: bytes | memoryview, place: bytes, kind: type[Value]) -> Value:
    plain = zlib.decompress(crypto.unseal(bytes(content), context=place))
    return msgspec.json.decode(plain, type=kind)
