# SPDX-License-Identifier: EUPL-1.2
"""A list as data: what it shows, by what it is filtered and sorted, and what is done with rows.

The package that owns the rows declares one (`relations.lists.PERSONS`); `config/lists.py` names
them all. Pages, saved views, Excel, editing in a cell and bulk actions come with it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from nabij.core.dates import PartialDate
from nabij.core.viewer import Role, Viewer
from nabij.web.merging import Editing

type Text = str | Promise
# What stands in a cell; a number, amount or date is one in Excel too.
type Value = str | int | Decimal | date | datetime | PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `edits` is the field, in the form of the row, that the cell changes.

    `is_first`: shown until a colleague chooses columns. `category` is what the log calls it when
    it is more than stands on a card. `allows` keeps it from roles that may not know it. `is_short`:
    it stays on one line.
    """

    name: str
    label: Text
    is_first: bool = False
    category: str = ""
    edits: str = ""
    is_short: bool = False
    allows: Callable[[Iterable[Role]], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: the field that is filled in (None: not for this viewer), and what it keeps.

    Every filter has an index behind it.
    """

    name: str
    field: Callable[[Viewer], forms.Field | None]
    keeps: Callable[[Viewer, Any], Q]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One order, with an index behind it; rows that have no such thing come last, by `rest`.

    `annotates` is what to add to the rows so that `key` is a column of theirs.
    """

    name: str
    label: Text
    key: str
    is_descending: bool = False
    annotates: Mapping[str, Any] = field(default_factory=dict)
    lacks: Q | None = None
    rest: str = "sort_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as far as the viewer sees it; `values` by the name of the column.

    `person_ids` are the persons whom it shows, for the log.
    """

    id: int
    ref: str
    name: str
    values: Mapping[str, Value]
    person_ids: tuple[int, ...] = ()


class Reads(Protocol):
    """Read rows by their keys, in that order, leaving out what the viewer may not see."""

    def __call__(self, *, viewer: Viewer, ids: Sequence[int]) -> list[Row]: ...


class Edits(Protocol):
    """Return a row to be changed by the form of its page; absent and forbidden look the same."""

    def __call__(self, *, viewer: Viewer, ref: str) -> Editing: ...


class Does(Protocol):
    """Do an action to one row; return what `Undoes` needs, as JSON.

    An `ExpectedError` is the reason why this row is skipped. `key` is of this run and row alone.
    """

    def __call__(
        self, *, viewer: Viewer, row: Row, given: Mapping[str, Any], key: str
    ) -> dict[str, Any]: ...


class Undoes(Protocol):
    """Take an action back of one row; an `ExpectedError` is the reason why it stays as it is."""

    def __call__(self, *, viewer: Viewer, row: Row, before: Mapping[str, Any]) -> None: ...


class Leaves(Protocol):
    """Return which of these rows may stand in a file of this viewer; of the others the number."""

    def __call__(self, *, viewer: Viewer, ids: Collection[int]) -> set[int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """What can be done with many rows at once: an action that exists for one.

    It is tried by doing it and rolling back, so that the reasons are those of the action itself.
    """

    name: str
    label: Text
    allows: Callable[[Iterable[Role]], bool]
    form: Callable[[Viewer, QueryDict | None], forms.Form]
    does: Does
    undoes: Undoes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of something.

    `parts` returns what the viewer may see as querysets that may overlap, each of which an index
    reads in order; mostly there is one. `name` stands in addresses; `page` is the address of a row.
    """

    name: str
    title: Text
    icon: str
    page: str
    allows: Callable[[Iterable[Role]], bool]
    parts: Callable[[Viewer], Sequence[QuerySet[Any]]]
    reads: Reads
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    sorts: tuple[Sort, ...]
    edits: Edits | None = None
    may_edit: Callable[[Iterable[Role]], bool] | None = None
    leaves: Leaves | None = None
    actions: tuple[BulkAction, ...] = ()

    def columns_for(self, viewer: Viewer) -> list[Column]:
        """Return the columns that this viewer may choose from."""
        return [c for c in self.columns if c.allows is None or c.allows(viewer.roles)]

    def actions_for(self, viewer: Viewer) -> list[BulkAction]:
        """Return what this viewer may do with many rows."""
        return [action for action in self.actions if action.allows(viewer.roles)]

    def sort(self, name: str) -> Sort:
        """Return the order of this name, the first of the list when there is none."""
        return next((sort for sort in self.sorts if sort.name == name), self.sorts[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a colleague asks of a list, as typed: values by the name of the filter, and an order."""

    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"filters": dict(self.filters), "sort": self.sort}
