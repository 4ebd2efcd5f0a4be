# SPDX-License-Identifier: EUPL-1.2
"""What parties are to each other, as one of them sees it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.rules.representation import Standing
from nabij.core.dates import PartialDate
from nabij.core.viewer import Viewer
from nabij.relations.choices import (
    BUSINESS_KINDS,
    INVERSE_LABELS,
    STRUCTURE_KINDS,
    ContactSystem,
    RelationshipKind,
)
from nabij.relations.models import ContactPoint, Party, Relationship
from nabij.relations.models.merges import current_key, members
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.keys import keys_of_party
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relationship as seen from the person: who the other is to them.

    `is_current` holds today; `phones` only where the viewer may see the other's contact data, and
    the note of what somebody is to the other likewise. `may_know` says in one line what the other
    may be told of the party, and `told_of` what the party may be told of the other, '' when nothing
    is recorded. Who `is_shut_out`, or `has_died`, is not
    rung.
    """

    ref: str
    version: int
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
    has_died: bool = False
    may_know: str = ""
    told_of: str = ""
    is_shut_out: bool = False


def holds(row: Any, on: date) -> bool:
    """Tell whether a dated row holds on a day. No query."""
    return access_rules.is_in_force(row.starts_on, row.ends_on, on)


def tie(*, viewer: Viewer, party: Card, ref: str) -> Tie:
    """Return one relationship as seen from a party, for the form that corrects it.

    Two SQL queries. Only what `ties_shown` would show.

    Raises:
        PartyNotFound: there is none with this party that the viewer may see.
    """
    for found in ties_shown(viewer=viewer, party=party):
        if found.ref == ref:
            return found
    raise PartyNotFound


def ties_shown(*, viewer: Viewer, party: Card) -> tuple[Tie, ...]:
    """Return the ties of a party that its own page shows, ended ones too. Two SQL queries.

    Of a person all ties, for who sees the organisation of care; others see where somebody works. Of
    an organisation its people and its structure: who is in care there is never told from its side.
    """
    keys = keys_of_party(viewer=viewer, party_id=party.id)
    sees_care = access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION)
    is_all = party.is_person and (sees_care or viewer.is_machine)
    kinds = () if is_all else (*BUSINESS_KINDS, *STRUCTURE_KINDS)
    ties = ties_of(viewer=viewer, party_ids=keys, on=localdate(viewer.at), kinds=kinds)
    if is_all:
        return ties
    return tuple(t for t in ties if not (party.is_person and t.other.is_person))


def in_force(on: date) -> Q:
    """Return the condition that a dated row holds on a day."""
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=on)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    )


def ties_of(
    *,
    viewer: Viewer,
    party_ids: Sequence[int],
    on: date,
    kinds: Collection[RelationshipKind] = (),
) -> tuple[Tie, ...]:
    """Return the relationships of a party, those to call first in front, ended ones last.

    `party_ids` are its key and those of whoever was merged into it; what both had is shown once.
    Somebody shielded from this viewer is left out; with `kinds`, all other kinds are. Two SQL
    queries: what joins them, and the others with their phones; one where there are none.
    """
    ties = Relationship.objects.filter(kind__in=kinds) if kinds else Relationship.objects.all()
    joining = ties.filter(Q(subject_id__in=party_ids) | Q(object_id__in=party_ids)).annotate(
        of_subject=current_key("subject"), of_object=current_key("object")
    )
    rows: dict[int, list[Any]] = {}
    for row in joining.order_by("pk").fetch_mode(models.FETCH_RAISE):
        other: int = row.of_subject if row.object_id in party_ids else row.of_object
        rows.setdefault(other, []).append(row)
    others = _others(viewer, rows.keys() - set(party_ids)) if rows else []
    found = [
        _tie(row, other, party_ids=party_ids, on=on) for other in others for row in rows[other.pk]
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
        .annotate(
            phones_along=ArraySubquery(phones.order_by("rank", "pk").values("value")),
            has_died=F("person__is_deceased"),
        )
        .fetch_mode(models.FETCH_RAISE)
    )


def with_standings(*, viewer: Viewer, person_id: int, ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """Return the ties of a person, each with what the one may be told of the other.

    Of whom the viewer sees the card only it is not said who stands for them. One SQL query.
    """
    others = {tie.other.id for tie in ties if tie.other.is_person and tie.other.is_open}
    circles = access_queries.circles(viewer=viewer, person_ids={person_id, *others})
    own = circles[person_id]
    known = {one.other_id: own.standing(one.other_id) for one in own.held}
    stands = {pk: circles[pk].standing(person_id) for pk in others if person_id in circles[pk]}

    def said(standing: Standing | None) -> str:
        return access_queries.sentence(viewer=viewer, standing=standing) if standing else ""

    return tuple(
        replace(
            tie,
            may_know=said(known.get(tie.other.id)),
            told_of=said(stands.get(tie.other.id)),
            is_shut_out=tie.other.id in own.shut_out_ids,
        )
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


def _tie(row: Relationship, party: Any, *, party_ids: Sequence[int], on: date) -> Tie:
    """Return a tie with one of `_others`."""
    other: Card = party.card
    is_from_other = row.object_id in party_ids
    kind = RelationshipKind(row.kind)
    return Tie(
        ref=row.ref,
        version=row.version,
        kind=row.kind,
        label=str(kind.label if is_from_other else INVERSE_LABELS[kind]),
        is_from_other=is_from_other,
        other=other,
        starts=row.starts,
        ends=row.ends,
        is_current=holds(row, on),
        rank=row.rank,
        # What was written down at one person is not for who may see the other only.
        note=row.note if shows_note(other, is_from_other=is_from_other) else "",
        phones=tuple(party.phones_along) if other.is_open else (),
        has_died=bool(party.has_died),
    )


def shows_note(other: Card, *, is_from_other: bool) -> bool:
    """Tell whether the note of a tie with `other` is for who sees the party itself."""
    return is_from_other or other.is_open
