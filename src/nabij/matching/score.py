# SPDX-License-Identifier: EUPL-1.2
"""The door for few records: records in, scored pairs out.

A score, of weights in bits, orders what a person has to judge; what may be linked without a person
is said by `safety` and never by a score.
Source: docs/decisions/0009 and 0039; O-3 to O-8 in docs/known-odd-data.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nabij.matching import compare, safety
from nabij.matching.compare import Prepared
from nabij.matching.records import Decision, Evidence, Field, PersonRecord, ScoredPair

_COMPARISONS: dict[Field, Callable[[Prepared, Prepared], str]] = {
    "bsn": compare.bsn,
    "surname": compare.surname,
    "given": compare.given,
    "birth": compare.birth,
    "gender": compare.gender,
    "address": compare.address,
    "phone": compare.phone,
    "email": compare.email,
}
# Bits for (+) or against (-): log2 of how much more often one person gives this level than two.
WEIGHTS: dict[Field, dict[str, float]] = {
    "bsn": {"same": 20, "different": -12},
    "surname": {"same": 7, "close": 4, "different": -6},
    "given": {
        "same": 6, "call": 5, "initials": 5, "form": 3, "close": 3, "initial": 2, "order": 0,
        "different": -7,
    },
    "birth": {
        "same": 12, "swapped": 6, "partial": 4, "close": 4, "different": -10, "generation": -20,
    },
    "gender": {"same": 1, "different": -6},
    "address": {"same": 8, "suffix": 5, "postcode": 4, "different": -1},
    "phone": {"same": 7, "different": -0.5},
    "email": {"same": 8, "different": -0.5},
}  # fmt: skip
# How rare it is that two compared records are one person.
PRIOR = 18.0
POSSIBLE = 0.5


@dataclass(frozen=True, slots=True)
class Scale:
    """What a pair is weighed with, in bits: `start` before anything is compared, and each level."""

    start: float
    weights: Mapping[Field, Mapping[str, float]]


FIXED = Scale(-PRIOR, WEIGHTS)


def score_pairs(
    left: Sequence[PersonRecord],
    right: Sequence[PersonRecord],
    pairs: Iterable[tuple[int, int]],
    *,
    scale: Scale = FIXED,
) -> list[ScoredPair]:
    """Return a verdict on each pair, in the order of `pairs`.

    Args:
        pairs: (left key, right key).
        scale: weights that were learned; it changes scores, and nothing that may be linked.

    'strong' is what `safety.may_link` allows. An equal BSN with another name, sex or birth date is
    'possible' with the conflict named; a masked BSN says nothing.

    Raises:
        KeyError: a pair names a record that is not there.

    Source: capabilities A-102, A-103; O-3, O-5, O-6 in docs/known-odd-data.md.
    """
    ours = {record.key: Prepared(record) for record in left}
    theirs = {record.key: Prepared(record) for record in right}
    return [_score(ours[one], theirs[other], scale) for one, other in pairs]


def _score(left: Prepared, right: Prepared, scale: Scale) -> ScoredPair:
    levels = {field: look(left, right) for field, look in _COMPARISONS.items()}
    evidence = tuple(
        Evidence(field, level, scale.weights[field][level])
        for field, level in levels.items()
        if level != "unknown"
    )
    score = _share(scale.start + sum(item.weight for item in evidence))
    conflicts = safety.conflicts(levels)
    decision: Decision = "none"
    if safety.may_link({item.field: item.level for item in evidence}):
        decision = "strong"
    elif levels["bsn"] == "same" or score >= POSSIBLE:
        decision = "possible"
    return ScoredPair(
        left=left.record.key,
        right=right.record.key,
        score=score,
        decision=decision,
        evidence=evidence,
        start=scale.start,
        conflicts=() if decision == "none" else conflicts,
    )


def _share(bits: float) -> float:
    bounded = max(-40.0, min(40.0, bits))
    return round(1 / (1 + 2**-bounded), 4)
