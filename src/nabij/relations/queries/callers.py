# SPDX-License-Identifier: EUPL-1.2
"""Who may be calling, and about whom: known by the number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
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

    `relation` is what the caller is to them, '' for themselves; `may_know` says in one line what
    this caller may be told of them. `is_shut_out`: nothing, and the call opens nothing.
    """

    card: Card
    relation: str = ""
    may_know: str = ""
    is_shut_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleCaller:
    """Somebody with this number, themselves first among those it may be about."""

    card: Card
    about: tuple[AboutWhom, ...]


def callers(*, viewer: Viewer, number: str) -> list[PossibleCaller]:
    """Return whom a number (E.164) belongs to, as far as the viewer sees their contact data.

    A number is contact data: of who is seen by the card only it would tell whose it is. By name,
    five at most. Four SQL queries, however many callers; the caller of this logs who is named.
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
    about = _about(viewer, found)
    return [PossibleCaller(card=card, about=tuple(about[card.id])) for card in found]


def _about(viewer: Viewer, keys: Mapping[Card, Sequence[int]]) -> dict[int, list[AboutWhom]]:
    """Return for each of these callers whom they may be calling about, a person themselves first.

    `keys` are those under which each stands or stood. An office calls about whom it represents
    only. Three SQL queries.
    """
    near = _near(viewer, keys)
    others = {pk for _caller, pk in near}
    named = person_cards(viewer=viewer, ids=others) if others else {}
    cards = {pk: card for pk, card in named.items() if card.is_person and card.is_open}
    shown = {pair: relation for pair, relation in near.items() if pair[1] in cards}
    of_whom = {pk for _caller, pk in shown}
    circles = access_queries.circles(viewer=viewer, person_ids=of_whom) if of_whom else {}
    found = {card.id: [AboutWhom(card=card)] if card.is_person else [] for card in keys}
    for (caller_id, other_id), relation in shown.items():
        standing = circles[other_id].standing(caller_id)
        found[caller_id].append(
            AboutWhom(
                card=cards[other_id],
                relation=relation,
                may_know=access_queries.sentence(viewer=viewer, standing=standing),
                is_shut_out=standing.is_shut_out,
            )
        )
    return found


def _near(viewer: Viewer, keys: Mapping[Card, Sequence[int]]) -> dict[tuple[int, int], str]:
    """Return what each caller is to whom, by both their keys. One SQL query.

    Of several ties the one that represents is named: a daughter may be mentor too.
    """
    kinds = {card.id: PERSON_KINDS if card.is_person else REPRESENTATIVE_KINDS for card in keys}
    every = [key for theirs in keys.values() for key in theirs]
    on = localdate(viewer.at)
    rows: Any = (
        Relationship.objects.filter(Q(subject__in=every) | Q(object__in=every))
        .annotate(from_id=current_key("subject"), to_id=current_key("object"))
        .order_by(F("rank").asc(nulls_last=True), "pk")
    )
    found: dict[tuple[int, int], str] = {}
    representing: dict[tuple[int, int], str] = {}
    for tie in rows:
        kind = RelationshipKind(tie.kind)
        if not holds(tie, on) or tie.from_id == tie.to_id:
            continue
        if kind in kinds.get(tie.from_id, ()):
            pair = (tie.from_id, tie.to_id)
            found.setdefault(pair, str(kind.label))
            if kind in REPRESENTATIVE_KINDS:
                representing.setdefault(pair, str(kind.label))
        if kind in kinds.get(tie.to_id, ()):
            found.setdefault((tie.to_id, tie.from_id), str(INVERSE_LABELS[kind]))
    return found | representing
