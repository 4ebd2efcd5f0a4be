# SPDX-License-Identifier: EUPL-1.2
"""Who changed what, when and why: beside each tracked table the database keeps a second one.

    @tracked(of=("party",), without=("sort_key",))
    class Address(models.Model): ...

Triggers write it, so bulk updates and SQL by hand count too. A row that is made is kept as it
began, a row that changes or goes as it was: together with how it stands now that is all of its
life, for rows too that were there before their history or came in by an import. Nobody changes or
removes history but an erasure.

Who, for what and why come from `by`, which the edges (a request, a job, a command) stand in.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import pghistory
import pgtrigger
import psycopg
import psycopg.sql
from django.apps import apps
from django.db import connection, models

from nabij.core.models import History, HistoryRange
from nabij.core.viewer import Viewer

INSERT, UPDATE, DELETE = "insert", "update", "delete"

# Made by the migration of `core.HistoryRange`: true only where `as_range` was asked for.
BY_HAND = "NOT core_is_range()"

TRACKED: set[str] = set()
_TOLD = "SELECT set_config('pghistory.context_metadata', %s, true); "
_WRITE = re.compile(
    r'\s*(?:(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:ONLY\s+)?"?(?P<table>\w+)|WITH\b)',
    re.IGNORECASE,
)


class ChangedByHand(pgtrigger.AnyChange):
    """A tracked column changes, and not in a range that tells of all its rows at once."""

    def resolve(self, model: type[models.Model]) -> str:
        return f"(({super().resolve(model)}) AND {BY_HAND})"


def tracked[M: models.Model](
    *, of: Sequence[str] = (), without: Sequence[str] = (), sealed: Sequence[str] = ()
) -> Callable[[type[M]], type[M]]:
    """Keep the history of a model, in a model `<Name>History` of the same package.

    Foreign keys become plain numbers: history points to what may be gone.

    Args:
        of: the columns that say whose row it is; history is found and erased by them.
        without: columns that are reckoned from others, or that say nothing.
        sealed: columns with a secret; that they changed shows by another column (`changed_at`).
    """

    def decorate(model: type[M]) -> type[M]:
        left_out = {*without, *sealed, "version"}
        pghistory.track(
            pghistory.InsertEvent(condition=pgtrigger.Condition(BY_HAND)),
            pghistory.UpdateEvent(row=pghistory.Old, condition=ChangedByHand()),
            pghistory.DeleteEvent(condition=pgtrigger.Condition(BY_HAND)),
            exclude=[field.name for field in model._meta.fields if field.name in left_out],
            model_name=f"{model.__name__}History",
            base_model=History,
            obj_field=None,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # documented, not declared
            attrs={"of": tuple(of), "sealed": tuple(sealed), **_numbers(model, left_out)},
            meta={"indexes": _indexes(model, of)},
        )(model)
        TRACKED.add(model._meta.db_table)
        return model

    return decorate


def _numbers(model: type[models.Model], left_out: set[str]) -> dict[str, "models.Field[Any, Any]"]:
    return {
        field.name: models.BigIntegerField(null=field.null, db_column=field.column)
        for field in model._meta.local_fields
        if field.is_relation and field.name not in left_out
    }


def _indexes(model: type[models.Model], of: Sequence[str]) -> list[models.Index]:
    key = model._meta.pk.name
    return [models.Index(fields=[name]) for name in dict.fromkeys((key, *of, "pgh_created_at"))]


@contextmanager
def by(viewer: Viewer, *, way: str = "", reason: str = "") -> Iterator[None]:
    """Write down what changes inside the block as this viewer's doing.

    It goes along with each statement that writes, so a savepoint that is rolled back takes nothing
    of it away. A block inside another one adds to what that one says. The viewer may be a lazy one:
    it is looked at when something changes, not before.

    pghistory's own context goes along with every statement; one that the server keeps prepared,
    as the access log has, cannot have that.

    Args:
        way: through which door, job or command.
        reason: why, in the words of who did it.
    """
    outer = _said.get()
    said = replace(
        outer or Said(viewer),
        viewer=viewer,
        way=way or (outer.way if outer else ""),
        reason=reason or (outer.reason if outer else ""),
    )
    token = _said.set(said)
    try:
        with nullcontext() if outer else connection.execute_wrapper(_tell):
            yield
    finally:
        _said.reset(token)


@dataclass(frozen=True)
class Said:
    """Who changes something, by which way and why."""

    viewer: Viewer
    way: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """What history keeps of it, as JSON: the key of who answers for it, and what did it."""
        viewer = self.viewer
        said: dict[str, Any] = {"user": viewer.acting_for_id or viewer.user_id, "way": self.way}
        if viewer.colleague_id is None:
            said["by"] = viewer.name
        return json.dumps(said | ({"reason": self.reason} if self.reason else {}))


_said: ContextVar[Said | None] = ContextVar("said", default=None)


def _tell(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    said = _said.get()
    is_ours = isinstance(sql, str) and isinstance(context["cursor"].cursor, psycopg.ClientCursor)
    if not said or not is_ours or many or not _writes_history(sql):
        return execute(sql, params, many, context)
    told = execute(*_ahead(said, sql, params), many, context)
    while told is not None and told.nextset():
        pass
    return told


def _ahead(said: Said, sql: str, params: Any) -> tuple[str, Any]:
    """Return the statement with who says it in front, in the way its own values are given."""
    if isinstance(params, Mapping):
        return _TOLD % "%(nabij_said)s" + sql, {**params, "nabij_said": said.words}
    if not params:  # a statement without values may hold a bare %
        return _TOLD % _literal(said.words) + sql, params
    return _TOLD % "%s" + sql, [said.words, *params]


def _literal(words: str) -> str:
    return psycopg.sql.Literal(words).as_string()


def _writes_history(sql: str) -> bool:
    found = _WRITE.match(sql)
    return found is not None and (found["table"] is None or found["table"] in TRACKED)


@contextmanager
def as_range(
    *, viewer: Viewer, source: str, subject_ref: str, first: int, last: int
) -> Iterator[None]:
    """Let one row of history tell of everything that an import writes in this transaction.

    The row itself is what makes the triggers silent: without one of this very transaction the
    database writes a row of history for each row, whatever the session says.

    Args:
        source: what kind of work it is: `import`, `roster`.
        subject_ref: the ref of the import or intake.
        first: the first row of it that is written here, counted from 1.
        last: the last row.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A range of history is of one transaction.")
    row = HistoryRange.objects.create(
        source=source,
        subject_ref=subject_ref,
        first=first,
        last=last,
        user_id=viewer.acting_for_id or viewer.user_id,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('nabij.history_range', %s, true)", [str(row.pk)])
        try:
            yield
        finally:
            # After an error the transaction is over, and the setting with it.
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('nabij.history_range', '', true)")


def row_of(*, label: str, key: int) -> Any:
    """Return one row of the history of a model (`relations.Party`) by its own key."""
    model: Any = apps.get_model(label)
    return model.pgh_event_model.objects.get(pk=key)
