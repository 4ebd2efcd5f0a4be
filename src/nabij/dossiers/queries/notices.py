# SPDX-License-Identifier: EUPL-1.2
"""That something came in, never what: for pages over many persons. No facts are read here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.queries import WHOSE
from nabij.contact.types import CalendarItem
from nabij.core.viewer import Viewer
from nabij.dossiers.choices import IntakeState
from nabij.dossiers.models import DossierNotice, Intake, PlannedVisit

# How long a visit is drawn of which the roster tells no end.
USUAL_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLine:
    """One delivery as the start page lists it; `source_title` is '' when it is shielded."""

    ref: str
    source_title: str
    care_type: str
    state: str
    is_done: bool
    is_failed: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedVisitLine:
    """When a team is expected at a client, and nothing else of the visit."""

    person_id: int
    starts_at: datetime
    ends_at: datetime | None


def notices_since(
    *, viewer: Viewer, person_ids: Sequence[int], since: datetime
) -> dict[int, datetime]:
    """Return per person when something last changed in the dossier, if it was since then.

    One SQL query.
    """
    of_ours = access_queries.members(viewer=viewer, person_ids=person_ids)
    found = DossierNotice.objects.filter(person_id__in=of_ours, at__gte=since)
    return dict(found.annotate(whose=WHOSE).values_list("whose").annotate(last=Max("at")))


def planned_visits(
    *, viewer: Viewer, unit_id: int, starts: datetime, ends: datetime
) -> list[PlannedVisitLine]:
    """Return when a team of the viewer is expected at whom, from one moment to another, in order.

    Only of clients in the care of the viewer, from the roster; no facts are read. One SQL query;
    the caller logs that times of visits were shown.
    """
    if not access_rules.may_open_dossiers(viewer.roles) or unit_id not in viewer.unit_ids:
        return []
    visits = (
        PlannedVisit.objects.annotate(whose=WHOSE)
        .filter(
            unit_id=unit_id,
            starts_at__gte=starts,
            starts_at__lt=ends,
            whose__in=access_queries.person_ids_in_care(viewer=viewer),
        )
        .exclude(whose__in=access_queries.deceased_ids(viewer=viewer))
    )
    rows = visits.order_by("starts_at", "whose").values_list("whose", "starts_at", "ends_at")
    return [PlannedVisitLine(*row) for row in rows.distinct()]


def visits_in_calendar(
    *, viewer: Viewer, unit_ids: Collection[int], starts: datetime, ends: datetime
) -> list[CalendarItem]:
    """Return the visits of teams of the viewer as they stand in a calendar: when, and at whom.

    As `planned_visits`, one SQL query for each team; contact knows it by a setting.
    """
    return [
        CalendarItem(
            starts_at=visit.starts_at,
            ends_at=visit.ends_at or visit.starts_at + USUAL_VISIT,
            label=_("Visit"),
            tone="visit",
            icon="home",
            person_ids=(visit.person_id,),
        )
        for unit_id in unit_ids
        for visit in planned_visits(viewer=viewer, unit_id=unit_id, starts=starts, ends=ends)
    ]


def recent_intakes(*, viewer: Viewer, count: int) -> list[IntakeLine]:
    """Return the last deliveries of dossiers; none for who takes none in. One SQL query."""
    if not access_rules.may_take_in(viewer.roles):
        return []
    rows = Intake.objects.select_related("source").order_by("-created_at", "-pk")[:count]
    lines = []
    for intake in rows:
        may_name = access_rules.may(viewer.roles, intake.source.data_class)
        lines.append(
            IntakeLine(
                ref=intake.ref,
                source_title=intake.source.title if may_name else "",
                care_type=intake.source.care_type if may_name else "",
                state=intake.get_state_display(),
                is_done=intake.state == IntakeState.DONE,
                is_failed=intake.state == IntakeState.FAILED,
                created_at=intake.created_at,
            )
        )
    return lines
