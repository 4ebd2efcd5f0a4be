# SPDX-License-Identifier: EUPL-1.2
"""Who lives together, as far as the viewer may see them."""

from dataclasses import dataclass

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations.models import HouseholdMember, Party
from nabij.relations.models.merges import current_key
from nabij.relations.queries.cards import PartyNotFound, person_cards
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdInView:
    """A household by the cards of who lives there; it goes by their names.

    `keys` are, for each of them, all under which they stand or stood.
    """

    ref: str
    members: tuple[Card, ...]
    keys: dict[int, tuple[int, ...]]


def household(*, viewer: Viewer, ref: str) -> HouseholdInView:
    """Return who lives in a household today. Three SQL queries; the caller logs the cards.

    For who sees the organisation of care, and the contact data of one of the members.

    Raises:
        PartyNotFound: there is none, or the viewer sees nobody of it but by the card.
    """
    living = HouseholdMember.objects.filter(
        household__ref=ref, ends_on__isnull=True, left_out__isnull=True
    )
    sees_care = access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION)
    ids = living.annotate(whose=current_key("person")).values_list("whose", flat=True)
    cards = person_cards(viewer=viewer, ids=ids) if sees_care else {}
    if not any(card.is_open for card in cards.values()):
        raise PartyNotFound
    members = tuple(sorted(cards.values(), key=lambda card: card.name))
    merged = Party.objects.filter(canonical__in=[card.id for card in members])
    keys: dict[int, tuple[int, ...]] = {card.id: (card.id,) for card in members}
    for key, canonical in merged.order_by("pk").values_list("pk", "canonical_id"):
        if canonical is not None:
            keys[canonical] = (*keys[canonical], key)
    return HouseholdInView(ref=ref, members=members, keys=keys)
