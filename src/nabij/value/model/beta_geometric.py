# SPDX-License-Identifier: EUPL-1.2
"""Clients differ in how easily they leave: the shifted-beta-geometric curve (sBG).

Each client leaves with a chance of their own per period, beta(alpha, beta) over clients. Those who
leave easily go first, so the chance of leaving falls with age: h(a) = alpha / (alpha + beta + a).
Source: Fader and Hardie, "How to project customer retention", 2007.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nabij.value.model.distributions import Floats
from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.types import Weighted

MOST_ALIKE = 1e6
"""alpha + beta at which clients are taken to be all alike.

Data without spread would go on for ever.
"""

PRUNED = 400


class NoExitsSeen(ImpossibleModel):
    code = "no-exits-seen"
    message = gettext_noop(
        "Of %(at_risk)s client periods none ended, or all did: from this no length of stay follows."
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """The most likely curve and its log-likelihood."""

    alpha: float
    beta: float
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class CurvePosterior:
    """What the data leave us believing of alpha and beta: means, spreads,
    and points to draw from."""

    alpha: float
    beta: float
    alpha_sd: float
    beta_sd: float
    points: tuple[Weighted, ...]


def survival(alpha: float, beta: float, periods: int) -> Floats:
    """Return the share still there after 0, 1, ..., `periods` periods.

    Example:
        >>> survival(1.0, 1.0, 2)
        array([1.        , 0.5       , 0.33333333])
    """
    ages = np.arange(periods)
    return np.concatenate([[1.0], np.cumprod((beta + ages) / (alpha + beta + ages))])


def residual_lifetime(alpha: float, beta: float, *, discount_rate: float, renewals: int) -> float:
    """Return the periods a client is yet to pay for, discounted, after so many renewals.

    The next renewal counts in full, the one after it divided by 1 + rate:
    sum over t > renewals of S(t) / S(renewals) (1 + rate)^(renewals + 1 - t). Source: Fader, Hardie
    2010.
    """
    total, share, weight, age = 0.0, 1.0, 1.0, float(renewals)
    while weight * share > 1e-14:
        share *= (beta + age) / (alpha + beta + age)
        total += weight * share
        weight /= 1 + discount_rate
        age += 1
    return total


def log_likelihood(alpha: Floats, beta: Floats, at_risk: Floats, exits: Floats) -> Floats:
    """Return the log-likelihood of curves (any shape) given clients at risk and exits by age 0,
    1, ...

    sum d log alpha + (n - d) log(beta + a) - n log(alpha + beta + a)
    """
    ages = np.arange(len(at_risk)).reshape(-1, *([1] * np.ndim(alpha)))
    stayed = np.tensordot(at_risk - exits, np.log(beta + ages), axes=(0, 0))
    total = np.tensordot(at_risk, np.log(alpha + beta + ages), axes=(0, 0))
    likelihood: Floats = exits.sum() * np.log(alpha) + stayed - total
    return likelihood


def fit(at_risk: ArrayLike, exits: ArrayLike) -> Fit:
    """Return the most likely curve from counts by age:
    entry a is of the period from age a to a + 1.

    Newton's method on log alpha and log beta; counts per age, so a million clients cost no more
    than their ages.

    Raises:
        NoExitsSeen: nobody left, or everybody did at once.
    """
    risk, left = _counts(at_risk, exits)
    ages = np.arange(len(risk), dtype=float)
    at = np.log(_first_guess(risk, left))
    best = _at(at, risk, left)
    for _ in range(200):
        alpha, beta = np.exp(at)
        gradient, hessian = _slopes(alpha, beta, risk, left, ages)
        step = _uphill(gradient, hessian)
        size = min(1.0, 2 / max(float(np.abs(step).max()), 1e-300))
        while _at(at + size * step, risk, left) < best and size > 1e-10:
            size /= 2
        at = at + size * step
        found = _at(at, risk, left)
        if float(np.exp(at).sum()) > MOST_ALIKE or float(np.abs(step).max()) < 1e-12:
            break
        best = found
    alpha, beta = np.exp(at)
    return Fit(float(alpha), float(beta), _at(at, risk, left))


def _at(at: Floats, risk: Floats, left: Floats) -> float:
    alpha, beta = np.exp(at)
    return float(log_likelihood(alpha, beta, risk, left))


def _counts(at_risk: ArrayLike, exits: ArrayLike) -> tuple[Floats, Floats]:
    risk, left = np.asarray(at_risk, dtype=float), np.asarray(exits, dtype=float)
    if not 0 < left.sum() < risk.sum():
        raise NoExitsSeen(at_risk=int(risk.sum()))
    return risk, left


def _first_guess(risk: Floats, left: Floats) -> Floats:
    rate = left.sum() / risk.sum()
    return np.array([rate, 1 - rate]) * 2


def _slopes(
    alpha: float, beta: float, risk: Floats, left: Floats, ages: Floats
) -> tuple[Floats, Floats]:
    """Return gradient and Hessian of the log-likelihood to log alpha and log beta."""
    total, stayed = alpha + beta + ages, risk - left
    by_alpha = left.sum() / alpha - (risk / total).sum()
    by_beta = (stayed / (beta + ages)).sum() - (risk / total).sum()
    both = (risk / total**2).sum()
    alphas = both - left.sum() / alpha**2
    betas = both - (stayed / (beta + ages) ** 2).sum()
    scale = np.array([alpha, beta])
    gradient = np.array([by_alpha, by_beta]) * scale
    hessian = np.array([[alphas, both], [both, betas]]) * np.outer(scale, scale)
    return gradient, hessian + np.diag(gradient)


def _uphill(gradient: Floats, hessian: Floats) -> Floats:
    """Return Newton's step, with the curvature bent so that it always leads up."""
    values, vectors = np.linalg.eigh(hessian)
    bent = np.maximum(np.abs(values), 1e-12 * max(1.0, float(np.abs(values).max())))
    step: Floats = vectors @ ((vectors.T @ gradient) / bent)
    return step


def posterior(
    at_risk: ArrayLike, exits: ArrayLike, *, cells: int = 400, points: int = PRUNED
) -> CurvePosterior:
    """Return what we may believe of the curve, summed over a grid of cells x cells.

    Priors: alpha/(alpha + beta) uniform on 0..1, alpha + beta Pareto(1, 1), so above 1. `points`
    equally likely curves stand for the grid in simulations, spread evenly from those on which most
    leave soonest.

    Raises:
        NoExitsSeen: nobody left, or everybody did at once.
    """
    risk, left = _counts(at_risk, exits)
    mode = fit(risk, left)
    share, size = _grid(mode, risk, left, cells)
    kappa = np.exp(size)[None, :]
    phi = 1 / (1 + np.exp(-share))[:, None]
    alpha, beta = phi * kappa, (1 - phi) * kappa
    # Priors 1 and 1/kappa^2, times the change of variables phi(1 - phi) and kappa.
    logs = log_likelihood(alpha, beta, risk, left) + np.log(phi * (1 - phi) / kappa)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean_alpha, mean_beta = float((alpha * weights).sum()), float((beta * weights).sum())
    return CurvePosterior(
        alpha=mean_alpha,
        beta=mean_beta,
        alpha_sd=float(np.sqrt(((alpha - mean_alpha) ** 2 * weights).sum())),
        beta_sd=float(np.sqrt(((beta - mean_beta) ** 2 * weights).sum())),
        points=_prune(alpha.ravel(), beta.ravel(), weights.ravel(), points),
    )


def _grid(mode: Fit, risk: Floats, left: Floats, cells: int) -> tuple[Floats, Floats]:
    """Return middles of cells for logit(phi) and log(kappa) that hold all but a trace of the
    belief."""
    kappa = min(max(mode.alpha + mode.beta, 1.5), MOST_ALIKE)
    centre = np.array([np.log(mode.alpha / mode.beta), np.log(kappa)])
    # Profile each axis on a coarse grid, then keep where it is within e^-25 of the best.
    share = centre[0] + np.linspace(-6, 6, 241)
    size = np.linspace(0, max(np.log(MOST_ALIKE), centre[1] + 1), 241)
    k = np.exp(size)[None, :]
    phi = 1 / (1 + np.exp(-share))[:, None]
    logs = log_likelihood(phi * k, (1 - phi) * k, risk, left) + np.log(phi * (1 - phi) / k)
    kept = logs > logs.max() - 25
    return _middles(share, kept.any(axis=1), cells), _middles(size, kept.any(axis=0), cells)


def _middles(axis: Floats, kept: "np.ndarray[tuple[int], np.dtype[np.bool]]", cells: int) -> Floats:
    inside = np.flatnonzero(kept)
    low, high = axis[max(inside[0] - 1, 0)], axis[min(inside[-1] + 1, len(axis) - 1)]
    edges = np.linspace(low, high, cells + 1)
    middles: Floats = (edges[1:] + edges[:-1]) / 2
    return middles


def _prune(alpha: Floats, beta: Floats, weights: Floats, count: int) -> tuple[Weighted, ...]:
    """Return equally likely points by systematic resampling along how many stay for a year."""
    likely = np.flatnonzero(weights > weights.max() * 1e-9)
    alpha, beta, weights = alpha[likely], beta[likely], weights[likely]
    after_a_year = np.ones(len(alpha))
    for age in range(12):
        after_a_year *= (beta + age) / (alpha + beta + age)
    order = np.argsort(after_a_year, kind="stable")
    below = np.cumsum(weights[order])
    wanted = (np.arange(count) + 0.5) / count * below[-1]
    chosen = order[np.searchsorted(below, wanted)]
    return tuple(Weighted(float(alpha[i]), float(beta[i])) for i in chosen)
