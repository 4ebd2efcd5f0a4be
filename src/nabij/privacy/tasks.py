# SPDX-License-Identifier: EUPL-1.2
"""What the clock starts: cases of mixed pictures, emergencies to review,
and the review of the log."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.core.viewer import Viewer
from nabij.privacy import actions
from nabij.privacy.actions import copies, erasures
from nabij.privacy.models import Erasure


@jobs.periodic(name="privacy.open_cases", queue="default", cron="* * * * *")
def open_cases() -> None:
    actions.open_cases(viewer=access_queries.machine(at=timezone.now(), command="worker"))


@jobs.periodic(name="privacy.list_emergencies", queue="default", cron="* * * * *")
def list_emergencies() -> None:
    actions.list_emergencies(viewer=access_queries.machine(at=timezone.now(), command="worker"))


# In the night, and again where no worker lived then: a day is reviewed once.
@jobs.periodic(name="privacy.review_days", queue="default", cron="23 * * * *")
def review_days() -> None:
    actions.review_days(viewer=access_queries.machine(at=timezone.now(), command="worker"))


@jobs.periodic(name="privacy.wipe_copies", queue="default", cron="41 * * * *")
def wipe_copies() -> None:
    copies.wipe_expired_copies(viewer=access_queries.machine(at=timezone.now(), command="worker"))


@jobs.task(name=copies.MAKE, queue="default")
def make_copy(progress: jobs.Progress, *, copy_id: int) -> None:
    copies.make_copy(viewer=_for(progress.job.owner_id), copy_id=copy_id)


@jobs.task(name=erasures.LIST, queue="default")
def list_what_goes(progress: jobs.Progress, *, erasure_id: int) -> None:
    erasures.list_what_goes(viewer=_for(progress.job.owner_id), erasure_id=erasure_id)


@jobs.task(name=erasures.CARRY_OUT, queue="default")
def carry_out(_progress: jobs.Progress, *, erasure_id: int) -> None:
    officer = Erasure.objects.values_list("listed_by", flat=True).get(pk=erasure_id)
    erasures.carry_out(viewer=_for(officer), erasure_id=erasure_id)


def _for(user_id: int | None) -> Viewer:
    """Return the viewer of work that a privacy officer answers for."""
    return access_queries.machine_for(user_id=user_id, at=timezone.now(), command="request")
