# SPDX-License-Identifier: EUPL-1.2
"""Rosters that were given and what came of them: for the colleagues who take them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F, QuerySet
from django.utils.translation import gettext

from nabij.access import rules as access_rules
from nabij.core import crypto, jobs
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.dossiers.choices import ROSTER_COLUMNS
from nabij.dossiers.models import Roster
from nabij.dossiers.queries.intakes import PAGE, IntakeNotFound, check_may_take_in
from nabij.dossiers.rules import originals
from nabij.dossiers.types import RosterTold

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A roster in the list; `given_by` is '' when a command gave it."""

    ref: str
    name: str
    given_by: str
    created_at: datetime
    is_done: bool
    planned: int
    refused: int


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Rosters, newest first; `older` is the ref behind which the next page starts."""

    rows: Sequence[RosterRow]
    older: str = ""


@dataclass(frozen=True, slots=True)
class RosterError:
    """What is wrong where, in words; `column` is its code."""

    row: int
    column: str
    reason: str

    @property
    def label(self) -> str:
        """Return what stands in the column."""
        return str(ROSTER_COLUMNS.get(self.column, self.column))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterInView:
    """One roster: how far it is, and what came of it when it is done.

    `is_told` is False once the rows, teams and client numbers are no longer kept; the counts are.
    `is_busy` says that a job is at it or waits for its turn.
    """

    ref: str
    name: str
    given_by: str
    created_at: datetime
    done_at: datetime | None
    intake_ref: str
    is_known: bool
    planned: int
    cancelled: int
    refused: int
    made: int
    changed: int
    is_told: bool
    errors: Sequence[RosterError]
    unknown_teams: Sequence[str]
    unknown_clients: Sequence[str]
    job: Job | None
    is_busy: bool

    @property
    def shown(self) -> Sequence[RosterError]:
        """Return the first errors: who gets more than these looks at the file itself."""
        return self.errors[:MOST_SHOWN]


def rosters(*, viewer: Viewer, before: str = "") -> RosterPage:
    """Return fifty rosters, newest first, behind the one named `before`. One SQL query.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in.
    """
    rows = _seen(viewer).order_by("-pk").defer("content", "told")
    if before:
        rows = rows.filter(pk__lt=Roster.objects.filter(ref=before).values("pk"))
    found = list(rows[: PAGE + 1])
    return RosterPage(
        rows=[
            RosterRow(
                ref=row.ref,
                name=row.name,
                given_by=row.giver or "",
                created_at=row.created_at,
                is_done=row.done_at is not None,
                planned=row.counts.get("planned", 0),
                refused=row.counts.get("refused", 0),
            )
            for row in found[:PAGE]
        ],
        older=found[PAGE - 1].ref if len(found) > PAGE else "",
    )


def roster_to_go_on(*, viewer: Viewer, ref: str) -> Roster:
    """Return a roster that was given. One SQL query.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in, or there is none.
    """
    found: Roster | None = _seen(viewer).select_related("intake").filter(ref=ref).first()
    if found is None:
        raise IntakeNotFound
    return found


def roster(*, viewer: Viewer, ref: str) -> RosterInView:
    """Return how far one roster is, and what came of it. Two SQL queries.

    Raises:
        IntakeNotFound: as `roster_to_go_on`.
    """
    found: Any = roster_to_go_on(viewer=viewer, ref=ref)
    told = _told_of(found)
    counts = {"planned": 0, "cancelled": 0, "refused": 0, "made": 0, "changed": 0} | found.counts
    job = jobs.latest_of(subject_ref=found.ref)
    return RosterInView(
        ref=found.ref,
        name=found.name,
        given_by=found.giver or "",
        created_at=found.created_at,
        done_at=found.done_at,
        intake_ref=found.intake.ref if found.intake else "",
        is_known=found.is_known,
        **counts,
        is_told=told is not None,
        errors=_errors_of(told) if told else (),
        unknown_teams=told.unknown_teams if told else (),
        unknown_clients=told.unknown_clients if told else (),
        job=job,
        is_busy=job is not None and job.is_alive(viewer.at),
    )


def _told_of(found: Roster) -> RosterTold | None:
    """Return what is told of the rows of a roster, None when it is not, or no longer. No query."""
    if found.told is None:
        return None
    context = originals.roster_context(ref=found.ref, column="told")
    plain = originals.unpack(found.told, context=context, keys=crypto.keyring())
    return msgspec.json.decode(plain, type=RosterTold)


def _errors_of(told: RosterTold) -> list[RosterError]:
    """Return what is wrong with rows, in the language of the reader."""
    return [
        RosterError(row, column, gettext(reason) % values)
        for row, column, reason, values in told.errors
    ]


def _seen(viewer: Viewer) -> QuerySet[Any]:
    check_may_take_in(viewer=viewer)
    rows = Roster.objects.select_related("source").annotate(giver=F("given_by__name"))
    if viewer.is_machine:
        return rows
    return rows.filter(source__data_class__in=access_rules.classes_of(viewer.roles))
