# SPDX-License-Identifier: EUPL-1.2
"""How good linking is, estimated from what colleagues judged.

Only some links are judged, and not at random: the doubtful ones first. So what was drawn as a
sample counts for all that it was drawn from, per band of likeliness; what was judged otherwise
counts for itself alone.
Source: Wilson (1927) for the interval of a share, with a correction for a finite number; Zou and
Donner (2008) and Donner and Zou (2012) for the intervals of a sum and of a ratio (MOVER).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

# 95 per cent.
Z = 1.959964
# Below so many judged nothing can be said.
LEAST = 50
# Bands with fewer judged are taken together.
LEAST_IN_BAND = 10


@dataclass(frozen=True, slots=True)
class Stratum:
    """Some questions of one kind: how many there are, were judged, and proved to be one person."""

    size: float
    judged: float
    same: float

    def __add__(self, other: "Stratum") -> "Stratum":
        """Return both as one."""
        return Stratum(self.size + other.size, self.judged + other.judged, self.same + other.same)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval of 95 per cent."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of the links of a source, or of all.

    Attributes:
        linked: per band, links that linking made by itself; judged in samples.
        found_wrong_or_right: links that linking made, judged for another reason: exactly known.
        asked: per band, what linking asked a colleague.
        apart: records of which a sample asked whether they are somebody else's too.
    """

    linked: tuple[Stratum, ...]
    found_wrong_or_right: Stratum
    asked: tuple[Stratum, ...]
    apart: Stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The shares that the page shows; None where too few were judged to say.

    Attributes:
        precision: of what linking joined, which share is one person.
        recall: of what belongs together, which share linking joined by itself.
        reached: the same, with what it asked a colleague.
    """

    precision: Estimate | None
    recall: Estimate | None
    reached: Estimate | None


def shares(judged: Judged) -> Shares:
    """Return precision and recall, each with its interval."""
    if sum(stratum.judged for stratum in judged.linked) < LEAST:
        return Shares(precision=None, recall=None, reached=None)
    strata = [*pooled(judged.linked), judged.found_wrong_or_right]
    right = total(strata)
    size = sum(stratum.size for stratum in strata)
    precision = Estimate(right.value / size, right.low / size, right.high / size)
    asked = pooled(judged.asked)
    if judged.apart.judged < LEAST or any(s.size and not s.judged for s in asked):
        return Shares(precision=precision, recall=None, reached=None)
    return Shares(
        precision=precision,
        recall=part_of(right, total([*asked, judged.apart])),
        reached=part_of(total([*strata, *asked]), total([judged.apart])),
    )


def pooled(strata: Sequence[Stratum]) -> list[Stratum]:
    """Return strata with those of too few judged taken together with the next, or the last."""
    found: list[Stratum] = []
    rest = Stratum(0, 0, 0)
    for stratum in strata:
        rest += stratum
        if rest.judged >= LEAST_IN_BAND:
            found.append(rest)
            rest = Stratum(0, 0, 0)
    if rest.size:
        found.append(found.pop() + rest if found else rest)
    return found


def total(strata: Sequence[Stratum]) -> Estimate:
    """Return how many of all are one person: each stratum's share times its size."""
    value, below, above = 0.0, 0.0, 0.0
    for stratum in strata:
        share = stratum.same / stratum.judged if stratum.judged else 0.5
        low, high = wilson(stratum)
        value += stratum.size * share
        below += (stratum.size * (share - low)) ** 2
        above += (stratum.size * (high - share)) ** 2
    return Estimate(value, max(value - sqrt(below), 0.0), value + sqrt(above))


def wilson(stratum: Stratum) -> tuple[float, float]:
    """Return the interval of the share that is one person; nothing is in doubt when all is judged.

    Example:
        >>> [round(limit, 4) for limit in wilson(Stratum(10_000_000, 10, 10))]
        [0.7225, 1.0]
    """
    if not stratum.judged:
        return 0.0, 1.0
    if stratum.judged >= stratum.size:
        share = stratum.same / stratum.judged
        return share, share
    share = stratum.same / stratum.judged
    # As many as would tell the same of an endless number.
    n = stratum.judged * (stratum.size - 1) / (stratum.size - stratum.judged)
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def part_of(part: Estimate, rest: Estimate) -> Estimate:
    """Return part / (part + rest), of two numbers that were estimated apart."""
    if not part.value + rest.value:
        return Estimate(1.0, 0.0, 1.0)
    if not part.value:
        return Estimate(0.0, 0.0, 1.0)
    low, high = _ratio(rest, part)
    return Estimate(part.value / (part.value + rest.value), 1 / (1 + high), 1 / (1 + low))


def _ratio(upper: Estimate, lower: Estimate) -> tuple[float, float]:
    """Return the interval of upper / lower."""
    product = upper.value * lower.value
    away = lower.high * (2 * lower.value - lower.high)
    low = 0.0
    if away > 0:
        under = product**2 - upper.low * (2 * upper.value - upper.low) * away
        low = (product - sqrt(max(under, 0.0))) / away
    near = lower.low * (2 * lower.value - lower.low)
    if near <= 0:
        return max(low, 0.0), float("inf")
    under = product**2 - upper.high * (2 * upper.value - upper.high) * near
    return max(low, 0.0), (product + sqrt(max(under, 0.0))) / near
