# SPDX-License-Identifier: EUPL-1.2
"""Worked examples with published or hand-checked answers, and models at random."""

from dataclasses import replace
from decimal import Decimal

from nabij.value.model import (
    Effects,
    Estimate,
    Lever,
    Model,
    Plan,
    PlannedCost,
    Plateau,
    Product,
    Reach,
    Segment,
    Shape,
    Uptake,
    fixed,
)

NOTHING = fixed("nothing", 0)


def estimate(code, worst, guess, best, shape=Shape.PERT):
    return Estimate(
        code=code, worst=Decimal(worst), guess=Decimal(guess), best=Decimal(best), shape=shape
    )


def yearly_costs(*amounts):
    return tuple(
        PlannedCost(period=year, amount=Decimal(amount)) for year, amount in enumerate(amounts, 1)
    )


def three_years(shape=Shape.PERT, costs=(90_000, 30_000, 30_000), options=()):
    """One segment, three years, all levers at full strength from the first year."""
    return Model(
        code="three-years",
        segments=(
            Segment(
                code="all",
                clients=Decimal(1000),
                avoidable=fixed("avoidable", Decimal("0.20")),
                unavoidable=NOTHING,
                inflow=fixed("inflow", 200),
                uptake=(Uptake(product="help", share=fixed("uptake", 1)),),
                cost_to_serve=fixed("serve", 900),
                acquisition_cost=NOTHING,
            ),
        ),
        products=(Product(code="help", price=fixed("price", 1500), cost=NOTHING, commercial=True),),
        effects=Effects(
            retention=estimate("ret", 0, "0.10", "0.25", shape),
            acquisition=estimate("acq", "-0.02", "0.08", "0.20", shape),
            revenue=estimate("rev", "-0.02", "0.04", "0.10", shape),
            cost=estimate("cost", "-0.01", "0.02", "0.05", shape),
        ),
        plan=Plan(code="full", plateaus=(Plateau(code="all", costs=yearly_costs(*costs)),)),
        options=options,
        fixed_cost=NOTHING,
        discount_rate=Decimal("0.06"),
        periods=3,
        periods_per_year=1,
    )


def dear_plan():
    """The same with a plan of twice the price, and a small plan beside it: what to learn first."""
    small = Plateau(
        code="small",
        reach=Reach(acquisition=Decimal(0), revenue=Decimal(0)),
        costs=yearly_costs(66_000, 18_000, 18_000),
    )
    return three_years(
        Shape.THREE_POINT,
        costs=(220_000, 60_000, 60_000),
        options=(Plan(code="small", plateaus=(small,)),),
    )


def only(model, *levers, **others):
    """Return a model in which only these levers work; `others` replaces an effect by name."""
    effects = {
        lever.value: others.get(
            lever.value,
            model.effects.of(lever) if lever in levers else fixed(model.effects.of(lever).code, 0),
        )
        for lever in Lever
    }
    return replace(model, effects=Effects(**effects))
