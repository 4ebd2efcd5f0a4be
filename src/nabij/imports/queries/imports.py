# SPDX-License-Identifier: EUPL-1.2
"""Imports of a colleague: which there are, what stands in a file, and how far one is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.errors import NotFound
from nabij.core.models import Job
from nabij.core.tables import Row
from nabij.core.viewer import Role, Viewer
from nabij.imports.choices import BUSY_STATES, ImportKind, ImportState, Outcome
from nabij.imports.models import Import, ImportPart, ImportRow
from nabij.imports.rules import parts

SAMPLE = 20
MOST_LISTED = 50


class ImportNotFound(NotFound):
    code = "import-not-found"


def kinds_for(roles: Iterable[Role]) -> list[ImportKind]:
    """Return which rows these roles may import."""
    held = frozenset(roles)
    if access_rules.may_import_persons(held):
        return list(ImportKind)
    if access_rules.may_import(held):
        return [ImportKind.CONTACTS, ImportKind.ORGANISATIONS]
    return []


def check_may_import(*, viewer: Viewer, kind: str) -> None:
    """Refuse whose role imports no rows of this kind.

    Raises:
        ImportNotFound: the role may not.
    """
    if kind not in kinds_for(viewer.roles):
        raise ImportNotFound


def may_update(*, viewer: Viewer, kind: str) -> bool:
    """Tell whether this viewer may take over what a file says of who is known."""
    return kind == ImportKind.ORGANISATIONS or access_rules.may_register(viewer.roles)


def closed_codes(*, viewer: Viewer) -> frozenset[str]:
    """Return the columns that this viewer may not use."""
    return frozenset() if access_rules.may_use_bsn(viewer.roles) else frozenset({"bsn"})


def import_of(*, viewer: Viewer, ref: str, for_change: bool = False) -> Import:
    """Return an import of the viewer's own. One SQL query.

    Args:
        for_change: hold it until the transaction ends.

    Raises:
        ImportNotFound: there is none, it is a colleague's, or the role may not import it.
    """
    rows = Import.objects.filter(ref=ref, owner_id=viewer.user_id)
    found = (rows.select_for_update() if for_change else rows).first()
    if found is None:
        raise ImportNotFound
    check_may_import(viewer=viewer, kind=found.kind)
    return found


def own_imports(*, viewer: Viewer) -> list["ImportLine"]:
    """Return the latest imports of the viewer. Two SQL queries."""
    kinds = kinds_for(viewer.roles)
    rows = Import.objects.filter(owner_id=viewer.user_id, kind__in=kinds).order_by("-pk")
    return [_line(viewer, row, job=None) for row in rows[:MOST_LISTED]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The names of the columns, and the first rows below them."""

    names: list[str]
    rows: list[Row]


def head_of(found: Import) -> Head:
    """Return the names of the columns of a file and its first rows. One SQL query.

    Raises:
        ImportNotFound: the rows were thrown away.
    """
    first = list(ImportPart.objects.filter(whole=found, number__lte=1).order_by("number"))
    if not first:
        raise ImportNotFound
    names, *rest = [
        parts.unsealed_rows(part.rows, ref=found.ref, number=part.number) for part in first
    ]
    rows = rest[0][:SAMPLE] if rest else []
    return Head(names=[str(name) for name in names[0][1]], rows=rows)


def first_rows(found: Import) -> list[Row]:
    """Return the rows of the first part of a file. One SQL query."""
    part = ImportPart.objects.get(whole=found, number=1)
    return parts.unsealed_rows(part.rows, ref=found.ref, number=part.number)


def has_rows(found: Import) -> bool:
    """Tell whether the rows of the file still lie here. One SQL query."""
    return ImportPart.objects.filter(whole=found).exists()


def needs_rows(state: str) -> bool:
    """Tell whether work in this state needs the rows of the file: all but taking back does."""
    return state != ImportState.TAKING_BACK


def rows_until(found: Import) -> datetime:
    """Return when the rows of a file go by themselves: so many days after the last step."""
    steps = (found.created_at, found.checked_at, found.finished_at)
    return max(step for step in steps if step) + timedelta(days=settings.NABIJ_IMPORT_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """How far an import is; its rows lie here until `rows_until` at most."""

    ref: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    name: str
    format: str
    rows: int
    done: int
    total: int
    counts: dict[str, int]
    on_known: str
    created_at: datetime
    finished_at: datetime | None
    job: Job | None
    is_busy: bool
    may_go_on: bool
    may_update: bool
    written: int = 0
    kept: int = 0
    returned: int = 0
    has_rows: bool = True
    rows_until: datetime

    @property
    def is_done(self) -> bool:
        """Tell whether all was written."""
        return self.state in (ImportState.DONE, ImportState.TAKEN_BACK)


def status(*, viewer: Viewer, ref: str) -> ImportLine:
    """Return how far an import is. At most five SQL queries.

    Raises:
        ImportNotFound: as `import_of`.
    """
    found = import_of(viewer=viewer, ref=ref)
    rows = ImportRow.objects.filter(whole=found)
    written = rows.filter(is_written=True)
    return _line(
        viewer,
        found,
        job=jobs.latest_of(subject_ref=ref),
        written=written.count(),
        kept=written.exclude(kept="").count(),
        rows_lie=has_rows(found),
    )


def _line(
    viewer: Viewer,
    found: Import,
    *,
    job: Job | None,
    written: int = 0,
    kept: int = 0,
    rows_lie: bool = True,
) -> ImportLine:
    is_alive = job is not None and job.is_alive(viewer.at)
    goes_on = found.state in BUSY_STATES
    return ImportLine(
        ref=found.ref,
        kind=found.kind,
        kind_label=found.get_kind_display(),
        state=found.state,
        state_label=found.get_state_display(),
        name=found.name,
        format=found.format,
        rows=found.rows,
        done=job.done if job else 0,
        total=job.total if job else 0,
        counts={outcome: found.counts.get(outcome, 0) for outcome in Outcome.values},
        on_known=found.on_known,
        created_at=found.created_at,
        finished_at=found.finished_at,
        job=job,
        is_busy=goes_on and is_alive,
        may_go_on=goes_on and not is_alive and (rows_lie or not needs_rows(found.state)),
        may_update=may_update(viewer=viewer, kind=found.kind),
        written=written,
        kept=kept,
        returned=sum(found.counts.get(outcome, 0) for outcome in (Outcome.ERROR, Outcome.ASK)),
        has_rows=rows_lie,
        rows_until=rows_until(found),
    )


def parts_of(found: Import, *, first: int = 1, last: int | None = None) -> Iterator[ImportPart]:
    """Yield the parts of a file in order, one at a time: they are large. One SQL query each."""
    number = first
    until = found.parts if last is None else min(last, found.parts)
    while number <= until:
        yield ImportPart.objects.get(whole=found, number=number)
        number += 1
