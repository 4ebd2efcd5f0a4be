# SPDX-License-Identifier: EUPL-1.2
"""What the clock starts: cases of mixed pictures."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.privacy import actions


@jobs.periodic(name="privacy.open_cases", queue="default", cron="* * * * *")
def open_cases() -> None:
    actions.open_cases(viewer=access_queries.machine(at=timezone.now(), command="worker"))
