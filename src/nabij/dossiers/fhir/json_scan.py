# SPDX-License-Identifier: EUPL-1.2
"""Find the parts of a JSON text by its brackets alone, also when it is broken or cut off.

Used only for files that do not decode as a whole, to keep what is sound and name what is not.
"""

import re
from collections.abc import Iterator

_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SPACE = re.compile(rb"[\s,]*")
_COLON = re.compile(rb"\s*:\s*")
_BARE = re.compile(rb"[^\s,{}\[\]\"]+")
_OPEN = frozenset(b"{[")


def value_end(data: bytes, start: int) -> int | None:
    """Return where the value that starts here ends, None when it does not."""
    if start >= len(data):
        return None
    if data[start] not in _OPEN:
        match = (_STRING if data[start] == 0x22 else _BARE).match(data, start)
        return match.end() if match else None
    level = 0
    for token in _STRUCTURE.finditer(data, start):
        sign = data[token.start()]
        if sign in _OPEN:
            level += 1
        elif sign != 0x22:
            level -= 1
            if level == 0:
                return token.end()
    return None


def members(data: bytes, start: int) -> Iterator[tuple[str, int, int | None]]:
    """Yield name, start and end of each member of the object that starts here.

    A member that is cut off has no end and is the last. Where something stands that is no member,
    the last one has no name, and starts there.
    """
    at = _skip(data, start + 1)
    while data[at : at + 1] != b"}":
        name = _STRING.match(data, at)
        colon = _COLON.match(data, name.end()) if name else None
        if name is None or colon is None:
            yield "", at, None
            return
        end = value_end(data, colon.end())
        yield name[0][1:-1].decode("utf-8", "replace"), colon.end(), end
        if end is None:
            return
        at = _skip(data, end)


def elements(data: bytes, start: int) -> Iterator[tuple[int, int | None]]:
    """Yield start and end of each element of the list that starts here."""
    at = _skip(data, start + 1)
    while at < len(data) and data[at] != 0x5D:
        end = value_end(data, at)
        yield at, end
        if end is None:
            return
        at = _skip(data, end)


def _skip(data: bytes, at: int) -> int:
    match = _SPACE.match(data, at)
    return match.end() if match else at
