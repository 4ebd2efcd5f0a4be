# SPDX-License-Identifier: EUPL-1.2
"""What parties are to each other, as one of them sees it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.dates import PartialDate
from nabij.core.viewer import Viewer
from nabij.relations.choices import INVERSE_LABELS, ContactSystem, RelationshipKind
from nabij.relations.models import Address, ContactPoint, Party, Relationship
from nabij.relations.models.merges import current_key, members
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relationship as seen from the person: who the other is to them.

    `is_current` holds today; `phones` only where the viewer may see the other's contact data, and
    the note of what somebody is to the other likewise. `may_know` says in one line what the other
    may be told of the party, '' when nothing is recorded; who `is_shut_out` is not rung.
    """

    ref: str
    kind: str
    label: str
    is_from_other: bool
    other: Card
    starts: PartialDate | None
    ends: PartialDate | None
    is_current: bool
    rank: int | None
    note: str
    phones: tuple[str, ...]
    may_know: str = ""
    is_shut_out: bool = False


def holds(row: Address | Relationship, on: date) -> bool:
    """Tell whether a dated row holds on a day. No query."""
    return access_rules.is_in_force(row.starts_on, row.ends_on, on)


def ties_of(*, viewer: Viewer, party_ids: Sequence[int], on: date) -> tuple[Tie, ...]:
    """Return the relationships of a party, those to call first in front, ended ones last.

    `party_ids` are its key and those of whoever was merged into it; what both had is shown once.
    Somebody shielded from this viewer is left out. Two SQL queries: what joins them, and the
    others with their phones; one where there are none.
    """
    joining = Relationship.objects.filter(
        Q(subject_id__in=party_ids) | Q(object_id__in=party_ids)
    ).annotate(of_subject=current_key("subject"), of_object=current_key("object"))
    rows: dict[int, list[Any]] = {}
    for row in joining.order_by("pk").fetch_mode(models.FETCH_RAISE):
        other: int = row.of_subject if row.object_id in party_ids else row.of_object
        rows.setdefault(other, []).append(row)
    others = _others(viewer, rows.keys() - set(party_ids)) if rows else []
    found = [
        _tie(row, other.card, party_ids=party_ids, on=on, phones=other.phones_along)
        for other in others
        for row in rows[other.pk]
    ]
    found.sort(key=lambda tie: (not tie.is_current, tie.rank or 99, tie.label, tie.other.name))
    return tuple(_each_once(found))


def _others(viewer: Viewer, ids: Iterable[int]) -> Any:
    phones = ContactPoint.objects.filter(
        party_id__in=members(OuterRef(OuterRef("pk"))),
        system=ContactSystem.PHONE,
        left_out__isnull=True,
    )
    return (
        Party.objects.cards(viewer)
        .filter(pk__in=list(ids))
        .annotate(phones_along=ArraySubquery(phones.order_by("rank", "pk").values("value")))
        .fetch_mode(models.FETCH_RAISE)
    )


def with_standings(
    *, viewer: Viewer, person_id: int, ties: Sequence[Tie], has_died: bool
) -> tuple[Tie, ...]:
    """Return the ties of a person, each with what the other may be told. One SQL query."""
    circle = access_queries.circle(viewer=viewer, person_id=person_id, has_died=has_died)
    known = {one.other_id: circle.standing(one.other_id) for one in circle.held}
    return tuple(
        replace(
            tie,
            may_know=access_queries.sentence(viewer=viewer, standing=known[tie.other.id]),
            is_shut_out=known[tie.other.id].is_shut_out,
        )
        if tie.other.id in known
        else tie
        for tie in ties
    )


def _each_once(ties: Iterable[Tie]) -> Iterator[Tie]:
    """Yield each tie that holds once, though two who were merged both had it."""
    seen = set()
    for tie in ties:
        what = (tie.kind, tie.is_from_other, tie.other.id)
        if not tie.is_current or what not in seen:
            yield tie
        if tie.is_current:
            seen.add(what)


def _tie(
    row: Relationship, other: Card, *, party_ids: Sequence[int], on: date, phones: Sequence[str]
) -> Tie:
    is_from_other = row.object_id in party_ids
    kind = RelationshipKind(row.kind)
    return Tie(
        ref=row.ref,
        kind=row.kind,
        label=str(kind.label if is_from_other else INVERSE_LABELS[kind]),
        is_from_other=is_from_other,
        other=other,
        starts=row.starts,
        ends=row.ends,
        is_current=holds(row, on),
        rank=row.rank,
        # What was written down at one person is not for who may see the other only.
        note=row.note if is_from_other or other.is_open else "",
        phones=tuple(phones) if other.is_open else (),
    )
