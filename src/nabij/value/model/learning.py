# SPDX-License-Identifier: EUPL-1.2
"""What it is worth to know more before choosing a plan.

    EVPI     = E[max_j V_j] - max_j E[V_j]                  knowing everything
    EVPPI(x) = E_x[max_j E[V_j | x]] - max_j E[V_j]         knowing one estimate

V_j: delta_npv of option j; doing nothing is always an option, worth 0. Source: Raiffa and Schlaifer
1961; EVPPI from the draws that are there: Strong, Oakley and Brennan 2014.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.value.model import distributions, sampling
from nabij.value.model.cashflow import run
from nabij.value.model.check import check_model
from nabij.value.model.distributions import Floats
from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.frame import lay_out
from nabij.value.model.money import money
from nabij.value.model.results import InputValue, Learning, OptionValue
from nabij.value.model.simulation import TooFewDraws
from nabij.value.model.types import Model, Scenario, Shape

NOTHING = "nothing"
MOST_COMBINATIONS = 1_000_000
FEW_VALUES = 12
"""An input with so few different values is averaged per value instead of smoothed."""

GROUPS, FEWEST = 200, 20
"""Draws are averaged in so many groups of equal size, with at least so many draws in each."""

KNOTS = 6


class TooManyCombinations(ImpossibleModel):
    code = "too-many-combinations"
    message = gettext_noop(
        "Counting out takes %(combinations)s combinations, and %(most)s is the most; draw instead."
    )


class NotCountable(ImpossibleModel):
    code = "not-countable"
    message = gettext_noop("%(code)s has no separate points to count out; draw instead.")


@dataclass(frozen=True, slots=True)
class Worth:
    """What each option is worth in each draw or combination: (options, draws),
    with their weights."""

    options: tuple[str, ...]
    values: Floats
    weights: Floats
    sample: sampling.Sample

    @property
    def means(self) -> Floats:
        """Average worth per option."""
        return self.values @ self.weights

    @property
    def best_mean(self) -> float:
        """What the option that is best on average is worth."""
        return float(self.means.max())


@dataclass(frozen=True, slots=True)
class States:
    """Values of one estimate, how likely each is, and what each option is worth then
    (options, states)."""

    values: Floats
    weights: Floats
    means: Floats

    @property
    def gain(self) -> float:
        """Return E_x[max_j E[V_j | x]] - max_j E[V_j].

        Noise never makes knowing worth less than nothing.
        """
        known = float(self.means.max(axis=0) @ self.weights)
        return max(known - float((self.means @ self.weights).max()), 0.0)


def learn(
    model: Model, *, draws: int = 10_000, seed: int = 1, worth: Worth | None = None
) -> Learning:
    """Return the value of information on each uncertain estimate, from random draws.

    Give `worth` (of `worth_by_drawing`, with the same model) to use draws that are there already.

    E[V_j | x] is a cubic spline of the draws of V_j on those of x. Cost: one simulation per option
    and a small regression per estimate. Raises: as `worth_by_drawing`.
    """
    if worth is None:
        worth = worth_by_drawing(model, draws=draws, seed=seed)
    codes = sampling.uncertain_codes(model)
    return _learning(worth, [((code,), states(worth, code).gain) for code in codes])


def learn_exactly(
    model: Model, *, groups: Iterable[tuple[str, ...]] | None = None, nodes: int = 8
) -> Learning:
    """Return the value of information by counting out every combination of points.

    A three-point estimate has its three points; any other estimate `nodes` weighted ones, which is
    no longer exact. `groups`: codes to know together (each alone when absent).

    Raises:
        TooManyCombinations: the uncertain estimates have too many points together.
        NotCountable: an sBG posterior has no points of its own.
        ImpossibleModel: as `check_model`.
    """
    check_model(model)
    codes = sampling.uncertain_codes(model)
    worth = worth_by_counting(model, nodes)
    wanted = [(code,) for code in codes] if groups is None else list(groups)
    values = [(group, _combined(worth, group).gain) for group in wanted]
    return _learning(worth, values)


def worth_by_drawing(model: Model, *, draws: int, seed: int) -> Worth:
    """Return the worth of every option on the same random draws.

    Raises:
        TooFewDraws: fewer than 2 draws tell nothing.
        ImpossibleModel: as `check_model`.
    """
    check_model(model)
    if draws < 2:
        raise TooFewDraws(least=2, draws=draws)
    sample = sampling.draw(model, seed=seed, size=draws)
    sample[model.fixed_cost.code] = np.broadcast_to(sample[model.fixed_cost.code], draws)
    return _worth(model, sample, np.full(draws, 1 / draws))


def worth_by_counting(model: Model, nodes: int = 8) -> Worth:
    """Return the worth of every option in every combination of points.

    Raises: as `learn_exactly`.
    """
    known = sampling.estimate_by_code(model)
    points = {}
    for code in sampling.uncertain_codes(model):
        if code not in known:
            raise NotCountable(code=code)
        points[code] = distributions.nodes(known[code], nodes)
    combinations = int(np.prod([len(each[0]) for each in points.values()], dtype=float))
    if combinations > MOST_COMBINATIONS:
        raise TooManyCombinations(combinations=combinations, most=MOST_COMBINATIONS)
    grid = np.meshgrid(*(each[0] for each in points.values()), indexing="ij")
    chances = np.meshgrid(*(each[1] for each in points.values()), indexing="ij")
    sample = sampling.column(model, Scenario.GUESS)
    sample |= {code: values.ravel() for code, values in zip(points, grid, strict=True)}
    weights = np.prod([each.ravel() for each in chances], axis=0) if chances else np.ones(1)
    return _worth(model, sample, weights)


def can_count(model: Model, most: int = 20_000) -> bool:
    """Return whether every uncertain estimate is a three-point one, and they are few."""
    known = sampling.estimate_by_code(model)
    codes = sampling.uncertain_codes(model)
    return 3 ** len(codes) <= most and all(
        code in known and known[code].shape is Shape.THREE_POINT and known[code].posterior is None
        for code in codes
    )


def _worth(model: Model, sample: sampling.Sample, weights: Floats) -> Worth:
    plans = (model.plan, *sorted(model.options, key=lambda plan: plan.code))
    rows = [np.zeros(len(weights))]
    rows += [run(lay_out(model, plan), sample).delta_npv for plan in plans]
    return Worth((NOTHING, *(plan.code for plan in plans)), np.array(rows), weights, sample)


def _learning(worth: Worth, values: Sequence[tuple[tuple[str, ...], float]]) -> Learning:
    perfect = float(worth.values.max(axis=0) @ worth.weights)
    inputs = [InputValue(codes=codes, evppi=money(value)) for codes, value in values]
    return Learning(
        options=tuple(
            OptionValue(code=code, mean=money(mean), loss_chance=float((row < 0) @ worth.weights))
            for code, mean, row in zip(worth.options, worth.means, worth.values, strict=True)
        ),
        best=worth.options[int(worth.means.argmax())],
        with_perfect_information=money(perfect),
        evpi=money(perfect - worth.best_mean),
        inputs=tuple(sorted(inputs, key=lambda each: (-each.evppi, each.codes))),
    )


def _combined(worth: Worth, codes: tuple[str, ...]) -> States:
    """Return the states of some estimates together, counted out."""
    keys = np.stack([worth.sample[code] for code in codes])
    which = np.unique(keys, axis=1, return_inverse=True)[1].ravel()
    return _per_value(worth, np.arange(which.max() + 1.0), which)


def _per_value(worth: Worth, values: Floats, which: NDArray[np.intp]) -> States:
    weights = np.bincount(which, weights=worth.weights)
    sums = [np.bincount(which, weights=row * worth.weights) for row in worth.values]
    return States(values, weights, np.array(sums) / weights)


def states(worth: Worth, code: str) -> States:
    """Return what each option is worth given one estimate: per value when there are few,
    else by spline.

    Draws are put in order of the estimate, in groups of equal size; a cubic spline through the
    averages of the groups takes out most of the noise that other estimates leave.
    """
    x = worth.sample[code]
    order = np.argsort(x)
    if np.count_nonzero(np.diff(x[order])) < FEW_VALUES:
        return _per_value(worth, *np.unique(x, return_inverse=True))
    bounds = np.linspace(0, len(x), max(min(GROUPS, len(x) // FEWEST), 1) + 1).astype(np.intp)
    weights = np.diff(bounds) / len(x)
    in_order = np.vstack([x, worth.values])[:, order]
    centres, *means = np.add.reduceat(in_order, bounds[:-1], axis=1) / np.diff(bounds)
    basis = spline_basis(centres)
    q, _ = np.linalg.qr(basis * np.sqrt(weights)[:, None])
    smooth = ((np.array(means) * np.sqrt(weights)) @ q) @ q.T / np.sqrt(weights)
    return States(centres, weights, smooth)


def spline_basis(x: Floats) -> Floats:
    """Return the columns of a cubic spline in x with knots at its quantiles (draws, 4 + knots)."""
    scaled = (x - x.mean()) / x.std()
    knots = np.quantile(scaled, np.linspace(0, 1, KNOTS + 2)[1:-1])
    powers = [scaled**power for power in range(4)]
    return np.stack([*powers, *(np.maximum(scaled - knot, 0) ** 3 for knot in knots)], axis=1)
