# SPDX-License-Identifier: EUPL-1.2
"""Who cares for whom: by agreement, from a roster, by hand. Nothing is removed, periods end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries, rules
from nabij.access.actions.dossier import DossierNotFound
from nabij.access.actions.log import record_event, record_list
from nabij.access.choices import CareRelationKind, CareRelationOrigin
from nabij.access.models import CareRelation
from nabij.core.errors import DomainError
from nabij.core.viewer import Role, Viewer

LONGEST_BY_HAND = timedelta(days=366)
# A visit that a roster plans further ahead has its turn in a later roster.
FURTHEST_ROSTERED = timedelta(days=92)

# What a newer roster extends, and what it makes anew. A relation that was ended by hand after the
# roster came in, or for after its last visit, stays ended.
EXTEND_BY_ROSTER = """
WITH given AS (
  SELECT * FROM unnest(%(persons)s::bigint[], %(units)s::bigint[], %(firsts)s::date[],
                       %(lasts)s::date[], %(ends)s::date[])
    AS given(person_id, unit_id, starts_on, last_on, ends_on)
), touched AS (
  SELECT relation.id, given.ends_on, given.person_id, given.unit_id,
         relation.ends_on < given.ends_on AS is_longer
  FROM given
  JOIN access_carerelation relation
    ON relation.unit_id = given.unit_id AND relation.person_id = given.person_id
  WHERE relation.kind = 'care' AND relation.origin = 'roster' AND relation.ended_at IS NULL
    AND relation.starts_on <= given.ends_on AND relation.ends_on >= given.starts_on
), extended AS (
  UPDATE access_carerelation relation
  SET ends_on = touched.ends_on, version = relation.version + 1
  FROM touched WHERE touched.id = relation.id AND touched.is_longer
  RETURNING relation.person_id, false AS is_new
), made AS (
  INSERT INTO access_carerelation
    (person_id, unit_id, kind, origin, starts_on, ends_on, added_at, reason, end_reason, version)
  SELECT given.person_id, given.unit_id, 'care', 'roster', given.starts_on, given.ends_on,
         %(at)s, '', '', 1
  FROM given
  WHERE NOT EXISTS (
      SELECT FROM touched
      WHERE touched.unit_id = given.unit_id AND touched.person_id = given.person_id)
    AND NOT EXISTS (
      SELECT FROM access_carerelation ended
      WHERE ended.unit_id = given.unit_id AND ended.person_id = given.person_id
        AND ended.kind = 'care' AND ended.origin = 'roster'
        AND (ended.ended_at >= %(received_at)s
             OR ended.ended_at IS NOT NULL AND ended.ends_on > given.last_on))
  ON CONFLICT DO NOTHING
  RETURNING person_id, true AS is_new
)
SELECT person_id, is_new FROM extended UNION ALL SELECT person_id, is_new FROM made
"""
# The end of an agreement changes with the agreement; what stands so already stays untouched.
KEEP_AGREEMENTS = """
WITH given AS (
  SELECT * FROM unnest(%(persons)s::bigint[], %(units)s::bigint[], %(users)s::bigint[],
                       %(kinds)s::text[], %(starts)s::date[], %(ends)s::date[])
    AS given(person_id, unit_id, user_id, kind, starts_on, ends_on)
), there AS (
  SELECT relation.id, given.ends_on, relation.ends_on IS DISTINCT FROM given.ends_on AS differs,
         given.person_id, given.unit_id, given.user_id, given.kind, given.starts_on,
         relation.ended_at IS NOT NULL AS is_ended
  FROM given
  JOIN access_carerelation relation
    ON relation.person_id = given.person_id AND relation.kind = given.kind
   AND relation.starts_on = given.starts_on AND relation.origin = 'agreement'
   AND relation.unit_id IS NOT DISTINCT FROM given.unit_id
   AND relation.user_id IS NOT DISTINCT FROM given.user_id
), changed AS (
  UPDATE access_carerelation relation
  SET ends_on = there.ends_on, version = relation.version + 1
  FROM there WHERE there.id = relation.id AND there.differs AND NOT there.is_ended
  RETURNING relation.person_id, false AS is_new
), made AS (
  INSERT INTO access_carerelation
    (person_id, unit_id, user_id, kind, origin, starts_on, ends_on, added_at, added_by_id,
     reason, end_reason, version)
  SELECT DISTINCT ON (given.person_id, given.unit_id, given.user_id, given.kind, given.starts_on)
         given.person_id, given.unit_id, given.user_id, given.kind, 'agreement', given.starts_on,
         given.ends_on, %(at)s, %(by)s, '', '', 1
  FROM given
  WHERE NOT EXISTS (
    SELECT FROM there
    WHERE there.person_id = given.person_id AND there.kind = given.kind
      AND there.starts_on = given.starts_on
      AND there.unit_id IS NOT DISTINCT FROM given.unit_id
      AND there.user_id IS NOT DISTINCT FROM given.user_id)
  ORDER BY given.person_id, given.unit_id, given.user_id, given.kind, given.starts_on,
           given.ends_on DESC NULLS FIRST
  ON CONFLICT DO NOTHING
  RETURNING person_id, true AS is_new
)
SELECT person_id, is_new FROM changed UNION ALL SELECT person_id, is_new FROM made
"""


class CareRelationExists(DomainError):
    code = "care-relation-exists"
    message = _("%(who)s has this care relation already. End that one first, or leave it.")


class CareRelationChanged(DomainError):
    code = "care-relation-changed"
    message = _("A colleague changed this care relation just now. Look at it again.")


class CareRelationForOneself(DomainError):
    code = "care-relation-for-oneself"
    message = _(
        "A colleague records a care relation that would let you in yourself. "
        'Do you stand in? Then choose "I stand in" with the client.'
    )


class CareRelationTooLong(DomainError):
    code = "care-relation-too-long"
    message = _("Choose a last day after the first one and within a year.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRelationFields:
    """Who cares for whom: exactly one of `unit_id` and `user_id`; `ends_on` is when it is over."""

    person_id: int
    starts_on: date
    unit_id: int | None = None
    user_id: int | None = None
    kind: str = CareRelationKind.CARE
    origin: str = CareRelationOrigin.AGREEMENT
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """An agreement for care: exactly one of `unit_id` and `user_id`.

    `last_on` when it has an end.
    """

    person_id: int
    starts_on: date
    unit_id: int | None = None
    user_id: int | None = None
    kind: str = CareRelationKind.CARE
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rostered:
    """The visits of one team to one client in a roster: the first and the last day."""

    person_id: int
    unit_id: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Kept:
    """How many care relations were made and how many got another end."""

    made: int = 0
    changed: int = 0


def add_care_relations(*, viewer: Viewer, relations: Sequence[CareRelationFields]) -> int:
    """Add care relations; those that stand already stay as they are. Returns how many were given.

    Raises:
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    if not (viewer.is_machine or viewer.has(Role.ADMINISTRATOR)):
        raise DossierNotFound
    CareRelation.objects.bulk_create(
        (
            CareRelation(
                **{name: getattr(one, name) for name in CareRelationFields.__slots__},
                added_at=viewer.at,
            )
            for one in relations
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    return len(relations)


@transaction.atomic
def keep_agreements(*, viewer: Viewer, agreed: Sequence[Agreed]) -> Kept:
    """Make and change care relations after agreements: the same again changes nothing.

    They are over a set time after the last agreed day, open where no end is agreed. One that was
    ended by hand stays ended. One SQL query and one log entry, however many.

    Raises:
        DossierNotFound: the viewer is not a command.
        LogUnavailable: the entry could not be written.
    """
    if not viewer.is_machine:
        raise DossierNotFound
    ends = [_closes_on(one.last_on) if one.last_on else None for one in agreed]
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP_AGREEMENTS,
            {
                "persons": [one.person_id for one in agreed],
                "units": [one.unit_id for one in agreed],
                "users": [one.user_id for one in agreed],
                "kinds": [str(one.kind) for one in agreed],
                "starts": [one.starts_on for one in agreed],
                "ends": ends,
                "at": viewer.at,
                "by": viewer.colleague_id,
            },
        )
        rows = cursor.fetchall()
    return _kept(viewer, rows, detail="agreements")


@transaction.atomic
def follow_roster(*, viewer: Viewer, rostered: Sequence[Rostered], received_at: datetime) -> Kept:
    """Make and extend the care relations of teams after a roster: the same again changes nothing.

    A team may look from the day on which the roster came in, so that it can prepare, or from an
    earlier visit; until a set time after the last visit. Visits far ahead count as three months.
    A roster only extends: to end sooner, a colleague ends it by hand. One SQL query and one log
    entry, however many.

    Raises:
        DossierNotFound: the viewer may not take rosters in.
        LogUnavailable: the entry could not be written.
    """
    if not (viewer.is_machine or rules.may_take_in(viewer.roles)):
        raise DossierNotFound
    received_on = localdate(received_at)
    lasts = [min(one.last_on, received_on + FURTHEST_ROSTERED) for one in rostered]
    with connection.cursor() as cursor:
        cursor.execute(
            EXTEND_BY_ROSTER,
            {
                "persons": [one.person_id for one in rostered],
                "units": [one.unit_id for one in rostered],
                "firsts": [min(one.first_on, received_on) for one in rostered],
                "lasts": lasts,
                "ends": [_closes_on(last) for last in lasts],
                "at": viewer.at,
                "received_at": received_at,
            },
        )
        rows = cursor.fetchall()
    return _kept(viewer, rows, detail="roster")


def _kept(viewer: Viewer, rows: list[tuple[int, bool]], *, detail: str) -> Kept:
    persons = sorted({person_id for person_id, _is_new in rows})
    if persons:
        record_list(viewer=viewer, event="care-relations", object_ids=persons, detail=detail)
    made = sum(is_new for _person_id, is_new in rows)
    return Kept(made, len(rows) - made)


def _closes_on(last_on: date) -> date:
    return rules.closes_on(last_on, days_after=settings.NABIJ_CARE_RELATION_DAYS_AFTER)


@transaction.atomic
def add_care_relation(
    *, viewer: Viewer, fields: CareRelationFields, last_on: date, reason: str, who: str
) -> CareRelation:
    """Record by hand that a team or colleague cares for a client, until and with a last day.

    The caller has made sure that the viewer may see the person's contact data; `who` is what the
    page calls the team or colleague.

    Raises:
        DossierNotFound: the viewer does not plan this client's care.
        CareRelationForOneself: it would let in the viewer, who has no care relation.
        CareRelationTooLong: it ends before it starts, or after more than a year.
        CareRelationExists: it stands already.
        LogUnavailable: the entry could not be written.
    """
    _check_may_plan(viewer, fields.person_id)
    if not fields.starts_on <= last_on <= localdate(viewer.at) + LONGEST_BY_HAND:
        raise CareRelationTooLong
    is_own = fields.user_id == viewer.user_id or fields.unit_id in viewer.unit_ids
    way = queries.way_in(viewer=viewer, person_id=fields.person_id)
    if viewer.has(Role.CARE_PROFESSIONAL) and is_own and not (way and way.kind == "care_relation"):
        raise CareRelationForOneself
    whom: dict[str, Any] = (
        {"unit_id": fields.unit_id} if fields.unit_id else {"user_id": fields.user_id}
    )
    relation, is_new = CareRelation.objects.get_or_create(
        **whom,
        person_id=fields.person_id,
        kind=fields.kind,
        origin=CareRelationOrigin.HAND,
        starts_on=fields.starts_on,
        ended_at=None,
        defaults={
            "ends_on": last_on + timedelta(days=1),
            "reason": reason,
            "added_by_id": viewer.user_id,
            "added_at": viewer.at,
        },
    )
    if not is_new:
        raise CareRelationExists(who=who)
    record_event(
        viewer=viewer,
        event="care-relation-add",
        action="C",
        person_id=fields.person_id,
        detail=f"care relation {relation.pk}",
    )
    return relation


@transaction.atomic
def end_care_relation(
    *, viewer: Viewer, person_id: int, relation_id: int, version: int, last_on: date, reason: str
) -> CareRelation:
    """End a care relation by hand with its last day; yesterday ends it at once.

    Raises:
        DossierNotFound: the viewer does not plan this client's care, or there is no such relation.
        CareRelationChanged: it was changed or ended since `version` was read.
        CareRelationTooLong: the last day lies before yesterday or after the end it has.
        LogUnavailable: the entry could not be written.
    """
    _check_may_plan(viewer, person_id)
    relation = (
        CareRelation.objects.select_for_update()
        .filter(
            pk=relation_id, person_id__in=queries.members(viewer=viewer, person_ids=[person_id])
        )
        .exclude(kind=CareRelationKind.STAND_IN)
        .first()
    )
    if relation is None:
        raise DossierNotFound
    if relation.version != version or relation.ended_at is not None:
        raise CareRelationChanged
    ends_on = last_on + timedelta(days=1)
    if ends_on < localdate(viewer.at) or (relation.ends_on and ends_on > relation.ends_on):
        raise CareRelationTooLong
    relation.ends_on, relation.end_reason = ends_on, reason
    relation.ended_by_id, relation.ended_at = viewer.user_id, viewer.at
    relation.version += 1
    relation.save(update_fields=["ends_on", "end_reason", "ended_by", "ended_at", "version"])
    record_event(
        viewer=viewer,
        event="care-relation-end",
        action="U",
        person_id=person_id,
        detail=f"care relation {relation.pk}",
    )
    return relation


def _check_may_plan(viewer: Viewer, person_id: int) -> None:
    if not queries.may_plan(viewer=viewer, person_id=person_id):
        raise DossierNotFound
