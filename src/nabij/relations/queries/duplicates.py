# SPDX-License-Identifier: EUPL-1.2
"""Who may already be known: asked while somebody records a new person or organisation."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.matching import Evidence, score_pairs
from nabij.relations import rules
from nabij.relations.choices import REASONS
from nabij.relations.models import Identifier, Party
from nabij.relations.queries.cards import person_cards
from nabij.relations.queries.match_records import (
    match_candidates,
    match_record_of,
    match_records,
)
from nabij.relations.types import Card, OrganisationFields, PersonFields

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A card that may be the same person, and which fields agree.

    `evidence` holds codes and weights for explaining in words; it shows no value of the other.
    """

    card: Card
    is_strong: bool
    score: float
    evidence: tuple[Evidence, ...]
    conflicts: tuple[str, ...]

    @property
    def agreeing(self) -> list[str]:
        """Return in words which fields agree."""
        return [str(REASONS[item.field]) for item in self.evidence if item.weight > 0]

    @property
    def differing(self) -> list[str]:
        """Return in words which fields contradict although the rest agrees."""
        return [str(REASONS[field]) for field in self.conflicts]


def duplicates_of(
    *, viewer: Viewer, fields: PersonFields, bsn: str = "", except_id: int | None = None
) -> list[Duplicate]:
    """Return at most five known persons who may be this one, the likeliest first.

    They are compared on all that is known, shown as a card only, and shielded persons not at all.
    At most seven SQL queries, each on an index; with something to show, one is the log entry.

    Raises:
        LogUnavailable: the entry could not be written; nothing is returned.
    """
    record = match_record_of(viewer=viewer, fields=fields, bsn=bsn)
    ids = [pk for pk in match_candidates(viewer=viewer, records=[record]) if pk != except_id]
    if not ids:
        return []
    known = match_records(viewer=viewer, ids=ids)
    pairs = score_pairs([record], known, [(0, other.key) for other in known])
    likely = [pair for pair in pairs if pair.decision != "none"]
    likely.sort(key=lambda pair: (pair.decision != "strong", -pair.score, pair.right))
    cards = person_cards(viewer=viewer, ids=[pair.right for pair in likely]) if likely else {}
    found = [
        Duplicate(
            card=cards[pair.right],
            is_strong=pair.decision == "strong",
            score=pair.score,
            evidence=pair.evidence,
            conflicts=pair.conflicts,
        )
        for pair in likely
        if pair.right in cards
    ][:MOST_SHOWN]
    if found:
        access_actions.record_list(
            viewer=viewer, event="duplicates", object_ids=[item.card.id for item in found]
        )
    return found


def organisations_like(
    *, viewer: Viewer, fields: OrganisationFields, except_id: int | None = None
) -> list[Card]:
    """Return at most five known organisations with the same name or number. One SQL query."""
    columns = rules.organisation_columns(fields.name)
    same = Q(sort_key=columns.sort_key)
    numbers = [(system, value) for system, value in fields.identifiers.items() if value]
    for system, value in numbers:
        known = Identifier.objects.filter(system=system, value=value)
        same |= Q(pk__in=known.values("party_id"))
    cards = Party.objects.cards(viewer).organisations().filter(same)
    if except_id is not None:
        cards = cards.exclude(pk=except_id)
    rows = cards.order_by("sort_key", "pk").fetch_mode(models.FETCH_RAISE)[:MOST_SHOWN]
    return [party.card for party in rows]
