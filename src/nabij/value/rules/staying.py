# SPDX-License-Identifier: EUPL-1.2
"""What was counted by length of stay, in numbers that people read: worst, guess and best."""

import math

import numpy as np

from nabij.value.model import BetaGeometric, Weighted
from nabij.value.model.economics import stay_curves
from nabij.value.model.sampling import RANKS
from nabij.value.types import ByStay


def is_curve(by_stay: ByStay) -> bool:
    """Tell whether it is of avoidable exits: curves, where the others are a table by stay."""
    return len(by_stay.points[0]) > 1


def curves(by_stay: ByStay) -> list[tuple[float, float]]:
    """Return alpha and beta of the curve at worst, guess and best, as it is calculated with."""
    points = tuple(Weighted(*point) for point in by_stay.points)
    found = stay_curves(BetaGeometric(code="", points=points), np.array(list(RANKS.values())))
    return [(float(alpha), float(beta)) for alpha, beta in zip(*found, strict=True)]


def rates_in_year(by_stay: ByStay, year: int, per_year: int) -> list[float]:
    """Return the chance per period to leave in a year of stay (from 1): worst, guess, best."""
    ages = range((year - 1) * per_year, year * per_year)
    if is_curve(by_stay):
        stays = [
            math.prod((beta + age) / (alpha + beta + age) for age in ages)
            for alpha, beta in curves(by_stay)
        ]
    else:
        rates = [rate for (rate,) in by_stay.points]
        stays = [math.prod(1 - rates[min(age, len(rates) - 1)] for age in ages)] * 3
    return sorted((1 - one ** (1 / per_year) for one in stays), reverse=True)
