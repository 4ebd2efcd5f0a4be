# SPDX-License-Identifier: EUPL-1.2
"""Who may be calling, and about whom: known by the number."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from nabij.core.viewer import Viewer
from nabij.relations.choices import (
    INVERSE_LABELS,
    PERSON_KINDS,
    REPRESENTATIVE_KINDS,
    ContactSystem,
    RelationshipKind,
)
from nabij.relations.models import ContactPoint, Party
from nabij.relations.models.merges import current_key
from nabij.relations.queries.cards import person_cards
from nabij.relations.queries.ties import ties_of
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

    A number is contact data: of who is seen by the card only it would tell whose it is. One SQL
    query more than there are callers, of whom five at most are returned. The caller logs them.
    """
    points = ContactPoint.objects.filter(system=ContactSystem.PHONE, value=number)
    keys = points.values(key=current_key("party"))[:MOST_CALLERS]
    cards = person_cards(viewer=viewer, ids=[row["key"] for row in keys])
    found = sorted((card for card in cards.values() if card.is_open), key=lambda card: card.name)
    return [PossibleCaller(card=card, about=_about(viewer, card)) for card in found]


def _about(viewer: Viewer, card: Card) -> tuple[AboutWhom, ...]:
    if not card.is_person:
        return ()
    merged = Party.objects.filter(canonical_id=card.id).values_list("pk", flat=True)
    ties = ties_of(viewer=viewer, party_ids=[card.id, *merged], on=localdate(viewer.at))
    found = {card.id: AboutWhom(card=card, relation="", is_representative=False)}
    for tie in ties:
        is_near = tie.is_current and tie.other.is_person and tie.other.is_open
        if not is_near or tie.kind not in PERSON_KINDS:
            continue
        is_towards, kind = not tie.is_from_other, RelationshipKind(tie.kind)
        is_representative = is_towards and kind in REPRESENTATIVE_KINDS
        # Of several ties the one by which most may be told counts: a daughter may be mentor too.
        known = found.get(tie.other.id)
        if known is None or (is_representative and not known.is_representative):
            found[tie.other.id] = AboutWhom(
                card=tie.other,
                relation=str(kind.label if is_towards else INVERSE_LABELS[kind]),
                is_representative=is_representative,
            )
    return tuple(found.values())
