# SPDX-License-Identifier: EUPL-1.2
"""A plan laid out over the periods: ramps, costs, discount factors. Nothing here is uncertain."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nabij.value.model.distributions import Floats
from nabij.value.model.types import Lever, Model, Plan


@dataclass(frozen=True, slots=True)
class Frame:
    """One plan of one model, ready to calculate with; arrays have one value per period."""

    model: Model
    plan: Plan
    ramps: Mapping[Lever, Floats]
    settled: int
    discount: Floats
    year: np.ndarray[tuple[int], np.dtype[np.intp]]


def lay_out(model: Model, plan: Plan) -> Frame:
    """Return a plan over the periods of a model.

    Ramp of a lever: sum over plateaus of reach x clip((t - starts_after) / ramp, 0, 1); with ramp 0
    it works at once after `starts_after`. Discount factor: (1 + d)^(-t / periods per year).
    """
    at = np.arange(1, model.periods + 1, dtype=float)
    ramps = {lever: np.zeros(model.periods) for lever in Lever}
    for plateau in sorted(plan.plateaus, key=lambda plateau: plateau.code):
        # Whole periods only, so ramp 0 and ramp 1 are the same: full at the first period after.
        grown = np.clip((at - plateau.starts_after) / max(plateau.ramp, 1), 0, 1)
        for lever in Lever:
            ramps[lever] += float(plateau.reach.of(lever)) * grown
    return Frame(
        model=model,
        plan=plan,
        ramps=ramps,
        settled=max(_last_change(ramps[lever]) for lever in (Lever.RETENTION, Lever.ACQUISITION)),
        discount=(1 + float(model.discount_rate)) ** (-at / model.periods_per_year),
        year=(np.arange(model.periods) // model.periods_per_year).astype(np.intp),
    )


def _last_change(ramp: Floats) -> int:
    """Return the last period (from 1) in which a ramp differs from the one before,
    0 if it never does."""
    changes = np.flatnonzero(np.diff(ramp, prepend=0.0))
    return int(changes[-1]) + 1 if len(changes) else 0
