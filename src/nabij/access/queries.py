# SPDX-License-Identifier: EUPL-1.2
"""The gate's questions: who looks, by which way in, which persons. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import rules
from nabij.access.choices import CareRelationKind, OccasionKind, PurposeOfUse
from nabij.access.models import CareRelation, DutyShift, Occasion, Unit, User
from nabij.core.viewer import Role, Viewer

ANONYMOUS = -1

_ROLES_AND_UNITS = """
WITH RECURSIVE own AS (
  SELECT unit_id AS id FROM access_unitmembership
  WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)
  UNION
  SELECT unit.id FROM access_unit unit JOIN own ON unit.parent_id = own.id
)
SELECT
  ARRAY(SELECT role FROM access_roleassignment
        WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)),
  ARRAY(SELECT id FROM own)
"""


@dataclass(frozen=True, slots=True)
class WayIn:
    """Why this viewer may open this client: shown on the page and written in the log."""

    kind: str
    id: int
    purpose: PurposeOfUse
    by_care_relation: bool


WAY_IN_SENTENCES = {
    "care_relation": _("You see this because you or your team care for this client."),
    OccasionKind.CALL.value: _("You see this because of a phone call about this client."),
    OccasionKind.TASK.value: _("You see this because of a task for this client."),
    OccasionKind.REVIEW.value: _("You see this because you review a link of this person."),
}


def nobody(*, at: datetime, access_point: str = "") -> Viewer:
    """Return the viewer for someone who is not signed in: it may see nothing."""
    return Viewer(user_id=ANONYMOUS, name="", at=at, access_point=access_point)


def machine(*, at: datetime, command: str) -> Viewer:
    """Return the viewer for a command or a job that works for the institution itself."""
    return Viewer(user_id=0, name=f"nabij {command}", at=at, access_point=command)


def viewer_of(*, user: User, at: datetime, access_point: str) -> Viewer:
    """Return the viewer for a signed-in colleague: roles and units (with those below) of today.

    One SQL query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_AND_UNITS, {"user": user.pk, "on": localdate(at)})
        row = cursor.fetchone()
    roles, units = row or ([], [])
    return Viewer(
        user_id=user.pk,
        name=user.name,
        at=at,
        roles=frozenset(Role(role) for role in roles),
        unit_ids=frozenset(units),
        access_point=access_point,
    )


def user_with_email(*, email: str) -> User | None:
    """Return the active colleague with this address, for commands that name who runs them."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _in_force(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def care_relations(*, viewer: Viewer) -> QuerySet[CareRelation]:
    """Return the care relations that join the viewer, or a unit of the viewer, today."""
    on = localdate(viewer.at)
    return CareRelation.objects.filter(
        _in_force(on), Q(user_id=viewer.user_id) | Q(unit_id__in=viewer.unit_ids)
    )


def person_ids_in_care(*, viewer: Viewer) -> QuerySet[CareRelation, Any]:
    """Return a subquery with the keys of the persons whom the viewer or a unit of theirs serves."""
    return care_relations(viewer=viewer).values("person_id")


def way_in(*, viewer: Viewer, person_id: int) -> WayIn | None:
    """Return why the viewer may open this client's dossier now, or None: then it stays shut.

    At most two SQL queries. A care relation counts for care professionals only; a call or task
    is personal and ends by itself.
    """
    return ways_in(viewer=viewer, person_ids=[person_id]).get(person_id)


def ways_in(*, viewer: Viewer, person_ids: Sequence[int]) -> dict[int, WayIn]:
    """Return why the viewer may open each of these clients' dossiers; see `way_in`.

    At most two SQL queries, however many persons.
    """
    found: dict[int, WayIn] = {}
    if viewer.has(Role.CARE_PROFESSIONAL):
        relations = care_relations(viewer=viewer).filter(person_id__in=person_ids).order_by("-pk")
        for relation in relations:
            found[relation.person_id] = WayIn(
                "care_relation", relation.pk, PurposeOfUse.TREATMENT, True
            )
    rest = [person_id for person_id in person_ids if person_id not in found]
    if rest:
        occasions = Occasion.objects.filter(
            user_id=viewer.user_id,
            person_id__in=rest,
            starts_at__lte=viewer.at,
            ends_at__gt=viewer.at,
        ).order_by("ends_at")
        for occasion in occasions:
            purpose = (
                PurposeOfUse.OPERATIONS
                if occasion.kind == OccasionKind.REVIEW
                else PurposeOfUse.CARE_MANAGEMENT
            )
            found[occasion.person_id] = WayIn(occasion.kind, occasion.pk, purpose, False)
    return found


def open_occasions(*, viewer: Viewer, kind: str = OccasionKind.CALL) -> list[Occasion]:
    """Return the viewer's own calls (or tasks) that are open now, the latest first. One query."""
    own = Occasion.objects.filter(
        user_id=viewer.user_id, kind=kind, starts_at__lte=viewer.at, ends_at__gt=viewer.at
    )
    return list(own.order_by("-starts_at", "-pk"))


def classes_for(*, viewer: Viewer, way: WayIn | None) -> frozenset[rules.DataClass]:
    """Return the classes of data that this way in opens for the viewer."""
    return rules.classes_opened(
        viewer.roles,
        by_care_relation=way is not None and way.by_care_relation,
        by_occasion=way is not None and way.kind in {OccasionKind.CALL, OccasionKind.TASK},
    )


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
        _in_force(on), person_id=person_id, kind=CareRelationKind.CARE, unit__isnull=False
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
