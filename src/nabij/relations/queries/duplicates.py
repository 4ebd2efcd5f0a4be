# SPDX-License-Identifier: EUPL-1.2
"""Who may already be known: asked while somebody records a new person or organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.matching import Evidence, ScoredPair, score_pairs
from nabij.relations import rules
from nabij.relations.choices import REASONS, QuestionAnswer
from nabij.relations.models import Identifier, Party
from nabij.relations.queries.cards import person_cards
from nabij.relations.queries.match_records import (
    match_candidates,
    match_record_of,
    match_records,
)
from nabij.relations.queries.questions import own_questions
from nabij.relations.types import Card, OrganisationFields, PersonFields

MOST_SHOWN = 5
# What may be said to agree with somebody of whom the viewer sees a card only.
CARD_REASONS = frozenset({"surname", "given"})
# What the engine calls two values that are the same; a call name may stand beside given names.
SAME = frozenset({"same", "call"})


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
        """Return in words which fields are the same."""
        return [str(REASONS[item.field]) for item in self.evidence if item.level in SAME]

    @property
    def resembling(self) -> list[str]:
        """Return in words which fields are not the same, and speak for one person all the same."""
        alike = [item for item in self.evidence if item.weight > 0 and item.level not in SAME]
        return [str(REASONS[item.field]) for item in alike]

    @property
    def differing(self) -> list[str]:
        """Return in words which fields contradict although the rest agrees."""
        return [str(REASONS[field]) for field in self.conflicts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """That somebody may be known whom this viewer may not see: no name, no card, no number.

    `state` tells what the viewer did about it: '' (nothing yet), `asked`, or the administrator's
    answer.
    """

    person_ids: tuple[int, ...]
    state: str
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Who may be the person that is being recorded."""

    shown: tuple[Duplicate, ...] = ()
    hidden: Hidden | None = None

    @property
    def must_be_judged(self) -> bool:
        """Tell whether the colleague has to say that it is someone else before recording."""
        is_answered = self.hidden is None or self.hidden.state == QuestionAnswer.OTHER
        return bool(self.shown) or not is_answered


def duplicates_of(
    *, viewer: Viewer, fields: PersonFields, bsn: str = "", except_id: int | None = None
) -> Duplicates:
    """Return at most five known persons who may be this one, the likeliest first.

    They are compared on all that is known and shown as a card only; of somebody whose contact data
    the viewer may not see, only what stands on a card is said to agree. Of shielded persons who
    registers hears no more than that somebody may be known already. At most eight SQL queries,
    each on an index; with something to show, one or two are log entries.

    Raises:
        LogUnavailable: the entry could not be written; nothing is returned.
    """
    record = match_record_of(viewer=viewer, fields=fields, bsn=bsn)
    ids = [pk for pk in match_candidates(viewer=viewer, records=[record]) if pk != except_id]
    if not ids:
        return Duplicates()
    known = match_records(viewer=viewer, ids=ids)
    pairs = score_pairs([record], known, [(0, other.key) for other in known])
    likely = [pair for pair in pairs if pair.decision != "none"]
    likely.sort(key=lambda pair: (pair.decision != "strong", -pair.score, pair.right))
    cards = person_cards(viewer=viewer, ids=[pair.right for pair in likely]) if likely else {}
    shown = [_duplicate(pair, cards[pair.right]) for pair in likely if pair.right in cards][
        :MOST_SHOWN
    ]
    unseen = [pair.right for pair in likely if pair.right not in cards]
    found = Duplicates(shown=tuple(shown), hidden=_hidden(viewer, unseen))
    _record(viewer, found)
    return found


def _duplicate(pair: ScoredPair, card: Card) -> Duplicate:
    is_told = (lambda field: True) if card.is_open else CARD_REASONS.__contains__
    return Duplicate(
        card=card,
        is_strong=pair.decision == "strong",
        score=pair.score,
        evidence=tuple(item for item in pair.evidence if is_told(item.field)),
        conflicts=tuple(field for field in pair.conflicts if is_told(field)),
    )


def _hidden(viewer: Viewer, person_ids: Sequence[int]) -> Hidden | None:
    """Return the hint about persons without a card: for roles that register clients only."""
    current = Party.objects.current().persons().filter(pk__in=person_ids)
    keys = list(current.values_list("pk", flat=True)) if person_ids else []
    if not keys or not access_rules.may_register(viewer.roles):
        return None
    asked = own_questions(viewer=viewer, person_ids=keys)
    if len(asked) < len(keys):
        return Hidden(person_ids=tuple(keys), state="")
    answers = {question.answer for question in asked.values()}
    first = next(a for a in (QuestionAnswer.SAME, "", QuestionAnswer.OTHER) if a in answers)
    asked_at = max(question.asked_at for question in asked.values())
    return Hidden(person_ids=tuple(keys), state=first or "asked", asked_at=asked_at)


def _record(viewer: Viewer, found: Duplicates) -> None:
    if found.shown:
        access_actions.record_list(
            viewer=viewer, event="duplicates", object_ids=[item.card.id for item in found.shown]
        )
    if found.hidden:
        access_actions.record_list(
            viewer=viewer, event="duplicates-hinted", object_ids=found.hidden.person_ids
        )


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
