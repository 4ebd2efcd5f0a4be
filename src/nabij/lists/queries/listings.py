# SPDX-License-Identifier: EUPL-1.2
"""Which lists there are, and one page of one."""

from collections.abc import Sequence
from functools import cache, reduce
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError, NotFound
from nabij.core.paging import COUNT_CAP, Cursor, Page, Phase, page_of_phases
from nabij.core.viewer import Viewer
from nabij.lists.types import Asked, Column, Listing, Row, Sort
from nabij.web.merging import Editing

PIECE = 500


class ListNotFound(NotFound):
    code = "list-not-found"


class FilterNotUnderstood(DomainError):
    """A filter does not hold for this viewer: typed wrong, or a choice that they do not have."""

    code = "filter-not-understood"
    message = _("One of the filters of this list does not hold for you. Choose another.")


@cache
def _all() -> dict[str, Listing]:
    return {listing.name: listing for listing in import_string(settings.NABIJ_LISTS)}


def listings(*, viewer: Viewer) -> list[Listing]:
    """Return the lists that this viewer may open. No query."""
    return [listing for listing in _all().values() if listing.allows(viewer.roles)]


def listing_named(*, viewer: Viewer, name: str) -> Listing:
    """Return a list by its name. No query.

    Raises:
        ListNotFound: there is none, or it is not for the roles of this viewer.
    """
    found = _all().get(name)
    if found is None or not found.allows(viewer.roles):
        raise ListNotFound
    return found


def parts_of(*, viewer: Viewer, listing: Listing, asked: Asked) -> list[QuerySet[Any]]:
    """Return what the viewer may see and asked for, unread, in parts that may overlap.

    Raises:
        FilterNotUnderstood: a filter does not hold for this viewer; nothing may be shown instead.
    """
    condition = _condition(viewer, listing, asked)
    return [part.filter(condition) for part in listing.parts(viewer)]


def rows_page(
    *, viewer: Viewer, listing: Listing, asked: Asked, cursor: Cursor | None = None
) -> Page[Row]:
    """Return one page of a list. One SQL query for the keys and those of `listing.reads`.

    The caller logs whom it shows.

    Raises:
        FilterNotUnderstood: as `parts_of`.
    """
    parts, sort = parts_of(viewer=viewer, listing=listing, asked=asked), listing.sort(asked.sort)
    phases = _phases(parts, sort)
    try:
        keys = page_of_phases(phases, cursor=cursor)
    except (ValidationError, ValueError):  # the cursor is of another order
        keys = page_of_phases(phases, cursor=None)
    ids = [row.pk for row in keys.rows]
    rows = listing.reads(viewer=viewer, ids=ids) if ids else []
    return Page(rows=rows, next=keys.next, previous=keys.previous)


def ids_of(*, viewer: Viewer, listing: Listing, asked: Asked, most: int) -> tuple[list[int], bool]:
    """Return the keys of what was asked for, at most so many, and whether there are more.

    In its order. One SQL query.

    Raises:
        FilterNotUnderstood: as `parts_of`.
    """
    parts = parts_of(viewer=viewer, listing=listing, asked=asked)
    found = page_of_phases(_phases(parts, listing.sort(asked.sort)), cursor=None, size=most)
    return [row.pk for row in found.rows], found.next is not None


def all_rows(
    *, viewer: Viewer, listing: Listing, asked: Asked, most: int
) -> tuple[list[Row], bool]:
    """Return all rows that were asked for, at most so many, and whether there are more.

    One SQL query for the keys and those of `listing.reads` for every 500 rows. The caller logs
    whom it shows.

    Raises:
        FilterNotUnderstood: as `parts_of`.
    """
    ids, is_more = ids_of(viewer=viewer, listing=listing, asked=asked, most=most)
    pieces = (ids[start : start + PIECE] for start in range(0, len(ids), PIECE))
    return [row for piece in pieces for row in listing.reads(viewer=viewer, ids=piece)], is_more


def rows_that_leave(
    *, viewer: Viewer, listing: Listing, rows: Sequence[Row]
) -> tuple[list[Row], int]:
    """Return the rows that may stand in a file of this viewer, and how many are left out."""
    if listing.leaves is None:
        return list(rows), 0
    kept = listing.leaves(viewer=viewer, ids=[row.id for row in rows])
    found = [row for row in rows if row.id in kept]
    return found, len(rows) - len(found)


def count(
    *, viewer: Viewer, listing: Listing, asked: Asked, cap: int = COUNT_CAP
) -> tuple[int, bool]:
    """Return how many rows there are, counted up to `cap`, and whether there are more.

    One SQL query, which reads at most `cap` keys of each part.

    Raises:
        FilterNotUnderstood: as `parts_of`.
    """
    parts = parts_of(viewer=viewer, listing=listing, asked=asked)
    first, *others = (part.order_by().values("pk")[: cap + 1] for part in parts)
    found = first.union(*others).count() if others else first.count()
    return min(found, cap), found > cap


def cell(*, viewer: Viewer, listing: str, ref: str, column: str) -> tuple[Listing, Column, Editing]:
    """Return a list, a column of it that can be changed, and the row to be changed.

    Raises:
        ListNotFound: there is no such list or column, or nothing in it for this viewer to change.
        NotFound: there is no such row, or the viewer may not see it.
    """
    found = listing_named(viewer=viewer, name=listing)
    chosen = next((c for c in found.columns_for(viewer) if c.name == column and c.edits), None)
    may_edit = found.may_edit is not None and found.may_edit(viewer.roles)
    if chosen is None or found.edits is None or not may_edit:
        raise ListNotFound
    return found, chosen, found.edits(viewer=viewer, ref=ref)


def columns_shown(*, viewer: Viewer, listing: Listing, chosen: Sequence[str]) -> list[Column]:
    """Return the columns to show: those chosen, else those that a list begins with. No query."""
    offered = listing.columns_for(viewer)
    return [c for c in offered if c.name in chosen] or [c for c in offered if c.is_first]


def _condition(viewer: Viewer, listing: Listing, asked: Asked) -> Q:
    kept = []
    for one in listing.filters:
        typed = asked.filters.get(one.name, "")
        field = one.field(viewer) if typed else None
        if not typed:
            continue
        if field is None:
            raise FilterNotUnderstood
        try:
            kept.append(one.keeps(viewer, field.clean(typed)))
        except ValidationError as error:
            raise FilterNotUnderstood from error
    return reduce(Q.__and__, kept, Q())


def _phases(parts: Sequence[QuerySet[Any]], sort: Sort) -> list[Phase[Any]]:
    """Return the rows that have what is sorted by and, behind them, those that lack it."""
    having = [part.annotate(**sort.annotates) for part in parts]
    if sort.lacks is None:
        return [_phase(having, sort.key, is_descending=sort.is_descending)]
    return [
        _phase(
            [part.exclude(sort.lacks) for part in having],
            sort.key,
            is_descending=sort.is_descending,
        ),
        _phase([part.filter(sort.lacks) for part in parts], sort.rest, is_descending=False),
    ]


def _phase(parts: Sequence[QuerySet[Any]], key: str, *, is_descending: bool) -> Phase[Any]:
    first, *others = (_keys_only(part, key) for part in parts)
    return Phase(first, key, is_descending, tuple(others))


def _keys_only(part: QuerySet[Any], key: str) -> QuerySet[Any]:
    is_column = key in {field.name for field in part.model._meta.concrete_fields}
    return part.only("pk", key) if is_column else part.only("pk")
