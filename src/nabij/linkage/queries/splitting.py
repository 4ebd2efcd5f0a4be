# SPDX-License-Identifier: EUPL-1.2
"""What a split would do, what was moved by hand, and where records stood before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.errors import NotFound
from nabij.core.stamps import stamp
from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, MoveKind
from nabij.linkage.models import RecordLink, RecordMove
from nabij.linkage.queries.copies import Copy, RecordNotFound, records_of_person
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card


class MoveNotFound(NotFound):
    code = "move-not-found"
    message = _("These records were not moved, or you may not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPreview:
    """A person's records, and to whom some of them go: `to` is None for a new person."""

    person: Card
    records: list[Copy]
    to: Card | None
    stamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """Records that were put with somebody else by hand, in words."""

    ref: str
    is_away: bool
    other: Card | None
    count: int
    reason: str
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Records that stood as those of a person, and turned out to be of another."""

    ref: str
    person_id: int
    other_id: int
    records: list[int]
    parted_at: datetime


def split_preview(*, viewer: Viewer, person_ref: str, to_ref: str = "") -> SplitPreview:
    """Return what may be split off a person. At most ten SQL queries; the caller logs it.

    Raises:
        RecordNotFound: one of the two is not within sight, or the role reviews no links.
    """
    found = records_of_person(viewer=viewer, person_ref=person_ref)
    to = None
    if to_ref:
        try:
            to = relations_queries.person_card(viewer=viewer, ref=to_ref)
        except relations_queries.PartyNotFound as error:
            raise RecordNotFound from error
        if not (to.is_person and to.is_open) or to.id == found.person.id:
            raise RecordNotFound
    seen = [(record.link_ref, record.stamp) for record in found.records]
    return SplitPreview(
        person=found.person,
        records=found.records,
        to=to,
        stamp=stamp(found.person.id, to.id if to else 0, seen),
    )


def moves_of(*, viewer: Viewer, person_id: int) -> list[MoveLine]:
    """Return what was moved by hand from or to a person and may be undone, the latest first.

    Two SQL queries. The caller made sure that this viewer reviews the person's records.
    """
    keys = set(
        access_queries.members(viewer=viewer, person_ids=[person_id]).values_list("pk", flat=True)
    )
    rows = RecordMove.objects.filter(kind=MoveKind.BY_HAND, undone_at__isnull=True).exclude(undo={})
    ours = rows.filter(person_id__in=keys) | rows.filter(to_person_id__in=keys)
    found = list(ours.select_related("moved_by").order_by("-pk"))
    others = {row.to_person_id if row.person_id in keys else row.person_id for row in found}
    cards = relations_queries.person_cards(viewer=viewer, ids=others) if others else {}
    return [
        MoveLine(
            ref=row.ref,
            is_away=row.person_id in keys,
            other=cards.get(row.to_person_id if row.person_id in keys else row.person_id),
            count=len(row.records),
            reason=row.reason,
            moved_at=row.moved_at,
            moved_by=row.moved_by.name if row.moved_by else "",
        )
        for row in found
    ]


def move_to_undo(*, viewer: Viewer, ref: str) -> RecordMove:
    """Return a move by hand of which the viewer may see the person it came from, if still there.

    Two SQL queries.

    Raises:
        MoveNotFound: there is none, or the role reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise MoveNotFound
    moves = RecordMove.objects.filter(ref=ref, kind=MoveKind.BY_HAND).exclude(undo={})
    found = moves.select_related("person").first()
    if found is None:
        raise MoveNotFound
    whose = found.to_person_id if found.person.archived_at else found.person_id
    cards = relations_queries.person_cards(viewer=viewer, ids=[whose])
    if whose not in cards or not cards[whose].is_open:
        raise MoveNotFound
    return found


def records_today(*, viewer: Viewer, person_ids: Collection[int]) -> list[int]:
    """Return the keys of the records that are these persons' today. One SQL query.

    For the log; nothing is shown.
    """
    links = RecordLink.objects.filter(person_id__in=person_ids, state__in=ACTIVE_LINK_STATES)
    return sorted(links.values_list("patient_record_id", flat=True))


def persons_before(*, viewer: Viewer, records: Collection[int]) -> set[int]:
    """Return the keys of all under whom one of these records ever stood. One SQL query.

    For the log; nothing is shown.
    """
    moves = RecordMove.objects.filter(records__overlap=list(records))
    return {key for pair in moves.values_list("person_id", "to_person_id") for key in pair}


def records_of_each(*, viewer: Viewer, person_ids: Collection[int]) -> dict[int, list[int]]:
    """Return per person the keys of their records of today. One SQL query.

    For the log; nothing is shown.
    """
    links = RecordLink.objects.filter(person_id__in=person_ids, state__in=ACTIVE_LINK_STATES)
    found: dict[int, list[int]] = {key: [] for key in person_ids}
    for person, record in links.order_by("patient_record_id").values_list(
        "person_id", "patient_record_id"
    ):
        found[person].append(record)
    return found


def partings(
    *, viewer: Viewer, refs_known: Collection[str] | QuerySet[Any, Any] = ()
) -> list[Parting]:
    """Return the records that were taken away from somebody who still stands, oldest first.

    One SQL query. Who gave all records away and was archived held nobody else's.

    Args:
        refs_known: leave these out; a subquery of them stays in the database.
    """
    rows = RecordMove.objects.filter(person__archived_at__isnull=True).exclude(kind=MoveKind.LINKED)
    return [
        Parting(
            ref=row.ref,
            person_id=row.person_id,
            other_id=row.to_person_id,
            records=row.records,
            parted_at=row.moved_at,
        )
        for row in rows.exclude(ref__in=refs_known).order_by("pk")
    ]
