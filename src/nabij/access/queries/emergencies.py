# SPDX-License-Identifier: EUPL-1.2
"""Emergencies as the privacy officer reviews them and the client reads of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nabij.access import rules
from nabij.access.models import Emergency
from nabij.access.queries.log import LogNotFound
from nabij.core.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyLine:
    """One push of the button. Only who reviews reads the reasons; a client is told who and when."""

    id: int
    ref: str
    person_id: int
    user_id: int
    colleague: str
    job_title: str
    reason: str
    opens_shut: bool
    shut_reason: str
    starts_at: datetime
    ends_at: datetime
    is_stopped: bool
    review_by: date


def emergencies(*, viewer: Viewer, ids: Collection[int]) -> dict[int, EmergencyLine]:
    """Return emergencies by key, for who reviews them. One SQL query.

    Raises:
        LogNotFound: the viewer reviews nothing.
    """
    if not rules.may_read_log(viewer.roles):
        raise LogNotFound
    rows = Emergency.objects.filter(pk__in=ids).select_related("user")
    return {row.pk: _line(row) for row in rows}


def emergencies_since(*, viewer: Viewer, since: datetime) -> list[EmergencyLine]:
    """Return the emergencies from a moment on, the first one first; for the machine. One query.

    Raises:
        LogNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise LogNotFound
    rows = Emergency.objects.filter(starts_at__gte=since).select_related("user").order_by("pk")
    return [_line(row) for row in rows]


def emergencies_about(
    *, viewer: Viewer, person_ids: Sequence[int], since: datetime, until: datetime
) -> list[EmergencyLine]:
    """Return the emergencies about a person in a period, the latest first. One SQL query.

    The caller has made sure that the viewer may show this person's log.
    """
    rows = Emergency.objects.filter(
        person_id__in=list(person_ids), starts_at__gte=since, starts_at__lt=until
    )
    return [_line(row) for row in rows.select_related("user").order_by("-starts_at", "-pk")]


def _line(row: Emergency) -> EmergencyLine:
    return EmergencyLine(
        id=row.pk,
        ref=row.ref,
        person_id=row.person_id,
        user_id=row.user_id,
        colleague=row.user.name,
        job_title=row.user.job_title,
        reason=row.reason,
        opens_shut=row.opens_shut,
        shut_reason=row.shut_reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_stopped=row.stopped_at is not None,
        review_by=row.review_by,
    )
