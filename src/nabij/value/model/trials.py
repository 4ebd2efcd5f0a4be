# SPDX-License-Identifier: EUPL-1.2
"""What a campaign test is worth before the decision, and how large it should be.

    EVSI(n) = E_k[max_j E[V_j | k]] - max_j E[V_j]          k of n clients take the offer
    ENBS(n) = EVSI(n) - cost(n)

k is binomial with a chance that follows the estimate, so the sum over k is exact: nothing is drawn.
With a control group the difference of the two shares takes the place of k, as a normal with
variance p (1 - p) / n + q (1 - q) / n. Source: Raiffa and Schlaifer 1961.
"""

from collections.abc import Iterable

import numpy as np

from nabij.value.model import sampling
from nabij.value.model.check import OutsideBounds, check_model
from nabij.value.model.distributions import Floats, from_posterior, nodes, three_points
from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.learning import (
    States,
    Worth,
    can_count,
    states,
    worth_by_counting,
    worth_by_drawing,
)
from nabij.value.model.money import money
from nabij.value.model.proportions import ImpossibleProportion
from nabij.value.model.results import TrialChoice, TrialValue
from nabij.value.model.types import Estimate, Family, Model, Posterior, Trial

DIFFERENCES = 4001
"""Differences between two groups are summed over so many steps."""

SIZES = range(10, 2001, 10)


class NothingToLearn(ImpossibleModel):
    code = "nothing-to-learn"
    message = gettext_noop(
        "%(code)s is not an uncertain estimate of the model: a test tells nothing of it."
    )


def trial_value(
    model: Model,
    trial: Trial,
    n: int,
    *,
    draws: int = 10_000,
    seed: int = 1,
    worth: Worth | None = None,
) -> TrialValue:
    """Return what a test with n clients is worth. Raises: as `best_trial`."""
    return best_trial(model, trial, (n,), draws=draws, seed=seed, worth=worth).best


def best_trial(
    model: Model,
    trial: Trial,
    sizes: Iterable[int] = SIZES,
    *,
    draws: int = 10_000,
    seed: int = 1,
    worth: Worth | None = None,
) -> TrialChoice:
    """Return the size of a test with the highest expected net benefit, and the whole curve.

    Models whose uncertain estimates are a few three-point ones are counted out exactly; others by
    draws. Give `worth` (of `learning.worth_by_drawing` or `worth_by_counting`) when it is there
    already.

    Raises:
        NothingToLearn: the test is of something that the model is sure of.
        OutsideBounds: a chance of taking the offer lies outside 0..1.
        ImpossibleModel: as `check_model`.
    """
    check_model(model)
    if trial.code not in sampling.uncertain_codes(model):
        raise NothingToLearn(code=trial.code)
    control = 0.0 if trial.control_uptake is None else trial.control_uptake
    for chance in (trial.uptake_worst, trial.uptake_guess, trial.uptake_best, control):
        if not 0 <= chance <= 1:
            raise OutsideBounds(code=trial.code, low=0, high=1, value=chance)
    if worth is None and can_count(model):
        worth = worth_by_counting(model)
    elif worth is None:
        worth = worth_by_drawing(model, draws=draws, seed=seed)
    known = states(worth, trial.code)
    chances = _chance_of_yes(model, trial, known.values)
    curve = tuple(_value(trial, n, chances, known) for n in sizes)
    return TrialChoice(
        code=trial.code, best=max(curve, key=lambda value: (value.enbs, -value.n)), curve=curve
    )


def _value(trial: Trial, n: int, chances: Floats, known: States) -> TrialValue:
    cost = trial.fixed_cost + n * trial.cost_per_client
    if trial.control_uptake is None:
        evsi = money(evsi_of(n, chances, known.weights, known.means))
    else:
        cost += n * trial.cost_per_control
        evsi = money(
            evsi_with_control(n, chances, trial.control_uptake, known.weights, known.means)
        )
    return TrialValue(n=n, evsi=evsi, cost=cost, enbs=evsi - cost)


def evsi_of(n: int, chances: Floats, weights: Floats, means: Floats) -> float:
    """Return EVSI of n yes-or-no answers: states have a chance of yes,
    a weight and a mean per option."""
    per_answer = binomial(n, chances) @ (means * weights).T  # (answers, options)
    return max(float(per_answer.max(axis=1).sum() - (means @ weights).max()), 0.0)


def evsi_with_control(
    n: int, chances: Floats, control: float, weights: Floats, means: Floats
) -> float:
    """Return EVSI of the difference between n clients with and n without the offer."""
    spread = np.sqrt((chances * (1 - chances) + control * (1 - control)) / n)
    spread = np.maximum(spread, 1e-9)
    gaps = chances - control
    reach = 8 * spread.max()
    seen = np.linspace(gaps.min() - reach, gaps.max() + reach, DIFFERENCES)[:, None]
    density = np.exp(-(((seen - gaps) / spread) ** 2) / 2) / spread
    # Each state's chances over the differences sum to 1.
    per_difference = (density / density.sum(axis=0)) @ (means * weights).T
    return max(float(per_difference.max(axis=1).sum() - (means @ weights).max()), 0.0)


def binomial(n: int, chances: Floats) -> Floats:
    """Return the chance of 0..n successes for each chance of success (n + 1, chances)."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    ways = logs[n] - logs - logs[::-1]
    successes = np.arange(n + 1.0)
    # A chance of 0 or 1 counts as one that no number of clients tells from it.
    sure = np.clip(chances, 1e-300, 1 - 1e-16)
    masses: Floats = np.multiply.outer(successes, np.log(sure))
    masses += np.multiply.outer(n - successes, np.log1p(-sure))
    masses += ways[:, None]
    return np.exp(masses, out=masses)


def learnt(estimate: Estimate, trial: Trial, *, asked: int, yes: int) -> Estimate:
    """Return an estimate after a test without control group: what we believed, times what we saw.

    Bayes on 64 weighted points of the estimate; the answer is their mean and spread as a normal
    posterior, with its 5% and 95% points for worst and best.

    Raises:
        ImpossibleProportion: more takers than were asked, or nobody asked.
    """
    if not 0 <= yes <= asked or asked == 0:
        raise ImpossibleProportion(yes=yes, asked=asked)
    points, belief = nodes(estimate, 64)
    chances = _between(trial, three_points(estimate), points)
    belief = belief * binomial(asked, chances)[yes]
    belief /= belief.sum()
    mean = float(points @ belief)
    sd = float(np.sqrt((points - mean) ** 2 @ belief))
    return from_posterior(
        estimate.code,
        Posterior(Family.NORMAL, mean, max(sd, 1e-12)),
        more_is_better=estimate.worst <= estimate.best,
    )


def _chance_of_yes(model: Model, trial: Trial, x: Floats) -> Floats:
    known = sampling.estimate_by_code(model)
    if trial.code in known:
        return _between(trial, three_points(known[trial.code]), x)
    return _between(trial, np.array(list(sampling.RANKS.values())), x)


def _between(trial: Trial, ends: Floats, x: Floats) -> Floats:
    chances = np.array([trial.uptake_worst, trial.uptake_guess, trial.uptake_best])
    order = np.argsort(ends)
    yes: Floats = np.interp(x, ends[order], chances[order])
    return yes
