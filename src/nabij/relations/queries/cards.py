# SPDX-License-Identifier: EUPL-1.2
"""The card: what every colleague with a relations role may see of anybody."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations.models import Party
from nabij.relations.types import Card


class PartyNotFound(NotFound):
    code = "relation-not-found"
    message = _("This relation does not exist, or you may not see it.")


def person_card(*, viewer: Viewer, ref: str, for_rights: bool = False) -> Card:
    """Return the card of one party. One SQL query; the caller logs that it was shown.

    Args:
        for_rights: for the log of somebody and what they ask: officers see who is shielded.

    Raises:
        PartyNotFound: there is none, or it is shielded from this viewer.
    """
    party = Party.objects.cards(viewer, for_rights=for_rights).filter(ref=ref).first()
    if party is None:
        raise PartyNotFound
    return party.card


def person_cards(
    *, viewer: Viewer, ids: Iterable[int], for_rights: bool = False
) -> dict[int, Card]:
    """Return the cards of these parties by key, shielded ones left out. One SQL query.

    Of who was merged into another it is the card of that other. The caller logs which were shown.

    Args:
        for_rights: see `person_card`.
    """
    keys = list(ids)
    merged = Party.objects.filter(canonical_id=OuterRef("pk"), pk__in=keys)
    into = Party.objects.filter(pk__in=keys, canonical__isnull=False)
    rows: Any = (
        Party.objects.cards(viewer, for_rights=for_rights)
        .filter(Q(pk__in=keys) | Q(pk__in=into.values("canonical_id")))
        .annotate(merged_along=ArraySubquery(merged.order_by().values("pk")))
        .fetch_mode(models.FETCH_RAISE)
    )
    found: dict[int, Card] = {}
    for party in rows:
        found |= dict.fromkeys([party.pk, *party.merged_along], party.card)
    return {key: card for key, card in found.items() if key in set(keys)}
