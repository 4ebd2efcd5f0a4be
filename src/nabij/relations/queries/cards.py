# SPDX-License-Identifier: EUPL-1.2
"""The card: what every colleague with a relations role may see of anybody."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations.models import Party
from nabij.relations.types import Card


class PartyNotFound(NotFound):
    code = "relation-not-found"
    message = _("This relation does not exist, or you may not see it.")


def person_card(*, viewer: Viewer, ref: str) -> Card:
    """Return the card of one party. One SQL query; the caller logs that it was shown.

    Raises:
        PartyNotFound: there is none, or it is shielded from this viewer.
    """
    party = Party.objects.cards(viewer).filter(ref=ref).first()
    if party is None:
        raise PartyNotFound
    return party.card


def person_cards(*, viewer: Viewer, ids: Iterable[int]) -> dict[int, Card]:
    """Return the cards of these parties by key, shielded ones left out. One SQL query.

    The caller logs which were shown.
    """
    rows = Party.objects.cards(viewer).filter(pk__in=list(ids)).fetch_mode(models.FETCH_RAISE)
    return {party.pk: party.card for party in rows}
