# SPDX-License-Identifier: EUPL-1.2
"""The work behind an action on very many rows: safe to repeat, ids only."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.lists.actions.bulk import WORK, work_on
from nabij.lists.models import BulkRun


@jobs.task(name=WORK, queue="bulk")
def bulk(progress: jobs.Progress, *, run_id: int) -> None:
    """Work on the rows of a run, with the rights that who started it has now."""
    run = BulkRun.objects.select_related("owner").get(pk=run_id)
    viewer = access_queries.viewer_of(user=run.owner, at=timezone.now(), access_point="worker")
    work_on(
        viewer=viewer, run=run, tell=lambda done, total: progress.update(done=done, total=total)
    )
