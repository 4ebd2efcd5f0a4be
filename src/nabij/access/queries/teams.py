# SPDX-License-Identifier: EUPL-1.2
"""Teams: which serve a client, which is on duty, which are the viewer's own."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from nabij.access.choices import CareRelationKind
from nabij.access.models import CareRelation, DutyShift, Unit
from nabij.access.queries.ways import care_relations, in_force
from nabij.core.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Duty:
    """The team that is to be called now, and until when."""

    unit_name: str
    phone: str
    ends_at: datetime


def teams_of(*, viewer: Viewer, person_id: int) -> list[Unit]:
    """Return the teams that care for a person today, by name. One SQL query."""
    on = localdate(viewer.at)
    serving = CareRelation.objects.filter(
        in_force(on), person_id=person_id, kind=CareRelationKind.CARE, unit__isnull=False
    )
    return list(Unit.objects.filter(pk__in=serving.values("unit_id")).order_by("name"))


def duty_now(*, viewer: Viewer, unit_ids: list[int]) -> Duty | None:
    """Return who is on duty now for these teams: the team itself first. One SQL query."""
    shift = (
        DutyShift.objects.filter(
            unit_id__in=unit_ids, starts_at__lte=viewer.at, ends_at__gt=viewer.at
        )
        .select_related("unit")
        .order_by("starts_at")
        .first()
    )
    return Duty(shift.unit.name, shift.phone, shift.ends_at) if shift else None


def own_teams(*, viewer: Viewer) -> list[Unit]:
    """Return the teams that the viewer belongs to or oversees, by name. One SQL query."""
    return list(Unit.objects.filter(pk__in=viewer.unit_ids, kind="team").order_by("name"))


def person_ids_of_unit(*, viewer: Viewer, unit_id: int) -> list[int]:
    """Return the keys of the clients whom a team of the viewer serves today. One SQL query."""
    relations = care_relations(viewer=viewer).filter(unit_id=unit_id, kind=CareRelationKind.CARE)
    return list(relations.values_list("person_id", flat=True).distinct())
