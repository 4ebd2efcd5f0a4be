# SPDX-License-Identifier: EUPL-1.2
"""Dates as FHIR writes them. A partial date stays partial: 01-01 is never invented."""

import re
from datetime import date
from functools import lru_cache

from .tree import first, text
from .types import Node

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME = re.compile(
    r"T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d{1,12})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
)


@lru_cache(maxsize=16_384)
def _date_part(written: str) -> str | None:
    match = _DATE.match(written)
    if match is None or match[1] == "0000":
        return None
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return match[0]


@lru_cache(maxsize=16_384)
def readable(written: str) -> str | None:
    """Return a date, partial date or instant that can be read, else None.

    A day with an unreadable time keeps the day. A time without a zone is kept as written.
    Unresolved macros of test sets (`${DATE, T, D, -7}`) and impossible days give None.

    Example:
        >>> readable("1941-03"), readable("2023-02-30"), readable("2020-05-01T25:00:00Z")
        ('1941-03', None, '2020-05-01')
    """
    written = written.strip()
    day = _date_part(written[:10])
    if day is None:
        return None
    rest = written[len(day) :]
    if not rest:
        return written
    if len(day) != 10 or not rest.startswith("T"):
        return None
    return written if _TIME.fullmatch(rest) else day


def when(node: Node | None, *names: str) -> str | None:
    """Return the readable date at the path, None when absent or unreadable."""
    value = first(node, *names)
    return readable(value) if type(value) is str else None


def period(node: Node | None, *names: str) -> tuple[str | None, str | None]:
    """Return start and end of a Period at the path."""
    value = first(node, *names) if names else node
    if type(value) is not dict:
        return None, None
    return when(value, "start"), when(value, "end")


def span(node: Node, prefix: str) -> tuple[str | None, str | None]:
    """Return start and end of a choice of date, instant or period (`effective[x]`).

    A Timing gives its bounds or its first and last event.
    """
    moments, span_name, timing = _choices(prefix)
    for name in moments:
        if name in node and (start := when(node, name)) is not None:
            return start, None
    if span_name in node:
        return period(node, span_name)
    start = end = None
    if timing in node:
        start, end = period(node, timing, "repeat", "boundsPeriod")
        start = start or when(node, timing, "event")
    return start, end


@lru_cache(maxsize=64)
def _choices(prefix: str) -> tuple[tuple[str, ...], str, str]:
    moments = (prefix + "DateTime", prefix + "Date", prefix + "Instant")
    return moments, prefix + "Period", prefix + "Timing"


def is_unread(node: Node | None, *names: str) -> bool:
    """Say whether something was written as a date that cannot be read."""
    written = text(node, *names)
    return bool(written) and readable(written) is None
