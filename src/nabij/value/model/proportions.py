# SPDX-License-Identifier: EUPL-1.2
"""Two groups that answered yes or no: is there a difference, and how many are needed to see one."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from nabij.value.model.errors import ImpossibleModel, gettext_noop

NORMAL = NormalDist()


class ImpossibleProportion(ImpossibleModel):
    code = "impossible-proportion"
    message = gettext_noop("%(yes)s of %(asked)s cannot be a proportion.")


class NoDifference(ImpossibleModel):
    code = "no-difference"
    message = gettext_noop("No number of clients shows a difference between %(share)s and itself.")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Difference of two proportions with z, two-sided p, and its interval (Newcombe)."""

    difference: float
    z: float
    p_value: float
    low: float
    high: float


def compare(
    yes: int, asked: int, control_yes: int, control_asked: int, *, confidence: float = 0.95
) -> Comparison:
    """Compare a group with its control group.

    z with the pooled proportion; interval by Newcombe 1998 (method 10, Wilson intervals combined).

    Raises:
        ImpossibleProportion: more answers than were asked, or nobody asked.

    Example:
        >>> round(compare(72, 600, 48, 600).z, 6)
        2.309401
    """
    for some, all_ in ((yes, asked), (control_yes, control_asked)):
        if not 0 <= some <= all_ or all_ == 0:
            raise ImpossibleProportion(yes=some, asked=all_)
    first, second = yes / asked, control_yes / control_asked
    pooled = (yes + control_yes) / (asked + control_asked)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / asked + 1 / control_asked))
    z = (first - second) / spread if spread else 0.0
    low1, high1 = wilson(yes, asked, confidence=confidence)
    low2, high2 = wilson(control_yes, control_asked, confidence=confidence)
    gap = first - second
    return Comparison(
        difference=gap,
        z=z,
        p_value=math.erfc(abs(z) / math.sqrt(2)),
        low=gap - math.hypot(first - low1, high2 - second),
        high=gap + math.hypot(high1 - first, second - low2),
    )


def wilson(yes: int, asked: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of a proportion. Source: Wilson 1927."""
    z = NORMAL.inv_cdf((1 + confidence) / 2)
    share, square = yes / asked, z * z / asked
    centre = (share + square / 2) / (1 + square)
    reach = z / (1 + square) * math.sqrt(share * (1 - share) / asked + square / asked / 4)
    return centre - reach, centre + reach


def per_group(
    first: float, second: float, *, power: float = 0.8, significance: float = 0.05
) -> float:
    """Return how many clients each group needs to see a difference of two proportions; round up.

    (z_(1-a/2) sqrt(2 p (1 - p)) + z_power sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2 with p
    their mean. Source: Fleiss 1981.

    Raises:
        ImpossibleProportion: a proportion outside 0..1.
        NoDifference: the two are equal.
    """
    for share in (first, second):
        if not 0 <= share <= 1:
            raise ImpossibleProportion(yes=share, asked=1)
    if first == second:
        raise NoDifference(share=first)
    middle = (first + second) / 2
    sure = NORMAL.inv_cdf(1 - significance / 2) * math.sqrt(2 * middle * (1 - middle))
    seen = NORMAL.inv_cdf(power) * math.sqrt(first * (1 - first) + second * (1 - second))
    return ((sure + seen) / (first - second)) ** 2
