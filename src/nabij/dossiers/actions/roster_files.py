# SPDX-License-Identifier: EUPL-1.2
"""A roster file from when it is given until it is told what came of it, by page and by command."""

from typing import TYPE_CHECKING

import msgspec
from django.db import transaction

from nabij.core import crypto, jobs
from nabij.core.jobs import Progress
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import intakes, rosters
from nabij.dossiers.models import Roster
from nabij.dossiers.rules import originals
from nabij.dossiers.types import RosterTold

if TYPE_CHECKING:
    from nabij.linkage.models import Source

TAKE_IN = "dossiers.roster"


@transaction.atomic
def upload_roster(*, viewer: Viewer, data: bytes, name: str) -> Roster:
    """Keep what a colleague uploads and let a job take it in; both or neither.

    Raises:
        IntakeNotAllowed, NothingPlanned: as `give_roster`.
    """
    given = give_roster(viewer=viewer, data=data, name=name)
    enqueue_roster(viewer=viewer, given=given)
    return given


def enqueue_roster(*, viewer: Viewer, given: Roster) -> None:
    """Let a job take in a roster that was given, unless that is done or under way."""
    job = jobs.latest_of(subject_ref=given.ref)
    if given.done_at is None and not (job and job.is_alive(viewer.at)):
        jobs.enqueue(
            TAKE_IN,
            queue="intake",
            viewer=viewer,
            subject_ref=given.ref,
            lock=f"source-{given.source_id}",
            roster_id=given.pk,
        )


def give_roster(
    *, viewer: Viewer, data: bytes, name: str, source: "Source | None" = None
) -> Roster:
    """Keep a roster file (CSV), sealed, for `take_in_roster`; of our own roster without a source.

    Raises:
        IntakeNotAllowed: the viewer may not take dossiers in.
        NothingPlanned: no row can be read.
    """
    rosters.read_roster(viewer=viewer, data=data, name=name)
    ref = new_ref()
    return Roster.objects.create(
        ref=ref,
        source=source or rosters.roster_source(viewer=viewer),
        name=name[:200],
        given_by_id=viewer.colleague_id or viewer.acting_for_id,
        content=_packed(data, ref, "content"),
        created_at=viewer.at,
    )


def take_in_roster(
    *,
    viewer: Viewer,
    given: Roster,
    progress: Progress | None = None,
    patience_seconds: float = intakes.PATIENCE_SECONDS,
) -> Roster:
    """Take in a roster that was given: its visits, then care relations and the desk.

    May be killed at any moment and started again: it ends with exactly the same rows.

    Raises:
        SourceIsBusy: another intake of the source went on for too long.
        JobCancelled: a colleague stopped it.
    """
    if given.done_at is not None or given.content is None:
        return given
    data = originals.unpack(
        given.content,
        context=originals.roster_context(ref=given.ref, column="content"),
        keys=crypto.keyring(),
    )
    if given.intake is None:
        rosters.start_roster(
            viewer=viewer,
            source=given.source,
            data=data,
            name=given.name,
            given=given,
            patience_seconds=patience_seconds,
        )
    intake = given.intake
    if intake is None:
        raise ValueError(given.ref)
    intakes.run_intake(
        viewer=viewer, intake=intake, progress=progress, patience_seconds=patience_seconds
    )
    visits, errors = rosters.read_roster(viewer=viewer, data=data, name=given.name)
    started = rosters.RosterStarted(intake, visits=visits)
    with transaction.atomic():
        followed = rosters.follow_roster(viewer=viewer, started=started)
        told = RosterTold(
            errors=[(one.row, one.column, one.reason, one.values) for one in errors],
            unknown_teams=followed.unknown_teams,
            unknown_clients=followed.unknown_clients,
        )
        given.counts |= {
            "refused": len({one.row for one in errors}),
            "made": followed.relations.made,
            "changed": followed.relations.changed,
        }
        given.told = _packed(msgspec.json.encode(told), given.ref, "told")
        given.content, given.done_at = None, viewer.at
        given.save(update_fields=["counts", "told", "content", "done_at"])
        old = Roster.objects.filter(created_at__lt=viewer.at - rosters.KEPT_DAYS)
        old.exclude(told=None).update(told=None)
    return given


def _packed(plain: bytes, ref: str, column: str) -> bytes:
    context = originals.roster_context(ref=ref, column=column)
    return originals.pack(plain, context=context, keys=crypto.keyring())
