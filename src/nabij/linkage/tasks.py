# SPDX-License-Identifier: EUPL-1.2
"""The work behind the jobs of linkage: safe to repeat, ids only."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.linkage.actions.link_all import LINK_ALL, Step
from nabij.linkage.actions.link_all import link_all as link_everybody


@jobs.task(name=LINK_ALL, queue="intake")
def link_all(progress: jobs.Progress, *, user_id: int) -> None:
    viewer = access_queries.machine_for(
        user_id=user_id or None, at=timezone.now(), command="link --all"
    )

    def tell(step: Step) -> None:
        progress.update(done=step.done, total=step.total)

    link_everybody(viewer=viewer, tell=tell)
