# SPDX-License-Identifier: EUPL-1.2
"""The work behind the jobs of imports, and what the clock starts: safe to repeat, ids only."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.imports.actions.uploading import WORK, forget_files
from nabij.imports.actions.work import work_on
from nabij.imports.models import Import


@jobs.task(name=WORK, queue="bulk")
def work(progress: jobs.Progress, *, import_id: int) -> None:
    """Go on with an import as the colleague whose it is: they see and may no more than by hand."""
    found = Import.objects.select_related("owner").filter(pk=import_id).first()
    if found is None:
        return
    viewer = access_queries.viewer_of(user=found.owner, at=timezone.now(), access_point="import")
    work_on(viewer=viewer, found=found, progress=progress)


@jobs.periodic(name="imports.forget_files", queue="default", cron="37 * * * *")
def forget_old_files() -> None:
    """Remove the rows of files that nobody works on any more."""
    forget_files(viewer=access_queries.machine(at=timezone.now(), command="worker"))
