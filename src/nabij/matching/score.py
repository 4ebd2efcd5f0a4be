# SPDX-License-Identifier: EUPL-1.2
"""The one door of the engine: records in, scored pairs out.

First stage: fixed weights in bits and two strong rules. A score orders what a person has to judge;
only the strong rules may link without a person, and they never do so on a guess.
Source: docs/decisions/0009; O-3 to O-8 in docs/known-odd-data.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nabij.matching import block, compare
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
_CONFLICTS: dict[Field, frozenset[str]] = {
    "bsn": frozenset({"different"}),
    "surname": frozenset({"different"}),
    "given": frozenset({"different"}),
    "birth": frozenset({"different", "generation"}),
    "gender": frozenset({"different"}),
}
_GIVEN_WITH_BSN = frozenset({"same", "call", "initials", "form", "close", "initial"})
_GIVEN_WITH_ADDRESS = frozenset({"same", "call"})


def score_pairs(
    left: Sequence[PersonRecord],
    right: Sequence[PersonRecord],
    pairs: Iterable[tuple[int, int]] | None = None,
    *,
    scale: Scale = FIXED,
) -> list[ScoredPair]:
    """Return a verdict on each pair, in the order of `pairs`.

    Args:
        pairs: (left key, right key); None compares what the blocking rules bring together.
        scale: weights that were learned; it changes scores, and nothing that may be linked.

    'strong' is given only if (BSN and name and birth date agree) or (name, birth date and address
    agree) and nothing contradicts it. An equal BSN with another name, sex or birth date is
    'possible' with the conflict named; a masked BSN says nothing.

    Raises:
        KeyError: a pair names a record that is not there.

    Source: capabilities A-102, A-103; O-3, O-5, O-6 in docs/known-odd-data.md.
    """
    ours = {record.key: Prepared(record) for record in left}
    theirs = {record.key: Prepared(record) for record in right}
    wanted = block.pairs(list(ours.values()), list(theirs.values())) if pairs is None else pairs
    return [_score(ours[one], theirs[other], scale) for one, other in wanted]


def _score(left: Prepared, right: Prepared, scale: Scale) -> ScoredPair:
    levels = {field: look(left, right) for field, look in _COMPARISONS.items()}
    evidence = tuple(
        Evidence(field, level, scale.weights[field][level])
        for field, level in levels.items()
        if level != "unknown"
    )
    score = _share(scale.start + sum(item.weight for item in evidence))
    conflicts = tuple(field for field, bad in _CONFLICTS.items() if levels[field] in bad)
    decision = _decision(levels, score, conflicts)
    return ScoredPair(
        left=left.record.key,
        right=right.record.key,
        score=score,
        decision=decision,
        evidence=evidence,
        start=scale.start,
        conflicts=() if decision == "none" else conflicts,
    )


def _decision(levels: dict[Field, str], score: float, conflicts: tuple[Field, ...]) -> Decision:
    if not conflicts and levels["birth"] == "same" and _names_and_more_agree(levels):
        return "strong"
    return "possible" if levels["bsn"] == "same" or score >= POSSIBLE else "none"


def _names_and_more_agree(levels: dict[Field, str]) -> bool:
    """Tell whether, with an equal birth date and without conflicts, the rest is enough to link."""
    if levels["bsn"] == "same":
        if levels["given"] == "unknown":  # a record with a family name only
            return levels["surname"] == "same"
        return levels["surname"] in {"same", "close"} and levels["given"] in _GIVEN_WITH_BSN
    if levels["address"] != "same" or levels["surname"] not in {"same", "close"}:
        return False
    # Twins share surname, birth date and address, and often the first initial: ask more of names.
    is_known_by_initials = levels["given"] == "initials" and levels["gender"] == "same"
    return levels["given"] in _GIVEN_WITH_ADDRESS or is_known_by_initials


def _share(bits: float) -> float:
    bounded = max(-40.0, min(40.0, bits))
    return round(1 / (1 + 2**-bounded), 4)
