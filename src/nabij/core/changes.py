# SPDX-License-Identifier: EUPL-1.2
"""Histories read as people ask: what changed, by whom, when, from what to what.

Reads every tracked table alike. Whether the viewer may see any of it, the caller decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import Q

from nabij.core.history import DELETE, INSERT, UPDATE
from nabij.core.models import History
from nabij.core.paging import PAGE_SIZE, Cursor, Page, cut, moment_of

PARTY = "relations.Party"  # persons and organisations: histories are asked for by them


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column, as it was, as it became, and as it is today: None where there is no row."""

    name: str
    old: Any
    new: Any
    today: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was made, changed or removed.

    `key` names the row of history within its table, `row` the row that it is of, `parties` whose
    that is: of two, where it stands between them. `user_id` is None where nobody asked for it, 0
    where the machine did, and `by` then says which command or job.
    """

    model: str
    key: int
    row: int
    parties: tuple[int, ...]
    at: datetime
    kind: str
    user_id: int | None
    by: str
    way: str
    reason: str
    fields: tuple[FieldChange, ...]


def histories(labels: Collection[str] | None = None) -> list[type[History]]:
    """Return the histories of these models (`relations.Party`), of all without."""
    found = [model for model in apps.get_models() if issubclass(model, History)]
    return [model for model in found if labels is None or tracked_label(model) in labels]


def tracked_label(history: type[History]) -> str:
    """Return the label of the model that a history is of: `relations.Party`."""
    return str(history.pgh_tracked_model._meta.label)


def party_columns(history: type[History]) -> list[str]:
    """Return the columns of a history that say which person or organisation a row is of."""
    return [name for name in history.of if _is_of_party(history.pgh_tracked_model, name)]


def _is_of_party(model: Any, name: str) -> bool:
    field = model._meta.get_field(name)
    named = field.related_model or (model if field.primary_key else None)
    return named is not None and named._meta.label == PARTY


def whose(history: type[History], keys: Collection[int]) -> Q:
    """Return which rows of a history are of these parties."""
    found = Q(pk__in=[])
    for column in party_columns(history):
        found |= Q(**{f"{column}__in": list(keys)})
    return found


def changes_of_parties(
    *, keys: Collection[int], labels: Collection[str], most: int = 500
) -> list[Change]:
    """Return what changed of these parties in these models, newest first.

    At most three SQL queries a model.
    """
    found: list[Change] = []
    for history in histories(labels):
        if party_columns(history):
            found += _read(history, whose(history, keys), most)
    return sorted(found, key=attrgetter("at", "key"), reverse=True)[:most]


def changes_of_row(*, label: str, row: int, most: int = 500) -> list[Change]:
    """Return what changed of one row, newest first. At most three SQL queries."""
    (history,) = histories([label])
    return _read(history, Q(**{history.pgh_tracked_model._meta.pk.name: row}), most)


def changes_between(
    *,
    since: datetime,
    until: datetime,
    labels: Collection[str],
    user_id: int | None = None,
    cursor: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> Page[Change]:
    """Return a page of what changed in a period, newest first; of one colleague when named.

    What changed in one transaction stands together, by model. At most three SQL queries a model,
    the first by its index on time.
    """
    place = _place(cursor) if cursor is not None else None
    if place is None:
        cursor = None
    goes_down = cursor is None or not cursor.is_backward
    found: list[Change] = []
    for history in histories(labels):
        asked = Q(pgh_created_at__gte=since, pgh_created_at__lt=until)
        if user_id is not None:
            asked &= Q(pgh_context__user=user_id)
        if cursor is not None and place is not None:
            asked &= _beyond(tracked_label(history), *place, cursor)
        found += _read(history, asked, size + 1, goes_down=goes_down)
    found.sort(key=attrgetter("at", "model", "key"), reverse=goes_down)
    return cut(found[: size + 1], cursor, size, _start_at)


def _start_at(change: Change, *, is_backward: bool) -> Cursor:
    place = f"{change.at.isoformat()} {change.model}"
    return Cursor(sort_key=place, pk=change.key, is_backward=is_backward)


def _place(cursor: Cursor) -> tuple[datetime, str] | None:
    """Return the moment and the model of a cursor; None for one of another list."""
    moment, _space, model = cursor.sort_key.partition(" ")
    at = moment_of(replace(cursor, sort_key=moment))
    return None if at is None else (at, model)


def _beyond(label: str, at: datetime, model: str, cursor: Cursor) -> Q:
    """Return which rows of the history of a model come after (or before) the place of a cursor."""
    side = "gt" if cursor.is_backward else "lt"
    beyond = Q(**{f"pgh_created_at__{side}": at})
    if label == model:
        return beyond | Q(pgh_created_at=at, **{f"pgh_id__{side}": cursor.pk})
    is_behind = label > model if cursor.is_backward else label < model
    return beyond | Q(pgh_created_at=at) if is_behind else beyond


def _read(history: type[History], asked: Q, most: int, *, goes_down: bool = True) -> list[Change]:
    objects: Any = history._default_manager
    order = ("-pgh_created_at", "-pgh_id") if goes_down else ("pgh_created_at", "pgh_id")
    wanted = list(objects.filter(asked).order_by(*order)[:most])
    if not wanted:
        return []
    model = history.pgh_tracked_model
    key = model._meta.pk.name
    rows = {getattr(row, key) for row in wanted}
    names = [
        field.name
        for field in history._meta.concrete_fields
        if not field.name.startswith("pgh_") and field.name != key
    ]
    # What a row became is what it was at its next change, or what it is today.
    after: dict[int, list[Any]] = defaultdict(list)
    for row in objects.filter(**{f"{key}__in": rows}).order_by("pgh_id"):
        after[getattr(row, key)].append(row)
    today = {row.pk: row for row in model._base_manager.filter(pk__in=rows)}
    return [
        _change(row, key, names, after[getattr(row, key)], today.get(getattr(row, key)))
        for row in wanted
    ]


def _change(row: Any, key: str, names: Sequence[str], all_: Sequence[Any], today: Any) -> Change:
    later = (one for one in all_ if one.pgh_id > row.pgh_id and one.pgh_label != INSERT)
    next_ = next(later, today)
    said = row.pgh_context or {}
    return Change(
        model=tracked_label(type(row)),
        key=row.pgh_id,
        row=getattr(row, key),
        parties=tuple(pk for name in party_columns(type(row)) if (pk := getattr(row, name))),
        at=row.pgh_created_at,
        kind=row.pgh_label,
        user_id=said.get("user"),
        by=said.get("by", ""),
        way=said.get("way", ""),
        reason=said.get("reason", ""),
        fields=tuple(_fields(row, names, next_, today)),
    )


def _fields(row: Any, names: Sequence[str], next_: Any, today: Any) -> Iterable[FieldChange]:
    for name in names:
        was, now = getattr(row, name), _value(today, name)
        if row.pgh_label == INSERT:
            if was not in (None, "", False, []):
                yield FieldChange(name, None, was, now)
        elif row.pgh_label == DELETE:
            if was not in (None, "", False, []):
                yield FieldChange(name, was, None, now)
        elif row.pgh_label == UPDATE and next_ is not None:
            became = _value(next_, name)
            if was != became:
                yield FieldChange(name, was, became, now)


def _value(row: Any, name: str) -> Any:
    """Return a column of a row of history or of today: of a foreign key the number."""
    if row is None:
        return None
    if isinstance(row, History):
        return getattr(row, name)
    return getattr(row, row._meta.get_field(name).attname)
