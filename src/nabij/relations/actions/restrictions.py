# SPDX-License-Identifier: EUPL-1.2
"""Keep something of a person and use it no longer, and use it again after they were told."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations.models import Restriction
from nabij.relations.types import Restrictable


class ToldFirst(DomainError):
    code = "told-first"
    message = _("Tell the person first. Fill in the day, from when it was asked up to today.")


@transaction.atomic
def restrict(
    *,
    viewer: Viewer,
    person_id: int,
    request_id: int,
    what: Restrictable,
    reason: str,
    since: date,
) -> None:
    """Restrict the use of one thing of a person; it holds at once, twice is once.

    The caller has made sure that the viewer sees the thing, and that the request is theirs.

    Raises:
        LogUnavailable: the entry could not be written; nothing is restricted.
    """
    source_id, fact_type, fact_key = what.fact or (None, "", "")
    named: Any = {
        "source_id": source_id,
        "fact_type": fact_type,
        "fact_key": fact_key,
        "interaction_id": what.interaction_id,
        "record_id": what.record_id,
    }
    row, is_new = Restriction.objects.get_or_create(
        **named,
        person_id=person_id,
        lifted_at=None,
        defaults={
            "request_id": request_id,
            "reason": reason,
            "since": since,
            "recorded_by_id": viewer.colleague_id,
        },
    )
    if is_new:
        _log(viewer, row, "C", row.ref)


@transaction.atomic
def lift_restrictions(*, viewer: Viewer, request_id: int, told_on: date, told_how: str) -> int:
    """Use again what was restricted by a request; return how many that were.

    Source: AVG 18 paragraph 3: the person is told before.

    Raises:
        ToldFirst: they were not told yet, or the day cannot be.
        LogUnavailable: the entry could not be written; nothing is lifted.
    """
    rows = list(
        Restriction.objects.select_for_update().filter(
            request_id=request_id, lifted_at__isnull=True
        )
    )
    if told_on > localdate(viewer.at) or any(told_on < row.since for row in rows):
        raise ToldFirst
    for row in rows:
        row.told_on, row.told_how = told_on, told_how
        row.lifted_at, row.lifted_by_id = viewer.at, viewer.colleague_id
        row.save(update_fields=["told_on", "told_how", "lifted_at", "lifted_by"])
        _log(viewer, row, "U", f"{row.ref} lifted")
    return len(rows)


def _log(viewer: Viewer, row: Restriction, action: str, detail: str) -> None:
    access_actions.record_event(
        viewer=viewer,
        event="restriction",
        action=action,
        person_id=row.person_id,
        detail=f"restriction {detail}",
    )
