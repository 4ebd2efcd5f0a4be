# SPDX-License-Identifier: EUPL-1.2
"""Let rows go with all that hangs on them, over every foreign key; make others empty.

Works as `nabij_erasure`, inside one transaction: foreign keys are looked at when it ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from nabij.core import changes
from nabij.core.models import History
from nabij.privacy.rules.erasing import WORD

Keys = set[Any]
AT_ONCE = 1000


@dataclass(slots=True)
class Going:
    """What goes, by label; and which pointers to it are let loose instead."""

    rows: dict[str, Keys] = field(default_factory=dict)
    loose: list[tuple[type[models.Model], str, Keys]] = field(default_factory=list)

    def add(self, label: str, keys: Iterable[Any]) -> Keys:
        """Add rows; return those that are new."""
        there = self.rows.setdefault(label, set())
        new = set(keys) - there
        there |= new
        return new


def all_that_goes(roots: Mapping[str, Keys]) -> Going:
    """Return these rows and whatever cannot be without them, over every foreign key."""
    going = Going()
    todo = [(label, going.add(label, keys)) for label, keys in roots.items()]
    while todo:
        label, keys = todo.pop()
        if not keys:
            continue
        for child, column, is_part in _pointing_to(_model(label)):
            if not is_part:
                going.loose.append((child, column, keys))
                continue
            rows = child._base_manager.filter(_in(column, keys))
            found = going.add(child._meta.label, rows.values_list("pk", flat=True))
            todo.append((child._meta.label, found))
    return going


def let_go(going: Going) -> None:
    """Remove the rows, let loose what pointed to them, and remove the history of both."""
    for child, column, keys in going.loose:
        gone = going.rows.get(child._meta.label, set())
        child._base_manager.filter(_in(column, keys)).exclude(_in("pk", gone)).update(
            **{column: None}
        )
    for label, keys in going.rows.items():
        model = _model(label)
        for some in _batches(keys):
            rows: Any = model._base_manager.filter(_in("pk", some))
            rows._raw_delete(connection.alias)
    for label, keys in going.rows.items():
        forget_history(label, rows=keys)


def forget_history(label: str, *, rows: Keys) -> None:
    """Remove what the history of a model keeps of rows."""
    model: Any = _model(label)
    history = getattr(model, "pgh_event_model", None)
    if history is None:
        return
    key = model._meta.pk.name
    for some in _batches(rows):
        history._base_manager.filter(_in(key, some))._raw_delete(connection.alias)


def forget_history_of_gone_rows(label: str, *, person_keys: Iterable[int]) -> None:
    """Remove the history of rows about somebody that were removed long ago."""
    model: Any = _model(label)
    history: type[History] | None = getattr(model, "pgh_event_model", None)
    if history is None:
        return
    asked = Q(pk__in=[])
    for column in changes.party_columns(history):
        asked |= _in(column, set(person_keys))
    key = model._meta.pk.name
    manager: Any = history._base_manager
    there = set(manager.filter(asked).values_list(key, flat=True))
    still = set(model._base_manager.filter(_in("pk", there)).values_list("pk", flat=True))
    forget_history(label, rows=there - still)


def make_empty(label: str, *, keys: Keys, given: Mapping[str, Any]) -> None:
    """Let rows say nothing any more but what is given; they stay because others point to them."""
    model: Any = _model(label)
    values = {
        column.name: _empty(column)
        for column in model._meta.concrete_fields
        if not (column.primary_key or column.unique or column.is_relation or column.name in given)
    }
    model._base_manager.filter(_in("pk", keys)).update(**(values | dict(given)))
    forget_history(label, rows=keys)


def wipe(label: str, *, keys: Keys, columns: Iterable[str]) -> None:
    """Take words and values out of rows that stay; where there was a text a word is left."""
    model: Any = _model(label)
    for name in columns:
        column = model._meta.get_field(name)
        rows = model._base_manager.filter(_in("pk", keys))
        if isinstance(column, models.JSONField):
            rows.update(**{name: _empty(column)})
        else:
            rows.exclude(**{name: ""}).update(**{name: WORD})
    forget_history(label, rows=keys)


def _empty(column: "models.Field[Any, Any]") -> Any:
    if column.has_default():
        return column.get_default()
    if column.null:
        return None
    return "" if isinstance(column, models.CharField | models.TextField) else column.to_python(0)


def _pointing_to(
    model: type[models.Model],
) -> Iterator[tuple[type[models.Model], str, bool]]:
    """Yield which foreign keys point to a model, and whether their row is nothing without it."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and not issubclass(
            relation.related_model, History
        ):
            column = relation.field
            is_part = not column.null or relation.on_delete is models.CASCADE
            yield relation.related_model, column.name, is_part


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _in(column: str, keys: Keys) -> Q:
    return Q(**{f"{column}__in": list(keys)})


def _batches(keys: Keys) -> Iterator[Keys]:
    ordered = list(keys)
    for start in range(0, len(ordered), AT_ONCE):
        yield set(ordered[start : start + AT_ONCE])
