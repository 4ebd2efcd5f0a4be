# SPDX-License-Identifier: EUPL-1.2
"""What the clock starts: cases of mixed pictures, emergencies to review, and the review of the log."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core import jobs
from nabij.privacy import actions


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
