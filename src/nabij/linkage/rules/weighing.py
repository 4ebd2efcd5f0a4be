# SPDX-License-Identifier: EUPL-1.2
"""The score of two copies, taken apart: what each field says, and what the whole means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import Levenshtein

from nabij.matching import Evidence, PersonRecord, ScoredPair
from nabij.matching.normalise import surnames

Outcome = Literal["strong", "likely", "even", "unlikely"]
# From this many bits a field speaks against; a little below nothing says little.
_AGAINST = -1
# Between these bits it can be either way: at 3 one is eight times as likely as the other.
_EVEN = 3
# Fields of which an agreement that was not there before is news. A gender is shared by half of us.
_TELLING = frozenset({"bsn", "surname", "given", "birth", "address", "phone", "email"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the explanation: its code, its bits, and whether it speaks for one person."""

    code: str
    speaks: Literal["for", "against", "neither"]
    weight: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """The whole explanation. Each bit more makes it twice as likely that both are one person.

    `start` is how rare it is that two records are of one person; with the weights of `reasons` it
    adds up to `total`. `against` names what forbids linking without a colleague, however high the
    total.
    """

    reasons: tuple[Reason, ...]
    start: float
    total: float
    outcome: Outcome
    against: tuple[Reason, ...]


def weighing(pair: ScoredPair, *, left: PersonRecord, right: PersonRecord) -> Weighing:
    """Return the score of a pair, taken apart."""
    total = pair.start + sum(item.weight for item in pair.evidence)
    found = reasons(pair.evidence, left=left, right=right)
    against = tuple(reason for reason in found if reason.speaks == "against")
    outcome: Outcome = "even"
    if pair.decision == "strong":
        outcome = "strong"
    elif abs(total) >= _EVEN:
        outcome = "likely" if total > 0 else "unlikely"
    return Weighing(found, pair.start, total, outcome, against)


def reasons(
    evidence: Sequence[Evidence], *, left: PersonRecord, right: PersonRecord
) -> tuple[Reason, ...]:
    """Return what speaks for and against one person, the heaviest first."""
    ordered = sorted(evidence, key=lambda item: -abs(item.weight))
    return tuple(
        Reason(
            _code(item, left, right),
            "for" if item.weight > 0 else "against" if item.weight < _AGAINST else "neither",
            item.weight,
        )
        for item in ordered
    )


def news(then: Iterable[Evidence], now: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return what says "one person" now and did not when a colleague said "not the same".

    Levels are compared and not weights, for weights are learned anew.
    """
    before = {item.field for item in then if item.level == "same"}
    return tuple(
        item
        for item in now
        if item.level == "same" and item.field in _TELLING and item.field not in before
    )


def stored(evidence: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Return evidence as a link keeps it, in the engine's form."""
    return tuple(Evidence(item["field"], item["level"], item["weight"]) for item in evidence)


def to_store(evidence: Iterable[Evidence]) -> list[dict[str, str | float]]:
    """Return evidence as a link keeps it."""
    return [{"field": e.field, "level": e.level, "weight": e.weight} for e in evidence]


def _code(item: Evidence, left: PersonRecord, right: PersonRecord) -> str:
    """Return the code of a sentence; a surname that is close differs a letter or sounds alike."""
    if item.field == "surname" and item.level == "close" and _letters_apart(left, right) == 1:
        return "surname-one-letter"
    return f"{item.field}-{item.level}"


def _letters_apart(left: PersonRecord, right: PersonRecord) -> int:
    ours = [name for family in left.surnames for name in surnames(family)]
    theirs = [name for family in right.surnames for name in surnames(family)]
    found = (Levenshtein.distance(one, other) for one in ours for other in theirs)
    return min(found, default=99)
