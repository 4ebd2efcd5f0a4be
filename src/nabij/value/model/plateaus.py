# SPDX-License-Identifier: EUPL-1.2
"""Whether each plateau of the plan pays by itself."""

from dataclasses import replace

from nabij.value.model import sampling
from nabij.value.model.cashflow import Outcome, run
from nabij.value.model.check import check_model
from nabij.value.model.columns import payback
from nabij.value.model.frame import lay_out
from nabij.value.model.money import money
from nabij.value.model.results import PlateauPayoff
from nabij.value.model.types import Model, Plateau, Scenario


def plateau_payoffs(model: Model, column: Scenario = Scenario.GUESS) -> tuple[PlateauPayoff, ...]:
    """Return what each plateau adds to the plan and what it earns alone,
    in the order of their start.

    added = delta_npv(plan) - delta_npv(plan without it). Raises: as `check_model`.
    """
    check_model(model)
    plateaus = sorted(model.plan.plateaus, key=lambda each: (each.starts_after, each.code))
    whole = _outcome(model, plateaus, column)
    payoffs = []
    for plateau in plateaus:
        rest = _outcome(model, [other for other in plateaus if other is not plateau], column)
        alone = _outcome(model, [plateau], column)
        added = whole.cumulative[:, 0] - rest.cumulative[:, 0]
        cost = float(alone.plan_cost[0])
        payoffs.append(
            PlateauPayoff(
                code=plateau.code,
                added=money(added[-1]),
                cost=money(cost),
                room=money(added[-1] + cost),
                alone=money(alone.delta_npv[0]),
                payback=payback(added),
            )
        )
    return tuple(payoffs)


def _outcome(model: Model, plateaus: list[Plateau], column: Scenario) -> Outcome:
    plan = replace(model.plan, plateaus=tuple(plateaus))
    return run(lay_out(model, plan), sampling.column(model, column))
