# SPDX-License-Identifier: EUPL-1.2
"""Learn from the compared pairs themselves how much each level of agreement tells.

A mixture of five kinds of pairs is fitted by expectation-maximisation on the patterns of levels: of
one person, and of two who met under a key because they share a house, a phone number or e-mail
address, a birth date, or a name. Within a kind the fields count as independent. With all others as
one kind they do not: who met by birth date has any surname, and who met by surname has any birth
date; and house-mates, drowned among strangers, make a shared address and name look like proof.
Source: Fellegi & Sunter (1969), A theory for record linkage; Winkler (1988), EM for record linkage;
Newcombe (1959), Automatic linkage of vital records.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.matching.levels import LEVELS, Levels

type Floats = NDArray[np.float64]
SAME, HOUSE, CONTACT, BIRTHDAY, NAMESAKE = range(5)
KINDS = 5
# Until no pair's chance of being one person moves more than this in a round.
MOST_ROUNDS, STILL = 300, 2e-3
# Half a pair is added to each level, so that what was never seen is rare and not impossible.
PSEUDO_COUNT = 0.5
# A kind with fewer pairs teaches its own chances badly, and then takes in the odd pairs of one
# person.
FEWEST_PAIRS = 2 * sum(map(len, LEVELS.values()))
_NOTHING = 1e-300
# How the first guess reads a pattern: points for one person. Only the start of the fitting.
_POINTS: dict[str, dict[str, float]] = {
    "bsn": {"same": 8, "different": -6},
    "birth": {"same": 3, "swapped": 2, "digit": 2, "close": 1, "partial": 1, "different": -3,
              "generation": -6},
    "given": {"same": 2, "call": 2, "form": 1, "close": 1, "initials": 2, "initial": 0.5,
              "initials_differ": -2, "other_initials": -1, "other_name": -2, "different": -3,
              "other_initial": -2},
    "surname": {"rare": 1, "same": 1, "common": 1, "shared": 1, "close": 0.5, "typed": 1,
                "crossed": 2, "different": -1},
    "gender": {"different": -3},
    "address": {"same": 1},
    "phone": {"same": 1, "family": 1, "typed": 0.5},
    "email": {"same": 1.5, "family": 1.5, "typed": 1},
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
        shares = _without_few(shares, counts.sum())
        logs = _expect(patterns, shares, chances)
        before, kinds = kinds, np.exp(logs)
        if float(np.abs(kinds[:, SAME] - before[:, SAME]).max(initial=0)) < STILL:
            break
    model = Model(shares, dict(zip(LEVELS, chances, strict=True)), rounds)
    return Fitted(model, _odds(logs)[place])


def score(levels: Levels, model: Model) -> NDArray[np.float32]:
    """Return the score of pairs by a model that was learned before."""
    patterns, place, _ = _patterns(levels)
    chances = [model.levels[field] for field in LEVELS]
    return _odds(_expect(patterns, model.shares, chances))[place]


def _odds(logs: Floats) -> NDArray[np.float32]:
    """Return the log2 of the odds for one person, of the logs of the chances of each kind."""
    odds = logs[:, SAME] - np.logaddexp.reduce(logs[:, SAME + 1 :], axis=1)
    return np.asarray(odds / np.log(2), np.float32)


def _patterns(levels: Levels) -> tuple[NDArray[np.int16], NDArray[np.int32], Floats]:
    """Return the distinct rows of levels, shape (patterns, fields),
    where each pair is, and counts."""
    code = np.zeros(len(next(iter(levels.of.values()))), np.int32)
    for field, names in LEVELS.items():
        code = code * (len(names) + 1) + levels.of[field]
    all_counts = np.bincount(code)
    unique = np.flatnonzero(all_counts)
    numbers = np.zeros(len(all_counts), np.int32)
    numbers[unique] = np.arange(len(unique))
    place, counts = numbers[code], all_counts[unique]
    patterns = np.empty((len(unique), len(LEVELS)), np.int16, order="F")
    rest = unique
    for column, names in reversed(list(enumerate(LEVELS.values()))):
        patterns[:, column], rest = rest % (len(names) + 1), rest // (len(names) + 1)
    return patterns, place, counts.astype(np.float64)


def _first_guess(patterns: NDArray[np.int16]) -> Floats:
    """Return the chance of each kind per pattern to start from: by points, and by how two met."""
    points = np.zeros(len(patterns))
    for column, (field, names) in enumerate(LEVELS.items()):
        table = np.array([0.0, *(_POINTS[field].get(name, 0.0) for name in names)])
        points += table[patterns[:, column]]
    same = 1 / (1 + np.exp(-1.5 * (points - _ENOUGH_POINTS)))
    shared = ("same", "family", "crowd")
    met = np.select(
        [
            _has(patterns, "address", "same"),
            _has(patterns, "phone", *shared) | _has(patterns, "email", *shared),
            _has(patterns, "birth", "same", "swapped"),
        ],
        [HOUSE, CONTACT, BIRTHDAY],
        NAMESAKE,
    )
    kinds = np.full((len(patterns), KINDS), 0.1 / (KINDS - 2))
    kinds[np.arange(len(patterns)), met] = 0.9
    kinds *= (1 - same)[:, None]
    kinds[:, SAME] = same
    return kinds


def _has(patterns: NDArray[np.int16], field: str, *names: str) -> NDArray[np.bool_]:
    column = list(LEVELS).index(field)
    return np.isin(patterns[:, column], [LEVELS[field].index(name) + 1 for name in names])


def _maximise(patterns: NDArray[np.int16], weighted: Floats) -> tuple[Floats, list[Floats]]:
    """Return the shares of the kinds and the chances of the levels that fit these weights best."""
    shares = (weighted.sum(0) + PSEUDO_COUNT) / (weighted.sum() + KINDS * PSEUDO_COUNT)
    by_kind, chances = np.ascontiguousarray(weighted.T), []
    for column, names in zip(patterns.T, LEVELS.values(), strict=True):
        counted = [np.bincount(column, weights, minlength=len(names) + 1) for weights in by_kind]
        table = np.stack(counted)[:, 1:] + PSEUDO_COUNT
        chances.append(table / table.sum(1, keepdims=True))
    return shares, chances


def _without_few(shares: Floats, pairs: float) -> Floats:
    """Leave out the kinds of too few pairs, but never one person nor the largest of the others."""
    stays = shares * pairs >= FEWEST_PAIRS
    stays[[SAME, SAME + 1 + int(shares[SAME + 1 :].argmax())]] = True
    return np.where(stays, shares, _NOTHING)


def _expect(patterns: NDArray[np.int16], shares: Floats, chances: list[Floats]) -> Floats:
    """Return the log of the chance of each kind, per pattern; what is not known weighs nothing."""
    logs = np.tile(np.log(shares), (len(patterns), 1))
    for column, table in zip(patterns.T, chances, strict=True):
        logs += np.concatenate([np.zeros((1, KINDS)), np.log(table).T]).take(column, axis=0)
    logs -= logs.max(1, keepdims=True, initial=-np.inf)
    return np.asarray(logs - np.log(np.exp(logs).sum(1, keepdims=True)), np.float64)
