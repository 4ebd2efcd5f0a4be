# SPDX-License-Identifier: EUPL-1.2
"""By which way in a viewer may open a client, and which classes of data that opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import rules
from nabij.access.choices import OccasionKind, PurposeOfUse
from nabij.access.models import CareRelation, Occasion
from nabij.core.viewer import Role, Viewer


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


def in_force(on: date) -> Q:
    """Return the condition that a dated row holds on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def care_relations(*, viewer: Viewer) -> QuerySet[CareRelation]:
    """Return the care relations that join the viewer, or a unit of the viewer, today."""
    on = localdate(viewer.at)
    return CareRelation.objects.filter(
        in_force(on), Q(user_id=viewer.user_id) | Q(unit_id__in=viewer.unit_ids)
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
