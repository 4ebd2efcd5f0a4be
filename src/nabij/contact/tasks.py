# SPDX-License-Identifier: EUPL-1.2
"""What the clock starts: calls of yesterday are forgotten."""

from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.contact import actions
from nabij.core import jobs


@jobs.periodic(name="contact.forget_calls", queue="default", cron="27 * * * *")
def forget_calls() -> None:
    actions.forget_calls(viewer=access_queries.machine(at=timezone.now(), command="worker"))
