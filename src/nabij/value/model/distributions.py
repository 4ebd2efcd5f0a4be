# SPDX-License-Identifier: EUPL-1.2
"""What an estimate looks like as chances: draws, quantiles, exact moments, nodes for exact sums.

PERT(lo, m, hi) is a beta on lo..hi with shapes 1 + 4(m - lo)/(hi - lo) and 1 + 4(hi - m)/(hi - lo):
mean (lo + 4m + hi)/6, variance (mean - lo)(hi - mean)/7. Source: Malcolm and others 1959; the
variance is that of the beta.
"""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from nabij.value.model.types import Estimate, Family, Posterior, Shape

type Floats = NDArray[np.float64]

THREE_POINT_CHANCES = (1 / 6, 4 / 6, 1 / 6)
"""Chances of worst, guess and best of a three-point estimate: they give the mean of PERT."""

GRID = 20_001
"""Points on which a density is summed to find a quantile; the error is below 1e-6 of the width."""


def pert_shapes(estimate: Estimate) -> tuple[float, float]:
    """Return the two shapes of the beta behind a PERT, from the low to the high side.

    Example:
        >>> pert_shapes(
        ...     Estimate(code="x", worst=Decimal(0), guess=Decimal("0.10"), best=Decimal("0.25"))
        ... )
        (2.6, 3.4)
    """
    low, high = sorted((estimate.worst, estimate.best))
    first = 1 + 4 * (estimate.guess - low) / (high - low)
    second = 1 + 4 * (high - estimate.guess) / (high - low)
    return float(first), float(second)


def draw(estimate: Estimate, generator: np.random.Generator, size: int) -> Floats:
    """Return `size` random values; the first n of a longer draw are the n of a shorter one."""
    if estimate.is_certain:
        return np.full(size, float(estimate.guess))
    if estimate.posterior is not None:
        return _draw_posterior(estimate.posterior, generator, size)
    low, high = sorted((float(estimate.worst), float(estimate.best)))
    if estimate.shape is Shape.TRIANGULAR:
        return generator.triangular(low, float(estimate.guess), high, size)
    if estimate.shape is Shape.THREE_POINT:
        return three_points(estimate)[np.searchsorted([1 / 6, 5 / 6], generator.random(size))]
    values = generator.beta(*pert_shapes(estimate), size)
    values *= high - low
    values += low
    return values


def _draw_posterior(posterior: Posterior, generator: np.random.Generator, size: int) -> Floats:
    first, second = posterior.first, posterior.second
    if posterior.family is Family.GAMMA:
        return generator.standard_gamma(first, size) / second
    if posterior.family is Family.BETA:
        return generator.beta(first, second, size)
    return generator.normal(first, second, size)


def three_points(estimate: Estimate) -> Floats:
    """Return worst, guess and best as floats."""
    return np.array([float(estimate.worst), float(estimate.guess), float(estimate.best)])


def mean_and_variance(estimate: Estimate) -> tuple[float, float]:
    """Return the exact mean and variance of an estimate."""
    if estimate.posterior is not None:
        return _posterior_moments(estimate.posterior)
    points = three_points(estimate)
    low, guess, high = np.sort(points)
    if estimate.is_certain:
        return float(guess), 0.0
    if estimate.shape is Shape.TRIANGULAR:
        mean = points.sum() / 3
        products = low * guess + low * high + guess * high
        return float(mean), float(((points**2).sum() - products) / 18)
    mean = (low + 4 * guess + high) / 6
    if estimate.shape is Shape.THREE_POINT:
        return float(mean), float(THREE_POINT_CHANCES @ (points - mean) ** 2)
    return float(mean), float((mean - low) * (high - mean) / 7)


def _posterior_moments(posterior: Posterior) -> tuple[float, float]:
    first, second = posterior.first, posterior.second
    if posterior.family is Family.GAMMA:
        return first / second, first / second**2
    if posterior.family is Family.BETA:
        total = first + second
        return first / total, first * second / (total**2 * (total + 1))
    return first, second**2


def quantile(estimate: Estimate, chance: float) -> float:
    """Return the value below which an uncertain estimate lies with this chance, 0 < chance < 1."""
    if estimate.shape is Shape.THREE_POINT and estimate.posterior is None:
        points = np.sort(three_points(estimate))
        return float(points[np.searchsorted([1 / 6, 5 / 6], chance)])
    low, high, log_density = _density(estimate)
    # A density may rise without end at its ends: cells get narrow there, and count at their middle.
    even = np.linspace(0, 1, GRID)
    steps = even**3 * (10 - 15 * even + 6 * even**2)
    edges = low + (high - low) * steps
    log_weights = log_density((edges[1:] + edges[:-1]) / 2)
    masses = np.exp(log_weights - log_weights.max()) * np.diff(steps)
    below = np.concatenate([[0.0], np.cumsum(masses)])
    return float(np.interp(chance * below[-1], below, edges))


def from_posterior(code: str, posterior: Posterior, *, more_is_better: bool = True) -> Estimate:
    """Return an estimate whose guess is the posterior mean and whose ends are its 5% and 95%
    points."""
    mean = _posterior_moments(posterior)[0]
    bare = Estimate(
        code=code, worst=Decimal(0), guess=Decimal(0), best=Decimal(0), posterior=posterior
    )
    low, high = (_decimal(quantile(bare, chance)) for chance in (0.05, 0.95))
    # The mean of a very lopsided posterior may lie outside its middle 90%.
    guess = min(max(_decimal(mean), low), high)
    worst, best = (low, high) if more_is_better else (high, low)
    return Estimate(code=code, worst=worst, guess=guess, best=best, posterior=posterior)


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.12g}")


def _density(estimate: Estimate) -> tuple[float, float, Callable[[Floats], Floats]]:
    """Return the range that matters and the logarithm of the density, up to a constant."""
    posterior = estimate.posterior
    if posterior is None:
        low, high = sorted((float(estimate.worst), float(estimate.best)))
        guess = float(estimate.guess)
        if estimate.shape is Shape.TRIANGULAR:
            return low, high, lambda x: np.log(_triangle(x, low, guess, high))
        return low, high, _log_beta(low, high, *pert_shapes(estimate))
    first, second = posterior.first, posterior.second
    if posterior.family is Family.BETA:
        mean, variance = _posterior_moments(posterior)
        reach = 12 * math.sqrt(variance)
        low, high = max(0.0, mean - reach), min(1.0, mean + reach)
        return low, high, _log_beta(0.0, 1.0, first, second)
    if posterior.family is Family.GAMMA:
        mean, spread = first / second, math.sqrt(first) / second
        high = mean + 12 * spread + 20 / second
        return (
            max(0.0, mean - 12 * spread),
            high,
            lambda x: (first - 1) * np.log(x) - second * x,
        )
    return first - 10 * second, first + 10 * second, lambda x: -(((x - first) / second) ** 2) / 2


def _log_beta(low: float, high: float, first: float, second: float) -> Callable[[Floats], Floats]:
    def log_density(x: Floats) -> Floats:
        part = (x - low) / (high - low)
        return (first - 1) * np.log(part) + (second - 1) * np.log1p(-part)

    return log_density


def _triangle(x: Floats, low: float, guess: float, high: float) -> Floats:
    rising = (x - low) / max(guess - low, 1e-300)
    falling = (high - x) / max(high - guess, 1e-300)
    return np.minimum(rising, falling)


def nodes(estimate: Estimate, count: int) -> tuple[Floats, Floats]:
    """Return points and weights with which E[f(x)] = sum(weights x f(points)),
    exact for polynomials.

    `count` points are exact up to degree 2 x count - 1 (Gauss-Jacobi for PERT and beta, by the
    eigenvalues of the Jacobi matrix). Source: Golub and Welsch 1969.
    """
    if estimate.is_certain:
        return np.array([float(estimate.guess)]), np.ones(1)
    if estimate.posterior is not None:
        return _posterior_nodes(estimate.posterior, count)
    if estimate.shape is Shape.THREE_POINT:
        return three_points(estimate), np.array(THREE_POINT_CHANCES)
    low, high = sorted((float(estimate.worst), float(estimate.best)))
    if estimate.shape is Shape.TRIANGULAR:
        return _triangular_nodes(low, float(estimate.guess), high, count)
    first, second = pert_shapes(estimate)
    points, weights = beta_nodes(first, second, count)
    return low + (high - low) * points, weights


def _posterior_nodes(posterior: Posterior, count: int) -> tuple[Floats, Floats]:
    first, second = posterior.first, posterior.second
    if posterior.family is Family.BETA:
        return beta_nodes(first, second, count)
    index = np.arange(count, dtype=float)
    if posterior.family is Family.GAMMA:
        diagonal, beside = 2 * index + first, np.sqrt(index[1:] * (index[1:] + first - 1))
        points, weights = _golub_welsch(diagonal, beside)
        return points / second, weights
    points, weights = _golub_welsch(np.zeros(count), np.sqrt(index[1:]))
    return first + second * points, weights


def _triangular_nodes(low: float, guess: float, high: float, count: int) -> tuple[Floats, Floats]:
    """Take each side of the peak on its own: there the density is a straight line."""
    points, weights = beta_nodes(2, 1, count)
    left = (guess - low) / (high - low)
    sides = [(low + (guess - low) * points, left * weights)]
    sides.append((high - (high - guess) * points, (1 - left) * weights))
    return np.concatenate([side[0] for side in sides]), np.concatenate([s[1] for s in sides])


def beta_nodes(first: float, second: float, count: int) -> tuple[Floats, Floats]:
    """Return Gauss-Jacobi points on 0..1 and their weights for a beta(first, second)."""
    # On -1..1 the weight is (1-x)^p (1+x)^q.
    p, q = second - 1, first - 1
    k = np.arange(1, count, dtype=float)
    total = 2 * k + p + q
    diagonal = np.concatenate([[(q - p) / (p + q + 2)], (q * q - p * p) / (total * (total + 2))])
    squared = 4 * k * (k + p) * (k + q) * (k + p + q)
    with np.errstate(divide="ignore", invalid="ignore"):
        squared /= total**2 * (total + 1) * (total - 1)
    if count > 1:  # the general form is 0/0 here when p + q = -1
        squared[0] = 4 * (1 + p) * (1 + q) / ((2 + p + q) ** 2 * (3 + p + q))
    points, weights = _golub_welsch(diagonal, np.sqrt(squared))
    return (points + 1) / 2, weights


def _golub_welsch(diagonal: Floats, beside: Floats) -> tuple[Floats, Floats]:
    matrix = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    points, vectors = np.linalg.eigh(matrix)
    return points, vectors[0] ** 2
