# SPDX-License-Identifier: EUPL-1.2
"""Thousands of futures: what the plan is worth on average, and how often it loses."""

import math

import numpy as np

from nabij.value.model import sampling
from nabij.value.model.cashflow import run
from nabij.value.model.check import check_model
from nabij.value.model.distributions import Floats
from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.frame import lay_out
from nabij.value.model.money import money, moneys
from nabij.value.model.results import Bin, FanRow, Simulation
from nabij.value.model.types import Model

BINS = 40
PERCENTS = (5, 25, 50, 75, 95)


class TooFewDraws(ImpossibleModel):
    code = "too-few-draws"
    message = gettext_noop(
        "A simulation needs at least %(least)s draws, and was asked for %(draws)s."
    )


def simulate(model: Model, *, draws: int = 10_000, seed: int = 1) -> Simulation:
    """Return how delta_npv is spread over random draws of every uncertain estimate.

    The same model, seed and number of draws gives the same bits; more draws keep the first ones, so
    a quick answer of 1,000 may be refined to 10,000.

    Raises:
        TooFewDraws: fewer than 2 draws have no spread.
        ImpossibleModel: as `check_model`.
    """
    check_model(model)
    if draws < 2:
        raise TooFewDraws(least=2, draws=draws)
    sample = sampling.draw(model, seed=seed, size=draws)
    # Certain inputs come as one value; a model without doubt still has so many (equal) draws.
    sample[model.fixed_cost.code] = np.broadcast_to(sample[model.fixed_cost.code], draws)
    outcome = run(lay_out(model, model.plan), sample)
    delta = outcome.delta_npv
    sd = float(delta.std(ddof=1))
    points = moneys(np.percentile(delta, PERCENTS))
    return Simulation(
        seed=seed,
        draws=draws,
        mean=money(delta.mean()),
        sd=money(sd),
        standard_error=money(sd / math.sqrt(draws)),
        loss_chance=float(np.mean(delta < 0)),
        p5=points[0],
        p25=points[1],
        p50=points[2],
        p75=points[3],
        p95=points[4],
        mean_room=money(outcome.room.mean()),
        mean_plan_cost=money(outcome.plan_cost.mean()),
        fan=_fan(outcome.cumulative),
        histogram=_histogram(delta),
        payback_chance=_payback_chance(outcome.cumulative),
    )


def _fan(cumulative: Floats) -> tuple[FanRow, ...]:
    rows = np.percentile(cumulative, PERCENTS, axis=1).T
    return tuple(
        FanRow(period=index, p5=row[0], p25=row[1], p50=row[2], p75=row[3], p95=row[4])
        for index, row in enumerate(map(moneys, rows), 1)
    )


def _histogram(delta: Floats) -> tuple[Bin, ...]:
    counts, edges = np.histogram(delta, bins=BINS)
    bounds = moneys(edges)
    return tuple(
        Bin(low=low, high=high, draws=int(count))
        for low, high, count in zip(bounds, bounds[1:], counts, strict=False)
    )


def _payback_chance(cumulative: Floats) -> tuple[float, ...]:
    """Return per period the share of draws that stays at or above 0 from then on."""
    ever_after = np.logical_and.accumulate(cumulative[::-1] >= 0, axis=0)[::-1]
    return tuple(float(share) for share in ever_after.mean(axis=1))
