# SPDX-License-Identifier: EUPL-1.2
"""That a client died, whom relatives reach since, and by which cases the dossier still opens."""

from dataclasses import dataclass
from datetime import date, datetime

from nabij.access.choices import AfterDeathGround, DeathSource, OccasionKind
from nabij.access.models import AfterDeathCase, Death
from nabij.access.queries.ways import members
from nabij.core.dates import PartialDate, from_columns
from nabij.core.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathRecorded:
    """What was recorded of a death; `contact` is the colleague whom relatives reach."""

    id: int
    on: PartialDate | None
    source_label: str
    told: str
    contact: str
    contact_email: str
    closes_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterDeathLine:
    """One case after death: who may look until when, on what ground, asked by whom."""

    ref: str
    colleague: str
    ground_label: str
    asked_by: str
    reason: str
    opened_by: str
    starts_at: datetime
    ends_at: datetime
    is_open: bool


def death_of(*, viewer: Viewer, person_id: int) -> DeathRecorded | None:
    """Return what a colleague recorded of a death, None when nobody did. One SQL query.

    Of two who were merged what was recorded first.
    """
    row = (
        Death.objects.filter(
            person_id__in=members(viewer=viewer, person_ids=[person_id]),
            taken_back_at__isnull=True,
        )
        .select_related("contact", "recorded_by")
        .order_by("pk")
        .first()
    )
    if row is None:
        return None
    return DeathRecorded(
        id=row.pk,
        on=from_columns(row.died_on, row.precision),
        source_label=str(DeathSource(row.source).label),
        told=row.told,
        contact=row.contact.name,
        contact_email=row.contact.email,
        closes_on=row.closes_on,
        recorded_by=row.recorded_by.name if row.recorded_by else "",
        recorded_at=row.recorded_at,
    )


def after_death_cases(*, viewer: Viewer, person_id: int) -> list[AfterDeathLine]:
    """Return the cases by which the dossier of somebody who died opens or opened. One SQL query."""
    rows = AfterDeathCase.objects.filter(
        occasion__person_id__in=members(viewer=viewer, person_ids=[person_id]),
        occasion__kind=OccasionKind.AFTER_DEATH,
    ).select_related("occasion__user", "opened_by")
    return [
        AfterDeathLine(
            ref=row.occasion.ref,
            colleague=row.occasion.user.name,
            ground_label=str(AfterDeathGround(row.ground).label),
            asked_by=row.asked_by,
            reason=row.reason,
            opened_by=row.opened_by.name,
            starts_at=row.occasion.starts_at,
            ends_at=row.occasion.ends_at,
            is_open=viewer.at < row.occasion.ends_at,
        )
        for row in rows.order_by("-opened_at", "-pk")
    ]
