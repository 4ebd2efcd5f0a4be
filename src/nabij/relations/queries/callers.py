# SPDX-License-Identifier: EUPL-1.2
"""Who may be calling, and about whom: known by the number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.utils.timezone import localdate

from nabij.core.viewer import Viewer
from nabij.relations.choices import (
    INVERSE_LABELS,
    PERSON_KINDS,
    REPRESENTATIVE_KINDS,
    ContactSystem,
    RelationshipKind,
)
from nabij.relations.models import ContactPoint, Party, Relationship
from nabij.relations.models.merges import current_key
from nabij.relations.queries.cards import person_cards
from nabij.relations.queries.ties import holds
from nabij.relations.types import Card

MOST_CALLERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutWhom:
    """Somebody whom a caller may be calling about.

    `relation` is what the caller is to them, '' for themselves. `is_open`: the viewer sees them.
    """

    card: Card
    relation: str
    is_representative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleCaller:
    """Somebody with this number, themselves first among those it may be about."""

    card: Card
    about: tuple[AboutWhom, ...]


def callers(*, viewer: Viewer, number: str) -> list[PossibleCaller]:
    """Return whom a number (E.164) belongs to, as far as the viewer sees their contact data.

    A number is contact data: of who is seen by the card only it would tell whose it is. By name,
    five at most. Three SQL queries, however many callers; the caller of this logs who is named.
    """
    points = ContactPoint.objects.filter(
        system=ContactSystem.PHONE, value=number, left_out__isnull=True
    )
    merged = Party.objects.filter(canonical_id=OuterRef("pk")).order_by()
    cards: Any = Party.objects.cards(viewer)
    rows = (
        cards.filter(is_open=True, pk__in=points.values(key=current_key("party")))
        .annotate(merged_along=ArraySubquery(merged.values("pk")))
        .order_by("sort_key", "pk")[:MOST_CALLERS]
    )
    found = {party.card: (party.pk, *party.merged_along) for party in rows}
    about = _about(viewer, {card: keys for card, keys in found.items() if card.is_person})
    return [PossibleCaller(card=card, about=about.get(card.id, ())) for card in found]


def _about(viewer: Viewer, keys: Mapping[Card, Sequence[int]]) -> dict[int, tuple[AboutWhom, ...]]:
    """Return for each of these persons whom they may be calling about, themselves first.

    `keys` are those under which each stands or stood. Two SQL queries.
    """
    every = [key for theirs in keys.values() for key in theirs]
    on = localdate(viewer.at)
    rows: Any = (
        Relationship.objects.filter(Q(subject__in=every) | Q(object__in=every))
        .filter(kind__in=PERSON_KINDS)
        .annotate(from_id=current_key("subject"), to_id=current_key("object"))
        .order_by(F("rank").asc(nulls_last=True), "pk")
    )
    ties = [row for row in rows if holds(row, on)]
    cards = person_cards(viewer=viewer, ids={pk for tie in ties for pk in (tie.from_id, tie.to_id)})
    found = {
        card.id: {card.id: AboutWhom(card=card, relation="", is_representative=False)}
        for card in keys
    }
    for tie in ties:
        kind = RelationshipKind(tie.kind)
        sides = ((tie.from_id, tie.to_id, kind.label), (tie.to_id, tie.from_id, None))
        for caller_id, other_id, label in sides:
            other = cards.get(other_id)
            if caller_id not in found or other is None or not (other.is_person and other.is_open):
                continue
            is_representative = label is not None and kind in REPRESENTATIVE_KINDS
            # Of several ties the one by which most may be told counts: a daughter may be mentor too.
            known = found[caller_id].get(other_id)
            if known is None or (is_representative and not known.is_representative):
                found[caller_id][other_id] = AboutWhom(
                    card=other,
                    relation=str(label or INVERSE_LABELS[kind]),
                    is_representative=is_representative,
                )
    return {pk: tuple(about.values()) for pk, about in found.items()}
