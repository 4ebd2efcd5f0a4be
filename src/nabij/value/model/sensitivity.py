# SPDX-License-Identifier: EUPL-1.2
"""Which estimates matter: tornado, shares of the variance (Sobol), exact moments, break-even."""

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import numpy as np

from nabij.value.model import distributions, sampling
from nabij.value.model.cashflow import run
from nabij.value.model.check import check_model
from nabij.value.model.distributions import Floats
from nabij.value.model.frame import Frame, lay_out
from nabij.value.model.money import money
from nabij.value.model.results import ExactMoments, SobolRow, TornadoBar
from nabij.value.model.types import BetaGeometric, Estimate, LeadInflow, Lever, Model, Scenario

LEVER_BOUNDS = {
    Lever.RETENTION: (0.0, 1.0),
    Lever.ACQUISITION: (0.0, 10.0),
    Lever.REVENUE: (0.0, 10.0),
    Lever.COST: (0.0, 1.0),
}


def tornado(model: Model, codes: Iterable[str] | None = None) -> tuple[TornadoBar, ...]:
    """Return delta_npv with each estimate at its worst and best, widest first; the rest at guess.

    Two runs for each of `codes` (all uncertain ones when absent), side by side. Raises: as
    `check_model`.
    """
    check_model(model)
    wanted = sampling.uncertain_codes(model) if codes is None else tuple(codes)
    if not wanted:
        return ()
    sample = sampling.column(model, Scenario.GUESS)
    ends = [sampling.column(model, column) for column in (Scenario.WORST, Scenario.BEST)]
    for index, code in enumerate(wanted):
        values = np.repeat(sample[code], 2 * len(wanted))
        values[2 * index : 2 * index + 2] = [end[code][0] for end in ends]
        sample[code] = values
    delta = run(lay_out(model, model.plan), sample).delta_npv.reshape(-1, 2)
    bars = [
        TornadoBar(code=code, at_worst=money(worst), at_best=money(best))
        for code, (worst, best) in zip(wanted, delta, strict=True)
    ]
    return tuple(sorted(bars, key=lambda bar: (-abs(bar.at_best - bar.at_worst), bar.code)))


def moments(model: Model, *, nodes: int = 8) -> ExactMoments:
    """Return mean, spread and Sobol indices of delta_npv over the four levers, without drawing.

    All other estimates stay at their guess. Sums over nodes^4 weighted points (Gauss-Jacobi), exact
    for polynomials up to degree 2 nodes - 1 in each lever. Raises: as `check_model`.
    """
    check_model(model)
    frame = lay_out(model, model.plan)
    sample = sampling.column(model, Scenario.GUESS)
    effects = [model.effects.of(lever) for lever in Lever]
    points = [distributions.nodes(effect, nodes) for effect in effects]
    grid = np.meshgrid(*(each[0] for each in points), indexing="ij")
    for effect, values in zip(effects, grid, strict=True):
        sample[effect.code] = values.ravel()
    worth = run(frame, sample).delta_npv.reshape(grid[0].shape)
    mean, variance, first, total = variance_shares(worth, [each[1] for each in points])
    return ExactMoments(
        mean=money(mean),
        sd=money(math.sqrt(variance)),
        sobol=tuple(
            SobolRow(code=effect.code, first=one, total=all_)
            for effect, one, all_ in zip(effects, first, total, strict=True)
        ),
    )


def variance_shares(
    values: Floats, weights: list[Floats]
) -> tuple[float, float, list[float], list[float]]:
    """Return mean, variance, and per axis the first and total Sobol index of a function on a grid.

    `values` has one axis per input; `weights[i]` are the chances of its points along axis i. First
    index: Var(E[f | x]) / Var(f); total: 1 - Var(E[f | all but x]) / Var(f). Source: Sobol 1993.
    """
    axes = range(values.ndim)
    mean = _average(values, weights, axes)
    variance = float(_average((values - mean) ** 2, weights, axes))
    first, total = [], []
    for axis in axes:
        others = [other for other in axes if other != axis]
        alone = _average(values, weights, others)
        rest = _average(values, weights, [axis])
        kept = [weights[other] for other in others]
        explained = float(weights[axis] @ (alone - mean) ** 2)
        unexplained = float(_average((rest - mean) ** 2, kept, range(len(kept))))
        first.append(explained / variance if variance else 0.0)
        total.append(1 - unexplained / variance if variance else 0.0)
    return float(mean), variance, first, total


def _average(values: Floats, weights: list[Floats], axes: Iterable[int]) -> Floats:
    for axis in sorted(axes, reverse=True):
        values = np.tensordot(values, weights[axis], axes=(axis, 0))
    return values


def kinds(model: Model) -> dict[str, tuple[str, ...]]:
    """Return the uncertain codes by kind: each lever, then stay, inflow, revenue, cost and overrun.

    Kinds without an uncertain code are left out.
    """
    found: dict[str, set[str]] = {str(lever): {model.effects.of(lever).code} for lever in Lever}
    for segment in model.segments:
        stay, inflow = found.setdefault("stay", set()), found.setdefault("inflow", set())
        exits = (segment.avoidable, segment.unavoidable)
        stay |= {each.code for each in exits if isinstance(each, Estimate | BetaGeometric)}
        if isinstance(segment.inflow, LeadInflow):
            inflow |= {segment.inflow.leads.code, segment.inflow.conversion.code}
        else:
            inflow.add(segment.inflow.code)
        sold = found.setdefault("sales", set())
        sold |= {uptake.share.code for uptake in segment.uptake}
        spent = found.setdefault("spending", {model.fixed_cost.code})
        spent |= {segment.cost_to_serve.code, segment.acquisition_cost.code}
    for product in model.products:
        found.setdefault("sales", set()).update((product.price.code, product.cost.code))
    for plateau in model.plan.plateaus:
        if plateau.overrun:
            found.setdefault("overrun", set()).add(plateau.overrun.code)
    uncertain = set(sampling.uncertain_codes(model))
    return {
        kind: tuple(sorted(codes & uncertain)) for kind, codes in found.items() if codes & uncertain
    }


def sobol(
    model: Model,
    *,
    draws: int = 1024,
    seed: int = 1,
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[SobolRow, ...]:
    """Return which share of the variance of delta_npv each group of estimates explains, most first.

    `groups` names codes that move together (`kinds(model)` when absent). Costs draws x (groups + 2)
    runs. Estimators: Saltelli 2010 (first), Jansen 1999 (total). Raises: as `check_model`.
    """
    check_model(model)
    named = kinds(model) if groups is None else dict(groups)
    frame = lay_out(model, model.plan)
    both = sampling.draw(model, seed=seed, size=2 * draws)
    here = {code: values[:draws] for code, values in both.items()}
    there = {code: values[draws:] for code, values in both.items() if len(values) > 1}
    worth_here = _worth(frame, here)
    worth_there = _worth(frame, here | there)
    rows = []
    for name, codes in named.items():
        mixed = here | {code: there[code] for code in codes if code in there}
        first, total = saltelli(worth_here, worth_there, _worth(frame, mixed))
        rows.append(SobolRow(code=name, first=first, total=total))
    return tuple(sorted(rows, key=lambda row: (-row.total, row.code)))


def saltelli(here: Floats, there: Floats, mixed: Floats) -> tuple[float, float]:
    """Return first and total index of an input from f(A), f(B) and f(A with that input of B)."""
    everything = np.concatenate([here, there])
    variance = float(everything.var())
    if not variance:
        return 0.0, 0.0
    centre = everything.mean()
    first = np.mean((there - centre) * (mixed - here)) / variance
    total = np.mean((here - mixed) ** 2) / (2 * variance)
    return float(first), float(total)


def _worth(frame: Frame, sample: sampling.Sample) -> Floats:
    return run(frame, sample).delta_npv


def break_even(model: Model, code: str) -> Decimal | None:
    """Return the value of one estimate at which delta_npv is 0, the others at guess.

    None if none is.

    A lever is sought between nothing and all (acquisition and revenue: tenfold), any other estimate
    between its worst and its best. When more than one value fits, the lowest. Raises: as
    `check_model`.
    """
    check_model(model)
    frame, sample = lay_out(model, model.plan), sampling.column(model, Scenario.GUESS)

    def worth(values: Floats) -> Floats:
        return run(frame, sample | {code: values}).delta_npv

    low, high = _bounds(model, code)
    found = first_zero(worth, low, high)
    return None if found is None else Decimal(f"{found:.12g}")


def _bounds(model: Model, code: str) -> tuple[float, float]:
    for lever in Lever:
        if model.effects.of(lever).code == code:
            return LEVER_BOUNDS[lever]
    ends = [sampling.column(model, column)[code][0] for column in (Scenario.WORST, Scenario.BEST)]
    return min(ends), max(ends)


def first_zero(function: Callable[[Floats], Floats], low: float, high: float) -> float | None:
    """Return the lowest zero between two bounds of a function of many values at once,
    to 1e-12 of them."""
    for _ in range(6):
        points = np.linspace(low, high, 129)
        signs = np.sign(function(points))
        crossing = np.flatnonzero(signs[:-1] * signs[1:] <= 0)
        if not len(crossing):
            return None
        if signs[crossing[0]] == 0:
            return float(points[crossing[0]])
        low, high = points[crossing[0]], points[crossing[0] + 1]
    return float((low + high) / 2)
