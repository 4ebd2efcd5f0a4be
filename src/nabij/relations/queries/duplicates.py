# SPDX-License-Identifier: EUPL-1.2
"""Who may already be known: asked while somebody records a new person or organisation.

Whoever the viewer may see is compared on all that is known. Of everybody else only what stands on
a card counts: what is not on it may not show by whether the card appears, nor in which place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.matching import Evidence, PersonRecord, ScoredPair, keys, score_pairs
from nabij.matching.compare import Prepared
from nabij.relations import rules
from nabij.relations.choices import REASONS, QuestionAnswer
from nabij.relations.models import Identifier, Party
from nabij.relations.models.merges import current_key
from nabij.relations.queries import hints
from nabij.relations.queries.cards import person_cards
from nabij.relations.queries.match_records import match_record_of, persons_like
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
    """Who may be the person that is being recorded.

    Args:
        hidden: somebody may be known whom the viewer may not see; only while recording.
        is_withheld: nobody looked for such persons: this viewer asked too often today.
        is_crowded: so many persons have such a name and birth year that they say nothing.
    """

    shown: tuple[Duplicate, ...] = ()
    hidden: Hidden | None = None
    is_withheld: bool = False
    is_crowded: bool = False

    @property
    def is_hint_open(self) -> bool:
        """Tell whether the hint still asks for a judgement of the colleague."""
        return self.hidden is not None and self.hidden.state != QuestionAnswer.OTHER


@transaction.atomic
def duplicates_of(
    *,
    viewer: Viewer,
    fields: PersonFields,
    bsn: str = "",
    except_id: int | None = None,
    is_recording: bool = False,
) -> Duplicates:
    """Return at most five known persons who may be this one, the likeliest first.

    Whom the viewer may see is compared on all that is known, with the BSN for roles that may use
    it; of others, names and birth year alone bring up the card. While recording (not while
    typing), who registers also hears that somebody they may not see is found by what stands on no
    card; so many times a day as `NABIJ_DUPLICATE_HINTS_PER_DAY` says.

    One SQL query over all persons, one for the cards, four more at most; each on an index. Every
    question is a log entry, one that found nobody too.

    Raises:
        LogUnavailable: the entry could not be written; nothing is returned.
    """
    may_use_bsn = viewer.is_machine or access_rules.may_use_bsn(viewer.roles)
    record = match_record_of(viewer=viewer, fields=fields, bsn=bsn if may_use_bsn else "")
    kinds = hints.kinds_of(record)
    if not kinds:
        return Duplicates()
    known = persons_like(viewer=viewer, records=[record], is_wide=True)
    others = [other for other in known.records if other.key != except_id]
    likely = {
        pair.right: pair
        for pair in score_pairs([record], others, [(0, other.key) for other in others])
        if pair.decision != "none"
    }
    on_card = _alike_on_card(record, others)
    cards = person_cards(viewer=viewer, ids={*likely, *on_card}) if likely or on_card else {}
    shown = [
        found
        for card in cards.values()
        if (found := _shown(card, likely.get(card.id), on_card.get(card.id), record)) is not None
    ]
    shown.sort(key=lambda one: (not one.is_strong, -one.score, one.card.id))
    shown = shown[:MOST_SHOWN]
    hints.record_question(
        viewer=viewer, event="duplicates", kinds=kinds, person_ids=[one.card.id for one in shown]
    )
    hidden, is_withheld = None, False
    if is_recording and hints.is_closed(kinds):
        seen = {card.id for card in cards.values() if card.is_open or card.id in on_card}
        unseen = sorted(likely.keys() - seen)
        hidden, is_withheld = _hint(viewer, kinds, unseen)
    is_crowded = not known.left_out.isdisjoint(keys.card_keys(Prepared(record)))
    return Duplicates(
        shown=tuple(shown),
        hidden=hidden,
        is_withheld=is_withheld,
        is_crowded=is_crowded and not shown,
    )


def _alike_on_card(record: PersonRecord, others: Sequence[PersonRecord]) -> dict[int, ScoredPair]:
    """Return by key who resembles this person by what stands on a card: names and birth year."""
    typed = rules.on_card(record)
    pairs = score_pairs([typed], [rules.on_card(o) for o in others], [(0, o.key) for o in others])
    return {pair.right: pair for pair in pairs if rules.is_alike_on_card(pair.evidence)}


def _shown(
    card: Card, likely: ScoredPair | None, on_card: ScoredPair | None, record: PersonRecord
) -> Duplicate | None:
    """Return what is shown of one person, None for nothing."""
    # Of whom all may be compared, the year alone counts only where no more than a year was typed.
    if card.is_open and (likely or record.birth_precision == "day"):
        on_card = None
    pair = likely if card.is_open and likely else on_card
    if pair is None:
        return None
    is_told = pair is likely
    return Duplicate(
        card=card,
        is_strong=is_told and pair.decision == "strong",
        score=pair.score,
        evidence=tuple(e for e in pair.evidence if is_told or e.field in CARD_REASONS),
        conflicts=pair.conflicts if is_told else (),
    )


def _hint(
    viewer: Viewer, kinds: Sequence[str], person_ids: Sequence[int]
) -> tuple[Hidden | None, bool]:
    """Return the hint about persons without a card, and whether it was withheld."""
    if not access_rules.may_register(viewer.roles):
        return None, False
    if not hints.may_hear(viewer=viewer):
        hints.record_question(viewer=viewer, event=hints.WITHHELD, kinds=kinds, person_ids=[])
        return None, True
    hints.record_question(viewer=viewer, event=hints.HINTED, kinds=kinds, person_ids=person_ids)
    return (_hidden(viewer, person_ids) if person_ids else None), False


def with_answers(*, viewer: Viewer, known: Duplicates) -> Duplicates:
    """Return the same with what became of the viewer's questions meanwhile. One SQL query."""
    if known.hidden is None:
        return known
    return replace(known, hidden=_hidden(viewer, known.hidden.person_ids))


def _hidden(viewer: Viewer, person_ids: Sequence[int]) -> Hidden:
    asked = own_questions(viewer=viewer, person_ids=person_ids)
    if len(asked) < len(person_ids):
        return Hidden(person_ids=tuple(person_ids), state="")
    answers = {question.answer for question in asked.values()}
    first = next(a for a in (QuestionAnswer.SAME, "", QuestionAnswer.OTHER) if a in answers)
    asked_at = max(question.asked_at for question in asked.values())
    return Hidden(person_ids=tuple(person_ids), state=first or "asked", asked_at=asked_at)


def organisations_like(
    *, viewer: Viewer, fields: OrganisationFields, except_id: int | None = None
) -> list[Card]:
    """Return at most five known organisations with the same name or number. One SQL query."""
    columns = rules.organisation_columns(fields.name)
    same = Q(sort_key=columns.sort_key)
    numbers = [(system, value) for system, value in fields.identifiers.items() if value]
    for system, value in numbers:
        known = Identifier.objects.filter(system=system, value=value)
        same |= Q(pk__in=known.values(whose=current_key("party")))
    cards = Party.objects.cards(viewer).organisations().filter(same)
    if except_id is not None:
        cards = cards.exclude(pk=except_id)
    rows = cards.order_by("sort_key", "pk").fetch_mode(models.FETCH_RAISE)[:MOST_SHOWN]
    return [party.card for party in rows]
