# SPDX-License-Identifier: EUPL-1.2
"""Learn from the compared pairs themselves how much each level of agreement tells.

A mixture of three kinds of pairs (one person, people of one house or family, strangers) is fitted by
expectation-maximisation on the patterns of levels. Within a kind the fields count as independent.
With two kinds the house-mates drown among the strangers, and sharing an address, a phone and a name
looks like proof; so the third kind.
Source: Fellegi & Sunter (1969), A theory for record linkage; Winkler (1988) for EM; Newcombe (1959).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.matching.levels import LEVELS, Levels

type Floats = NDArray[np.float64]
SAME, HOUSE, STRANGER = range(3)
KINDS = 3
MOST_ROUNDS, STILL = 300, 1e-5
# Half a pair is added to each level, so that what was never seen is rare and not impossible.
PSEUDO_COUNT = 0.5
# How the first guess reads a pattern: points for one person. Only the start of the fitting.
_POINTS: dict[str, dict[str, float]] = {
    "bsn": {"same": 8, "different": -6},
    "birth": {"same": 3, "swapped": 2, "digit": 2, "close": 1, "partial": 1, "different": -3,
              "generation": -6},
    "given": {"same": 2, "call": 2, "form": 1, "close": 1, "initials": 2, "initial": 0.5,
              "initials_differ": -2, "other_initials": -1, "other_name": -2, "different": -3, "other_initial": -2},
    "surname": {"same": 1, "shared": 1, "close": 0.5, "typed": 1, "different": -1},
    "gender": {"different": -3},
    "address": {"same": 1},
    "phone": {"same": 1},
    "email": {"same": 1.5},
}  # fmt: skip
_ENOUGH_POINTS = 3.5


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned.

    Attributes:
        shares: how the compared pairs divide over the kinds, adding up to 1.
        levels: per field the chance of each level of `LEVELS` within each kind, shape (kinds,
            levels); what is not known has no chance and no weight.
        rounds: how many rounds the fitting took.
    """

    shares: Floats
    levels: dict[str, Floats]
    rounds: int

    def weight(self, field: str, level: str) -> float:
        """Return the bits that a level of a field gives for (+) or against (-) one person."""
        place = LEVELS[field].index(level)
        chances = self.levels[field]
        others = self.shares[1:] / self.shares[1:].sum()
        return float(np.log2(chances[SAME, place] / (others @ chances[1:, place])))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model with its score of each pair: the log2 of the odds that both are one person."""

    model: Model
    scores: NDArray[np.float32]


def fit(levels: Levels) -> Fitted:
    """Learn a model from the levels of pairs and score those pairs. The same levels give the same.

    The work is in proportion to the distinct patterns, some thousands among millions of pairs.
    """
    patterns, place, counts = _patterns(levels)
    kinds = _first_guess(patterns)
    rounds = 0
    for rounds in range(1, MOST_ROUNDS + 1):  # noqa: B007 - the last one is told
        shares, chances = _maximise(patterns, kinds * counts[:, None])
        fitted = _expect(patterns, shares, chances)
        moved = float(np.abs(np.exp(fitted) - kinds).max(initial=0))
        kinds = np.exp(fitted)
        if moved < STILL:
            break
    odds = fitted[:, SAME] - np.logaddexp(fitted[:, HOUSE], fitted[:, STRANGER])
    scores = (odds / np.log(2)).astype(np.float32)[place]
    return Fitted(Model(shares, dict(zip(LEVELS, chances, strict=True)), rounds), scores)


def score(levels: Levels, model: Model) -> NDArray[np.float32]:
    """Return the score of pairs by a model that was learned before."""
    patterns, place, _ = _patterns(levels)
    fitted = _expect(patterns, model.shares, [model.levels[field] for field in LEVELS])
    odds = fitted[:, SAME] - np.logaddexp(fitted[:, HOUSE], fitted[:, STRANGER])
    scores: NDArray[np.float32] = (odds / np.log(2)).astype(np.float32)[place]
    return scores


def _patterns(levels: Levels) -> tuple[NDArray[np.int16], NDArray[np.intp], Floats]:
    """Return the distinct rows of levels, shape (patterns, fields), where each pair is, and counts."""
    code = np.zeros(len(next(iter(levels.of.values()))), np.int64)
    for field, names in LEVELS.items():
        code = code * (len(names) + 1) + levels.of[field]
    unique, place, counts = np.unique(code, return_inverse=True, return_counts=True)
    patterns = np.empty((len(unique), len(LEVELS)), np.int16)
    rest = unique
    for column, names in reversed(list(enumerate(LEVELS.values()))):
        patterns[:, column], rest = rest % (len(names) + 1), rest // (len(names) + 1)
    return patterns, place, counts.astype(np.float64)


def _first_guess(patterns: NDArray[np.int16]) -> Floats:
    points = np.zeros(len(patterns))
    for column, (field, names) in enumerate(LEVELS.items()):
        table = np.array([0.0, *(_POINTS[field].get(name, 0.0) for name in names)])
        points += table[patterns[:, column]]
    same = 1 / (1 + np.exp(-1.5 * (points - _ENOUGH_POINTS)))
    shares_a_house = np.zeros(len(patterns), bool)
    for field in ("address", "phone", "email"):
        shares_a_house |= patterns[:, list(LEVELS).index(field)] == 1
    house = (1 - same) * np.where(shares_a_house, 0.95, 0.05)
    return np.stack([same, house, 1 - same - house], axis=1)


def _maximise(patterns: NDArray[np.int16], weighted: Floats) -> tuple[Floats, list[Floats]]:
    """Return the shares of the kinds and the chances of the levels that fit these weights best."""
    shares = (weighted.sum(0) + PSEUDO_COUNT) / (weighted.sum() + KINDS * PSEUDO_COUNT)
    chances = []
    for column, names in enumerate(LEVELS.values()):
        table = np.stack(
            [
                np.bincount(patterns[:, column], weighted[:, kind], minlength=len(names) + 1)[1:]
                for kind in range(KINDS)
            ]
        )
        table = table + PSEUDO_COUNT
        chances.append(table / table.sum(1, keepdims=True))
    return shares, chances


def _expect(patterns: NDArray[np.int16], shares: Floats, chances: list[Floats]) -> Floats:
    """Return the log of the chance of each kind, per pattern."""
    logs = np.tile(np.log(np.maximum(shares, 1e-300)), (len(patterns), 1))
    for column, table in enumerate(chances):
        with_unknown = np.concatenate([np.zeros((KINDS, 1)), np.log(table)], axis=1)
        logs += with_unknown[:, patterns[:, column]].T
    return logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)
