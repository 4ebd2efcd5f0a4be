# SPDX-License-Identifier: EUPL-1.2
"""By which way in a viewer may open a client, and which classes of data that opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import rules
from nabij.access.choices import CareRelationKind, OccasionKind, PurposeOfUse
from nabij.access.models import CareRelation, Death, Emergency, Occasion
from nabij.core.viewer import Role, RunningEmergency, Viewer


@dataclass(frozen=True, slots=True)
class WayIn:
    """Why this viewer may open this client: shown on the page and written in the log.

    `kind` is `care_relation`, `stand_in`, `duty`, `emergency` or that of an occasion; `ends_at` is
    set where it ends by the clock. `opens_shut`: what the client shut opens too.
    """

    kind: str
    id: int
    purpose: PurposeOfUse
    by_care_relation: bool
    ends_at: datetime | None = None
    opens_shut: bool = False

    @property
    def opens_sensitive(self) -> bool:
        """Tell whether what a client lets their carers see of class d opens: not to a stand-in."""
        return self.opens_shut or (self.by_care_relation and self.kind != STAND_IN)


CARE, STAND_IN, DUTY, EMERGENCY = "care_relation", "stand_in", "duty", "emergency"
WAY_IN_SENTENCES = {
    CARE: _("You see this because you or your team care for this client."),
    STAND_IN: _("You stand in for this client until %(until)s."),
    DUTY: _("You see this because your team is on duty until %(until)s."),
    EMERGENCY: _("You see this by the emergency button, until %(until)s."),
    OccasionKind.CALL.value: _("You see this because of a phone call about this client."),
    OccasionKind.TASK.value: _("You see this because of a task for this client."),
    OccasionKind.REVIEW.value: _("You see this because you review a link of this person."),
    OccasionKind.AFTER_DEATH.value: _("You see this because of a case after death."),
}


PURPOSES = {
    OccasionKind.REVIEW.value: PurposeOfUse.OPERATIONS,
    OccasionKind.AFTER_DEATH.value: PurposeOfUse.FAMILY_REQUEST,
}


# Under which key the person of a row stands today: that of another, into whom they were merged.
WHOSE = Coalesce("person__canonical_id", "person_id")


def members(*, viewer: Viewer, person_ids: Collection[int]) -> QuerySet[Any, Any]:
    """Return a subquery with these keys and those of whoever was merged into one of them.

    For filters on rows that point to persons; it shows nobody.
    """
    persons = CareRelation._meta.get_field("person").related_model._default_manager
    rows = persons.filter(Q(pk__in=person_ids) | Q(canonical_id__in=person_ids))
    return rows.order_by().values("pk")


def in_force(on: date) -> Q:
    """Return the condition that a dated row holds on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def care_relations(*, viewer: Viewer) -> QuerySet[CareRelation]:
    """Return the care relations that join the viewer, or a unit of the viewer, now.

    Those of the area count for which a team of the viewer is on duty, as long as the duty lasts.
    """
    reached = Q(user_id=viewer.user_id) | Q(unit_id__in=viewer.unit_ids)
    if duty_unit_ids := viewer.duty_unit_ids - viewer.unit_ids:
        reached |= Q(unit_id__in=duty_unit_ids, kind=CareRelationKind.CARE)
    return (
        CareRelation.objects.filter(
            in_force(localdate(viewer.at)),
            Q(ends_at__isnull=True) | Q(ends_at__gt=viewer.at),
            reached,
        )
        .alias(who=WHOSE)
        .exclude(who__in=closed_by_death(viewer=viewer))
    )


def deceased_ids(*, viewer: Viewer) -> QuerySet[Death, Any]:
    """Return a subquery with the keys of whom a colleague recorded that they died.

    For filters: nobody is visited, rung or written to any more. It shows nobody.
    """
    return Death.objects.filter(taken_back_at__isnull=True).values(whose=WHOSE)


def closed_by_death(*, viewer: Viewer) -> QuerySet[Death, Any]:
    """Return a subquery with the keys of who died so long ago that only a case opens them."""
    return deceased_ids(viewer=viewer).filter(closes_on__lte=localdate(viewer.at))


def is_closed_by_death(*, viewer: Viewer, person_id: int) -> bool:
    """Tell whether somebody died so long ago that only a case opens them. One SQL query."""
    theirs = members(viewer=viewer, person_ids=[person_id])
    return closed_by_death(viewer=viewer).filter(person_id__in=theirs).exists()


def person_ids_of_cases(*, viewer: Viewer) -> QuerySet[Occasion, Any]:
    """Return a subquery with the keys of who died and is open to this viewer by a case."""
    cases = Occasion.objects.filter(
        user_id=viewer.user_id,
        kind=OccasionKind.AFTER_DEATH,
        starts_at__lte=viewer.at,
        ends_at__gt=viewer.at,
    )
    return cases.values(whose=WHOSE)


def person_ids_in_care(*, viewer: Viewer) -> QuerySet[CareRelation, Any]:
    """Return a subquery with the keys of the persons whom the viewer or a unit of theirs serves.

    Of who was merged into another it is the key of that other.
    """
    return care_relations(viewer=viewer).values(whose=WHOSE)


def way_in(*, viewer: Viewer, person_id: int) -> WayIn | None:
    """Return why the viewer may open this client's dossier now, or None: then it stays shut.

    At most two SQL queries. A care relation counts for care professionals only; a call or task
    is personal and ends by itself.
    """
    return ways_in(viewer=viewer, person_ids=[person_id]).get(person_id)


def ways_in(*, viewer: Viewer, person_ids: Sequence[int]) -> dict[int, WayIn]:
    """Return why the viewer may open each of these clients' dossiers; see `way_in`.

    A care relation of one's own comes before standing in, that before a duty, and that before the
    emergency button; but a button that opens what the client shut comes first, so that the log
    says so. At most two SQL queries, however many persons.
    """
    found: dict[int, WayIn] = {}
    running = _by_emergency(viewer, person_ids)
    if running is not None and running[1].opens_shut:
        found.update([running])
    if viewer.has(Role.CARE_PROFESSIONAL):
        relations = care_relations(viewer=viewer).filter(
            person_id__in=members(viewer=viewer, person_ids=person_ids)
        )
        for relation in relations.annotate(whose=WHOSE):
            way = _by_relation(viewer, relation)
            best = found.get(relation.whose)
            if best is None or _order(way) < _order(best):
                found[relation.whose] = way
    if running is not None:
        found.setdefault(*running)
    rest = [person_id for person_id in person_ids if person_id not in found]
    if rest:
        occasions = (
            Occasion.objects.filter(
                user_id=viewer.user_id,
                person_id__in=members(viewer=viewer, person_ids=rest),
                starts_at__lte=viewer.at,
                ends_at__gt=viewer.at,
            )
            .alias(who=WHOSE)
            .exclude(~Q(kind=OccasionKind.AFTER_DEATH), who__in=closed_by_death(viewer=viewer))
            .order_by("ends_at")
        )
        for occasion in occasions.annotate(whose=WHOSE):
            purpose = PURPOSES.get(occasion.kind, PurposeOfUse.CARE_MANAGEMENT)
            found[occasion.whose] = WayIn(
                occasion.kind, occasion.pk, purpose, False, occasion.ends_at
            )
    return found


def _by_emergency(viewer: Viewer, person_ids: Sequence[int]) -> tuple[int, WayIn] | None:
    running = viewer.emergency_now
    if running is None or running.person_id not in person_ids:
        return None
    if not rules.may_use_emergency(viewer.roles):
        return None
    if is_closed_by_death(viewer=viewer, person_id=running.person_id):
        return None
    return running.person_id, way_of_emergency(running)


def way_of_emergency(running: RunningEmergency | Emergency) -> WayIn:
    """Return the way in that the emergency button gives."""
    return WayIn(
        EMERGENCY,
        running.id,
        PurposeOfUse.EMERGENCY,
        by_care_relation=False,
        ends_at=running.ends_at,
        opens_shut=running.opens_shut,
    )


def _by_relation(viewer: Viewer, relation: CareRelation) -> WayIn:
    if relation.kind == CareRelationKind.STAND_IN:
        return WayIn(STAND_IN, relation.pk, PurposeOfUse.TREATMENT, True, relation.ends_at)
    if relation.user_id == viewer.user_id or relation.unit_id in viewer.unit_ids:
        return WayIn(CARE, relation.pk, PurposeOfUse.TREATMENT, True)
    ends = [duty.ends_at for duty in viewer.duties_now if relation.unit_id in duty.unit_ids]
    return WayIn(DUTY, relation.pk, PurposeOfUse.TREATMENT, True, max(ends))


def _order(way: WayIn) -> tuple[int, int]:
    """Return what comes first when several ways lead to one client; the oldest of a kind."""
    if way.opens_shut:
        return -1, way.id
    return (CARE, STAND_IN, DUTY).index(way.kind), way.id


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
        by_emergency=way is not None and way.kind == EMERGENCY,
        by_case=way is not None and way.kind == OccasionKind.AFTER_DEATH,
    )
