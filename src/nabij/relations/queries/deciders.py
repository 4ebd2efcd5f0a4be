# SPDX-License-Identifier: EUPL-1.2
"""Who may speak for a client about care."""

from nabij.access import queries as access_queries
from nabij.access.rules.representation import Topic
from nabij.core.viewer import Viewer
from nabij.relations.queries.cards import person_cards
from nabij.relations.types import Card


def who_decides(*, viewer: Viewer, person_id: int) -> list[Card]:
    """Return who may decide on care for a client, by paper or law, beside the client, by name.

    At most two SQL queries. The caller logs whom it shows.
    """
    circle = access_queries.circle(viewer=viewer, person_id=person_id)
    ids = {
        one.other_id
        for one in circle.held
        if Topic.MEDICAL in circle.standing(one.other_id).decides
    }
    cards = person_cards(viewer=viewer, ids=ids) if ids else {}
    return sorted(cards.values(), key=lambda card: card.name)
