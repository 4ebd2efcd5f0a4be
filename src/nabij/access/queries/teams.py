# SPDX-License-Identifier: EUPL-1.2
"""Teams: which serve a client, which is on duty, which are the viewer's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from nabij.access.choices import ROLE_LABELS, CareRelationKind
from nabij.access.models import CareRelation, DutyArea, DutyShift, Unit, UnitMembership
from nabij.access.queries.ways import WHOSE, care_relations, deceased_ids, in_force, members
from nabij.core.viewer import Role, Viewer


@dataclass(frozen=True, slots=True)
class Duty:
    """The team that is to be called now, and until when."""

    unit_name: str
    phone: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """A duty of a team of the viewer that goes on now, and for which parts of the institution."""

    unit_name: str
    areas: list[str]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """When a team is on duty, under which number, and for which parts of the institution."""

    unit_name: str
    starts_at: datetime
    ends_at: datetime
    phone: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Teammate:
    """A colleague in a team of the viewer."""

    user_id: int
    name: str
    unit_id: int


def duty_shifts(
    *,
    viewer: Viewer,
    starts: datetime,
    ends: datetime,
    unit_ids: Collection[int] | None = None,
) -> list[Shift]:
    """Return which teams are on duty between two moments, of all teams or of these.

    The first to begin first. Nothing of a client is in it. One SQL query.
    """
    areas = DutyArea.objects.filter(unit_id=OuterRef("unit_id")).order_by("area__name")
    rows = DutyShift.objects.filter(starts_at__lt=ends, ends_at__gt=starts)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    found = rows.order_by("starts_at", "unit__name").values_list(
        "unit__name", "starts_at", "ends_at", "phone", ArraySubquery(areas.values("area__name"))
    )
    return [Shift(name, starts, ends, phone, tuple(of)) for name, starts, ends, phone, of in found]


def teammates(*, viewer: Viewer) -> list[Teammate]:
    """Return who belongs today to the teams of the viewer, by name. One SQL query."""
    on = localdate(viewer.at)
    rows = UnitMembership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        unit_id__in=viewer.unit_ids,
        starts_on__lte=on,
        user__is_active=True,
    ).order_by("user__name", "user_id")
    found = rows.values_list("user_id", "user__name", "unit_id").distinct()
    return [Teammate(*row) for row in found]


def own_duties(*, viewer: Viewer) -> list[OwnDuty]:
    """Return the duties now that give the viewer an area, the first to end first. One SQL query.

    A way in for care professionals only: others have none.
    """
    if not viewer.duties_now or not viewer.has(Role.CARE_PROFESSIONAL):
        return []
    rows = (
        DutyArea.objects.filter(
            unit_id__in=viewer.unit_ids,
            unit__duty_shifts__starts_at__lte=viewer.at,
            unit__duty_shifts__ends_at__gt=viewer.at,
        )
        .values_list("unit__name", "area__name", "unit__duty_shifts__ends_at")
        .order_by("unit__duty_shifts__ends_at", "unit__name", "area__name")
    )
    found: dict[tuple[str, datetime], list[str]] = {}
    for unit, area, ends_at in rows:
        found.setdefault((unit, ends_at), []).append(area)
    return [OwnDuty(unit, areas, ends_at) for (unit, ends_at), areas in found.items()]


def teams_of(*, viewer: Viewer, person_ids: Collection[int]) -> list[Unit]:
    """Return the teams that care for every one of these persons today, by name. One SQL query."""
    return list(_teams_of(viewer, person_ids)) if person_ids else []


def _teams_of(viewer: Viewer, person_ids: Collection[int]) -> QuerySet[Unit]:
    serving = (
        CareRelation.objects.filter(
            in_force(localdate(viewer.at)),
            person_id__in=members(viewer=viewer, person_ids=person_ids),
            kind=CareRelationKind.CARE,
            unit__isnull=False,
        )
        .values("unit_id")
        .annotate(served=Count(WHOSE, distinct=True))
        .filter(served=len(set(person_ids)))
    )
    return Unit.objects.filter(pk__in=serving.values("unit_id")).order_by("name")


def teams_and_duty(*, viewer: Viewer, person_id: int) -> tuple[list[Unit], Duty | None]:
    """Return the teams that care for a person today, and which of them is on duty now.

    Of several on duty it is the one that began first. One SQL query.
    """
    shifts = DutyShift.objects.filter(
        unit_id=OuterRef("pk"), starts_at__lte=viewer.at, ends_at__gt=viewer.at
    ).order_by("starts_at")
    teams = list(
        _teams_of(viewer, [person_id]).annotate(
            duty_starts_at=Subquery(shifts.values("starts_at")[:1]),
            duty_ends_at=Subquery(shifts.values("ends_at")[:1]),
            duty_phone=Subquery(shifts.values("phone")[:1]),
        )
    )
    on_duty = [team for team in teams if team.duty_starts_at is not None]
    if not on_duty:
        return list(teams), None
    first = min(on_duty, key=lambda team: team.duty_starts_at)
    return list(teams), Duty(first.name, first.duty_phone, first.duty_ends_at)


def own_teams(*, viewer: Viewer) -> list[Unit]:
    """Return the teams that the viewer belongs to or oversees, by name. One SQL query."""
    return list(Unit.objects.filter(pk__in=viewer.unit_ids, kind="team").order_by("name"))


def person_ids_of_unit(*, viewer: Viewer, unit_id: int) -> list[int]:
    """Return the keys of the clients whom a team of the viewer serves today. One SQL query."""
    relations = care_relations(viewer=viewer).filter(unit_id=unit_id, kind=CareRelationKind.CARE)
    return list(relations.annotate(whose=WHOSE).values_list("whose", flat=True).distinct())


def receiver_names(*, viewer: Viewer, codes: Collection[str]) -> dict[str, str]:
    """Return who is meant by codes `role:…` and `unit:<key>`, in words. At most one SQL query."""
    found = {f"role:{role}": str(label) for role, label in ROLE_LABELS.items()}
    units = [int(code.removeprefix("unit:")) for code in codes if code.startswith("unit:")]
    if units:
        rows = Unit.objects.filter(pk__in=units).values_list("pk", "name")
        found |= {f"unit:{pk}": name for pk, name in rows}
    return {code: found[code] for code in codes if code in found}


def living_ids_of_unit(*, viewer: Viewer, unit_id: int) -> list[int]:
    """Return who of the clients of a team may be visited: not who died. One SQL query."""
    relations = care_relations(viewer=viewer).filter(unit_id=unit_id, kind=CareRelationKind.CARE)
    living = relations.annotate(whose=WHOSE).exclude(whose__in=deceased_ids(viewer=viewer))
    return list(living.values_list("whose", flat=True).distinct())
