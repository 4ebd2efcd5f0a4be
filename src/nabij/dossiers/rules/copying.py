# SPDX-License-Identifier: EUPL-1.2
"""Rows in PostgreSQL's binary COPY format: no escaping, and sealed bytes go in as they are.

Each function returns one field with its length in front; `row` joins the fields of a row.
Source: PostgreSQL documentation, COPY, "Binary Format".
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from struct import Struct
from typing import Any

import msgspec

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

NULL = b"\xff\xff\xff\xff"
EMPTY = bytes(4)
TRUE = b"\0\0\0\x01\x01"
FALSE = b"\0\0\0\x01\x00"

_encode = msgspec.json.Encoder(decimal_format="number").encode
_LENGTH = Struct(">i").pack
_COUNT = Struct(">h").pack
_SMALL = Struct(">ih").pack
_WHOLE = Struct(">ii").pack
_BIG = Struct(">iq").pack
_EPOCH = date(2000, 1, 1).toordinal()
_EPOCH_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def row(fields: list[bytes]) -> bytes:
    """Return one row out of its fields."""
    return _COUNT(len(fields)) + b"".join(fields)


def text(value: str) -> bytes:
    """Return a text field; what PostgreSQL cannot hold (NUL, half a surrogate pair) goes out."""
    if not value:
        return EMPTY
    if "\0" in value:
        value = value.replace("\0", "")
    try:
        data = value.encode()
    except UnicodeEncodeError:
        data = value.encode(errors="replace")
    return _LENGTH(len(data)) + data


@lru_cache(maxsize=65_536)
def word(value: str) -> bytes:
    """Return a text field for a value that comes back often: a type, a code, a unit."""
    return text(value)


def optional(value: str | None) -> bytes:
    """Return a text field that is NULL when there is nothing."""
    return text(value) if value else NULL


def binary(value: bytes | None) -> bytes:
    """Return a bytea field."""
    return NULL if value is None else _LENGTH(len(value)) + value


def boolean(value: bool) -> bytes:
    """Return a boolean field."""
    return TRUE if value else FALSE


def smallint(value: int) -> bytes:
    """Return a smallint field."""
    return _SMALL(2, value)


def integer(value: int) -> bytes:
    """Return an integer field."""
    return _WHOLE(4, value)


def bigint(value: int) -> bytes:
    """Return a bigint field."""
    return _BIG(8, value)


def day(value: date | None) -> bytes:
    """Return a date field."""
    return NULL if value is None else _WHOLE(4, value.toordinal() - _EPOCH)


def moment(value: datetime | None) -> bytes:
    """Return a timestamptz field; `value` has a time zone."""
    if value is None:
        return NULL
    since = value - _EPOCH_MOMENT
    return _BIG(8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


def jsonb(value: Any) -> bytes:
    """Return a jsonb field; NUL and half surrogate pairs, which jsonb has no place for, go out."""
    try:
        written = _encode(value)
        if b"\\u0000" in written:
            written = _encode(_clean(value))
    except UnicodeEncodeError:
        written = _encode(_clean(value))
    return _LENGTH(len(written) + 1) + b"\x01" + written


def table(rows: Iterable[bytes]) -> bytes:
    """Return a whole COPY stream of these rows."""
    return b"".join((HEADER, *rows, TRAILER))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_clean(name): _clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
