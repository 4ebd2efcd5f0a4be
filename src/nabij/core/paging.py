# SPDX-License-Identifier: EUPL-1.2
"""Pages by key: the next page starts after the last row, so page 1,000 is as fast as page 1.

Nothing is counted beyond a cap: "more than 1,000" is enough for a person and costs the same
on a million rows.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from django.db.models import Model, Q, QuerySet

from nabij.core import crypto

PLACE = b"page"
PAGE_SIZE = 50
COUNT_CAP = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a page starts: behind (or, backwards, before) the row with this sort key and id.

    `phase` is the place in a list that is read in several phases; see `page_of_phases`.
    """

    sort_key: str
    pk: int
    is_backward: bool = False
    phase: int = 0

    def __str__(self) -> str:
        """Return it as it stands in an address: sealed, since a sort key may hold a whole name."""
        plain = msgspec.json.encode([self.sort_key, self.pk, int(self.is_backward), self.phase])
        sealed = crypto.seal(plain, context=PLACE)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def parse_cursor(text: str) -> Cursor | None:
    """Return the cursor of an address; None for none and for one that was tampered with."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        plain = crypto.unseal(sealed, context=PLACE)
        sort_key, pk, is_backward, phase = msgspec.json.decode(
            plain, type=tuple[str, int, int, int]
        )
    except (
        binascii.Error,
        UnicodeError,
        crypto.SealBroken,
        crypto.KeyMissing,
        msgspec.MsgspecError,
        ValueError,
    ):
        return None
    if "\x00" in sort_key or not 0 <= pk < 2**63 or phase < 0:
        return None
    return Cursor(sort_key=sort_key, pk=pk, is_backward=bool(is_backward), phase=phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[T]:
    """The rows of one page and where the pages beside it start."""

    rows: list[T]
    next: Cursor | None = None
    previous: Cursor | None = None

    def map[U](self, change: Callable[[T], U]) -> "Page[U]":
        """Return the same page with every row changed."""
        return Page(rows=[change(row) for row in self.rows], next=self.next, previous=self.previous)


@dataclass(frozen=True, slots=True)
class Phase[M: Model]:
    """A part of a list that is read by itself, ordered by (`key`, primary key).

    `beside`: querysets of the same model that belong to it too and may overlap. Each is read by its
    own index as far as the page goes, so a page of "mine or my team's" costs no more than of each.
    """

    queryset: QuerySet[M]
    key: str = "sort_key"
    is_descending: bool = False
    beside: tuple[QuerySet[M], ...] = ()


def page[M: Model](
    queryset: QuerySet[M], *, cursor: Cursor | None, size: int = PAGE_SIZE, key: str = "sort_key"
) -> Page[M]:
    """Return one page ordered by (`key`, primary key), read with one query by its index.

    `key` names a text column of the rows. One row more than the page is read, to know whether
    there is a next page; nothing is counted.
    """
    return page_of_phases([Phase(queryset, key)], cursor=cursor, size=size)


def page_of_phases[M: Model](
    phases: Sequence[Phase[M]], *, cursor: Cursor | None, size: int = PAGE_SIZE
) -> Page[M]:
    """Return one page of a list that is several lists behind each other.

    A phase is only read when those before it do not fill the page: what is found cheaply and
    wanted first costs nothing for what comes after. The phases may not overlap.
    """
    is_backward = cursor is not None and cursor.is_backward
    start = min(cursor.phase, len(phases) - 1) if cursor else 0
    order = range(start, -1, -1) if is_backward else range(start, len(phases))
    found: list[tuple[int, M]] = []
    for number in order:
        if len(found) <= size:
            begins = cursor if number == start else None
            rows = _read(phases[number], begins, size + 1 - len(found), is_backward=is_backward)
            found += [(number, row) for row in rows]
    start_at = partial(_cursor, phases)
    return cut(found, cursor, size, start_at).map(lambda numbered: numbered[1])


def page_by_moment(
    rows: QuerySet[Any, dict[str, Any]], *, key: str, cursor: Cursor | None, size: int
) -> Page[dict[str, Any]]:
    """Return one page of rows with `id` and a moment (`key`), the latest first. One SQL query."""
    at = moment_of(cursor)
    if at is None:
        cursor = None
    is_backward = cursor is not None and cursor.is_backward
    if cursor is not None:
        rows = rows.filter(_beyond(key, at, cursor.pk, goes_down=not is_backward))
    order = (key, "pk") if is_backward else (f"-{key}", "-pk")

    def start_at(row: dict[str, Any], *, is_backward: bool) -> Cursor:
        return Cursor(sort_key=row[key].isoformat(), pk=row["id"], is_backward=is_backward)

    return cut(list(rows.order_by(*order)[: size + 1]), cursor, size, start_at)


def capped_count(queryset: QuerySet[Any], *, cap: int = COUNT_CAP) -> tuple[int, bool]:
    """Return how many rows there are, counted up to `cap`, and whether there are more."""
    counted = queryset.order_by()[: cap + 1].count()
    return min(counted, cap), counted > cap


def _read[M: Model](
    phase: Phase[M], cursor: Cursor | None, count: int, *, is_backward: bool
) -> list[M]:
    key, goes_down = phase.key, phase.is_descending != is_backward
    order = (f"-{key}", "-pk") if goes_down else (key, "pk")
    parts = [phase.queryset, *phase.beside]
    if cursor is not None:
        beyond = _beyond(key, cursor.sort_key, cursor.pk, goes_down=goes_down)
        parts = [part.filter(beyond) for part in parts]
    first, *others = (part.order_by(*order)[:count] for part in parts)
    if not others:
        return list(first)
    return list(first.union(*others).order_by(*order)[:count])


def _beyond(key: str, value: Any, pk: int, *, goes_down: bool) -> Q:
    # The first condition is implied by the second; it lets the index start at the right row.
    side = "lt" if goes_down else "gt"
    return Q(**{f"{key}__{side}e": value}) & (
        Q(**{f"{key}__{side}": value}) | Q(**{key: value, f"pk__{side}": pk})
    )


def cut[T](
    found: list[T], cursor: Cursor | None, size: int, start_at: Callable[..., Cursor]
) -> Page[T]:
    """Return a page of what was read in the direction of its cursor, one row too many if any."""
    is_backward = cursor is not None and cursor.is_backward
    has_more = len(found) > size
    found = found[:size]
    if is_backward:
        found.reverse()
    before = has_more if is_backward else cursor is not None
    after = is_backward or has_more
    return Page(
        rows=found,
        next=start_at(found[-1], is_backward=False) if found and after else None,
        previous=start_at(found[0], is_backward=True) if found and before else None,
    )


def moment_of(cursor: Cursor | None) -> datetime | None:
    """Return the moment of a cursor; None for one of another list."""
    try:
        at = datetime.fromisoformat(cursor.sort_key) if cursor else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _cursor[M: Model](
    phases: Sequence[Phase[M]], found: tuple[int, M], *, is_backward: bool
) -> Cursor:
    number, row = found
    return Cursor(
        sort_key=str(getattr(row, phases[number].key)),
        pk=int(row.pk),
        is_backward=is_backward,
        phase=number,
    )
