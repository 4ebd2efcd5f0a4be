# SPDX-License-Identifier: EUPL-1.2
"""An institution of full size: 6 segments, 41 products, 60 months, about 315 doubtful numbers."""

from decimal import Decimal

import numpy as np

from nabij.value.model import (
    BetaGeometric,
    Effects,
    Estimate,
    Model,
    Plan,
    PlannedCost,
    Plateau,
    Product,
    Segment,
    Uptake,
    beta_geometric,
    fixed,
)

SEGMENTS, PRODUCTS = 6, 41


def around(code: str, value: float, part: float = 0.2) -> Estimate:
    """Return an estimate with worst and best a part below and above."""
    low, guess, high = (Decimal(f"{value * factor:.6f}") for factor in (1 - part, 1, 1 + part))
    return Estimate(code=code, worst=low, guess=guess, best=high)


def institution() -> Model:
    """Return the model; its numbers are made up but fixed."""
    generator = np.random.default_rng(41)
    products = tuple(
        Product(
            code=f"p{number:02}",
            price=fixed(f"p{number:02}.price", Decimal(int(generator.integers(60, 400)))),
            cost=around(f"p{number:02}.cost", float(generator.uniform(40, 200))),
            commercial=bool(number % 3),
        )
        for number in range(PRODUCTS)
    )
    return Model(
        code="full-size",
        segments=tuple(_segment(f"s{number}", generator) for number in range(SEGMENTS)),
        products=products,
        effects=Effects(
            retention=_lever("retention", "0", "0.10", "0.25"),
            acquisition=_lever("acquisition", "-0.02", "0.08", "0.20"),
            revenue=_lever("revenue", "-0.02", "0.04", "0.10"),
            cost=_lever("cost", "-0.01", "0.02", "0.05"),
        ),
        plan=Plan(
            code="plan",
            plateaus=(
                Plateau(
                    code="year-one",
                    ramp=12,
                    costs=tuple(
                        PlannedCost(period=month, amount=Decimal(25_000)) for month in range(1, 61)
                    ),
                ),
            ),
        ),
        fixed_cost=fixed("fixed", 150_000),
        discount_rate=Decimal("0.05"),
    )


def _lever(code: str, worst: str, guess: str, best: str) -> Estimate:
    return Estimate(code=code, worst=Decimal(worst), guess=Decimal(guess), best=Decimal(best))


def _segment(code: str, generator: np.random.Generator) -> Segment:
    alpha, beta = generator.uniform(0.5, 0.9), generator.uniform(15, 30)
    shares = beta_geometric.survival(alpha, beta, 36)
    here = np.round(2000 * shares)
    belief = beta_geometric.posterior(here[:-1], here[:-1] - here[1:], cells=200)
    return Segment(
        code=code,
        clients=Decimal(int(generator.integers(300, 2000))),
        avoidable=BetaGeometric(code=f"{code}.stay", points=belief.points),
        unavoidable=around(f"{code}.unavoidable", float(generator.uniform(0.005, 0.03))),
        inflow=around(f"{code}.inflow", float(generator.uniform(5, 60))),
        uptake=tuple(
            Uptake(
                product=f"p{number:02}",
                share=around(f"{code}.p{number:02}", float(generator.uniform(0.01, 0.3))),
            )
            for number in range(PRODUCTS)
        ),
        cost_to_serve=around(f"{code}.serve", float(generator.uniform(20, 60))),
        acquisition_cost=fixed(f"{code}.acquire", 150),
    )
