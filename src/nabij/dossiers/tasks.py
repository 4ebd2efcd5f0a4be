# SPDX-License-Identifier: EUPL-1.2
"""The work behind the jobs of the intake queue: safe to repeat, ids only."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import intakes, quarantine, roster_files
from nabij.dossiers.models import Intake, Quarantine, Roster

# A job has no user waiting for it: it waits until the intake before it is done.
PATIENCE_SECONDS = 6 * 3600


def _machine(user_id: int | None) -> Viewer:
    """Return the viewer of the work: the colleague who asked for it answers for it."""
    return access_queries.machine_for(user_id=user_id, at=timezone.now(), command="intake")


@jobs.task(name=intakes.TAKE_IN, queue="intake")
def take_in(progress: jobs.Progress, *, intake_id: int) -> None:
    intake = Intake.objects.select_related("source").get(pk=intake_id)
    intakes.run_intake(
        viewer=_machine(intake.started_by_id),
        intake=intake,
        progress=progress,
        patience_seconds=PATIENCE_SECONDS,
    )


@jobs.task(name=roster_files.TAKE_IN, queue="intake")
def take_in_roster(progress: jobs.Progress, *, roster_id: int) -> None:
    given = Roster.objects.select_related("source", "intake").get(pk=roster_id)
    roster_files.take_in_roster(
        viewer=_machine(given.given_by_id),
        given=given,
        progress=progress,
        patience_seconds=PATIENCE_SECONDS,
    )


@jobs.task(name=quarantine.RETRY, queue="intake")
def retry(_progress: jobs.Progress, *, intake_id: int) -> None:
    intake = Intake.objects.select_related("source").get(pk=intake_id)
    quarantine.retry(viewer=_machine(intake.started_by_id), intake=intake)


@jobs.task(name=quarantine.MEND, queue="intake")
def mend(_progress: jobs.Progress, *, quarantine_id: int) -> None:
    row = Quarantine.objects.get(pk=quarantine_id)
    quarantine.mend(viewer=_machine(row.mended_by_id), ref=row.ref)
