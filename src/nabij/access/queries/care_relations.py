# SPDX-License-Identifier: EUPL-1.2
"""Who cares for whom, over time; who stood in, and what the team says of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, Max, QuerySet
from django.utils.timezone import localdate

from nabij.access import rules
from nabij.access.choices import CareRelationKind, Outcome
from nabij.access.models import AccessEntry, CareRelation, StandInReview, Unit, User
from nabij.access.queries.ways import CARE, WHOSE, WayIn, in_force, members, way_in
from nabij.core.errors import NotFound
from nabij.core.viewer import Role, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRelationLine:
    """One care relation as the client's page lists it.

    `ends` is the last day, `ends_at` the moment where the clock decides; `is_open` says that it
    holds now or will.
    """

    id: int
    version: int
    who: str
    is_team: bool
    kind: str
    kind_label: str
    origin_label: str
    starts: date
    ends: date | None
    ends_at: datetime | None
    is_open: bool
    reason: str
    added_by: str
    added_at: datetime | None
    end_reason: str
    ended_by: str
    ended_at: datetime | None

    @property
    def may_be_ended(self) -> bool:
        """Tell whether ending it by hand makes sense: who stands in is reviewed instead."""
        return self.is_open and self.kind != CareRelationKind.STAND_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """One colleague who stood in for one client."""

    id: int
    person_id: int
    colleague: str
    job_title: str
    starts_at: datetime | None
    ends_at: datetime | None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    outcome: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StandInsInView:
    """For whom the viewer stands in, first to end first, and whom to review, oldest first."""

    own: list[StandIn]
    to_review: list[StandIn]


def may_plan(*, viewer: Viewer, person_id: int, way: WayIn | None = None) -> bool:
    """Tell whether this viewer records who cares for this client.

    Front office does, and a care professional who cares for the client; not who stands in or is on
    duty. The caller has made sure that the viewer may see the person's contact data. At most two
    SQL queries, none with the `way` in that was asked before.
    """
    if viewer.has(Role.FRONT_OFFICE):
        return True
    way = way or way_in(viewer=viewer, person_id=person_id)
    return rules.may_plan_care(viewer.roles) and way is not None and way.kind == CARE


def relations_of(*, viewer: Viewer, person_id: int) -> list[CareRelationLine]:
    """Return all care relations of a client, those in force first, then the latest. One SQL query.

    The caller has made sure that the viewer may plan this client's care.
    """
    rows = CareRelation.objects.filter(
        person_id__in=members(viewer=viewer, person_ids=[person_id])
    ).select_related("unit", "user", "added_by", "ended_by")
    lines = [_line(row, viewer) for row in rows]
    return sorted(lines, key=lambda line: (not line.is_open, -line.starts.toordinal(), -line.id))


def _line(row: CareRelation, viewer: Viewer) -> CareRelationLine:
    is_over = (row.ends_on is not None and row.ends_on <= localdate(viewer.at)) or (
        row.ends_at is not None and row.ends_at <= viewer.at
    )
    return CareRelationLine(
        id=row.pk,
        version=row.version,
        who=_who(row),
        is_team=row.unit_id is not None,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        origin_label=row.get_origin_display(),
        starts=row.starts_on,
        ends=date.fromordinal(row.ends_on.toordinal() - 1) if row.ends_on else None,
        ends_at=row.ends_at,
        is_open=not is_over,
        reason=row.reason,
        added_by=row.added_by.name if row.added_by else "",
        added_at=row.added_at,
        end_reason=row.end_reason,
        ended_by=row.ended_by.name if row.ended_by else "",
        ended_at=row.ended_at,
    )


def _who(row: CareRelation) -> str:
    return row.unit.name if row.unit else row.user.name if row.user else ""


def plannable_teams(*, viewer: Viewer) -> list[Unit]:
    """Return the teams that can get a care relation, by name. One SQL query."""
    if not rules.may_plan_care(viewer.roles) and not viewer.is_machine:
        return []
    return list(Unit.objects.filter(kind="team").order_by("name"))


def care_givers(*, viewer: Viewer, emails: Collection[str]) -> dict[str, int]:
    """Return the keys of active colleagues by their e-mail address in small letters. One query."""
    if not rules.may_plan_care(viewer.roles) and not viewer.is_machine:
        return {}
    found = User.objects.filter(email__in=[email.lower() for email in emails], is_active=True)
    return {email.lower(): pk for email, pk in found.values_list("email", "pk")}


def team_ids(*, viewer: Viewer) -> dict[str, int]:
    """Return the keys of all teams by their name in small letters. One SQL query; machine only.

    Raises:
        NotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise NotFound
    teams = Unit.objects.filter(kind="team").values_list("name", "pk")
    return {name.casefold(): pk for name, pk in teams}


def can_stand_in(*, viewer: Viewer, person_id: int) -> bool:
    """Tell whether one click makes this viewer stand in for this client. One SQL query.

    For every care professional of the institution, for every client whom a team of ours cares for
    today; not again after the team said that it was not right. Whether the client is shielded the
    caller knows.
    """
    if not rules.may_stand_in(viewer.roles):
        return False
    of_client = CareRelation.objects.filter(
        person_id__in=members(viewer=viewer, person_ids=[person_id])
    )
    is_client = of_client.filter(
        in_force(localdate(viewer.at)), kind=CareRelationKind.CARE, unit__isnull=False
    )
    was_not_right = of_client.filter(user_id=viewer.user_id, stand_in_review__is_right=False)
    return is_client.filter(~Exists(was_not_right)).exists()


def own_stand_ins(*, viewer: Viewer) -> list[StandIn]:
    """Return for whom the viewer stands in now, the first to end first. One SQL query."""
    if not rules.may_stand_in(viewer.roles):
        return []
    return [_stand_in(row) for row in _own_stand_ins(viewer)]


def _own_stand_ins(viewer: Viewer) -> QuerySet[CareRelation]:
    rows = CareRelation.objects.filter(
        user_id=viewer.user_id, kind=CareRelationKind.STAND_IN, ends_at__gt=viewer.at
    )
    return rows.select_related("user").order_by("ends_at", "pk")


def last_opened(*, viewer: Viewer, since: datetime) -> dict[int, datetime]:
    """Return which clients the viewer opened since a moment, and when last. One SQL query.

    The access log knows: what was opened there was seen.
    """
    opened = AccessEntry.objects.filter(
        user_id=viewer.user_id,
        at__gte=since,
        event__in=("picture", "print"),
        outcome=Outcome.SUCCESS,
        object_id__isnull=False,
    )
    return dict(opened.values_list("object_id").annotate(last=Max("at")).order_by())


def stand_ins(*, viewer: Viewer, unit_id: int, count: int) -> StandInsInView:
    """Return for whom the viewer stands in, and who did for clients of a team of theirs.

    Of the latter those that the team did not review yet, at most `count`. One SQL query.
    """
    if not rules.may_stand_in(viewer.roles) or unit_id not in viewer.unit_ids:
        return StandInsInView(own_stand_ins(viewer=viewer), [])
    clients = CareRelation.objects.filter(
        in_force(localdate(viewer.at)), unit_id=unit_id, kind=CareRelationKind.CARE
    )
    to_review = (
        CareRelation.objects.alias(whose=WHOSE)
        .filter(
            kind=CareRelationKind.STAND_IN,
            stand_in_review__isnull=True,
            whose__in=clients.values(of=WHOSE),
        )
        .exclude(user_id=viewer.user_id)
        .select_related("user")
        .order_by("ends_at", "pk")
    )
    rows = _own_stand_ins(viewer).union(to_review[:count], all=True).order_by("ends_at", "id")
    found = [(row.user_id == viewer.user_id, _stand_in(row)) for row in rows]
    return StandInsInView(
        own=[one for is_own, one in found if is_own],
        to_review=[one for is_own, one in found if not is_own],
    )


def stand_ins_not_right(*, viewer: Viewer, count: int) -> list[StandIn]:
    """Return who stood in where the team says it was not right: open first, then the latest.

    One SQL query; empty for who has nothing to do with it.
    """
    if not rules.may_see_stand_ins(viewer.roles):
        return []
    reviews = (
        StandInReview.objects.filter(is_right=False)
        .select_related("relation__user", "reviewed_by", "settled_by")
        .order_by(F("settled_at").desc(nulls_first=True), "-reviewed_at")
    )
    return [_stand_in(review.relation, review) for review in reviews[:count]]


def count_stand_ins_not_right(*, viewer: Viewer) -> int:
    """Return how many of these wait for the privacy officer. One SQL query."""
    if not rules.may_see_stand_ins(viewer.roles):
        return 0
    return StandInReview.objects.filter(is_right=False, settled_at__isnull=True).count()


def _stand_in(row: CareRelation, review: StandInReview | None = None) -> StandIn:
    user = row.user
    if user is None:
        raise ValueError(row.pk)
    return StandIn(
        id=row.pk,
        person_id=row.person_id,
        colleague=user.name,
        job_title=user.job_title,
        starts_at=row.added_at,
        ends_at=row.ends_at,
        reviewed_by=review.reviewed_by.name if review else "",
        reviewed_at=review.reviewed_at if review else None,
        outcome=review.outcome if review else "",
        settled_by=review.settled_by.name if review and review.settled_by else "",
        settled_at=review.settled_at if review else None,
    )
