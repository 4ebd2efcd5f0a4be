# SPDX-License-Identifier: EUPL-1.2
"""From set-up and figures to the engine's model."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from nabij.value import model as engine
from nabij.value.choices import POSTERIORS
from nabij.value.types import Figure, Option, Setup

ZERO, ONE = Decimal(0), Decimal(1)


def assemble(setup: Setup, figures: Mapping[str, Figure], *, chosen: str = "") -> engine.Model:
    """Return the engine's model with the option of this ref as its plan and the others beside it.

    All plans share the four effects, so a lever that one of them pulls beyond its estimate
    stretches the effect, and every plan reaches its part of that.

    Raises:
        ImpossibleModel: the numbers contradict each other.
        KeyError: a required figure is missing; ask `codebook.missing` first.
    """
    stretch = {
        lever: max(ONE, *(option.strength(lever) for option in setup.options))
        for lever in engine.Lever
    }
    plans = {option.ref: _plan(setup, figures, option, stretch) for option in setup.options}
    plan = plans.get(chosen) or next(iter(plans.values()))
    return engine.Model(
        code="value",
        segments=tuple(_segment(setup, figures, part.code) for part in setup.segments),
        products=tuple(
            engine.Product(
                code=one.code,
                price=_estimate(figures[f"price.{one.code}"]),
                cost=_estimate(figures[f"direct.{one.code}"]),
                commercial=one.is_commercial,
                funder=one.funder,
            )
            for one in setup.products
        ),
        effects=engine.Effects(
            **{
                lever.value: _scaled(_estimate(figures[f"lever.{lever}"]), stretch[lever])
                for lever in engine.Lever
            }
        ),
        plan=plan,
        options=tuple(one for one in plans.values() if one is not plan),
        fixed_cost=_estimate(figures["fixed"]),
        discount_rate=figures["discount"].guess,
        ceilings=tuple(
            engine.Ceiling(funder=funder, yearly=(figures[f"ceiling.{funder}"].guess,))
            for funder in setup.funders
            if f"ceiling.{funder}" in figures
        ),
        periods=setup.periods,
        periods_per_year=setup.periods_per_year,
    )


def _segment(setup: Setup, figures: Mapping[str, Figure], code: str) -> engine.Segment:
    avoidable = figures[f"avoidable.{code}"]
    leads, conversion = figures.get(f"leads.{code}"), figures.get(f"conversion.{code}")
    inflow = (
        engine.LeadInflow(leads=_estimate(leads), conversion=_estimate(conversion))
        if leads and conversion
        else _estimate(figures[f"inflow.{code}"])
    )
    return engine.Segment(
        code=code,
        clients=figures[f"clients.{code}"].guess,
        avoidable=_avoidable(avoidable),
        unavoidable=_unavoidable(figures[f"unavoidable.{code}"]),
        ages=tuple(
            engine.AgeShare(age=age, share=share)
            for age, share in (avoidable.by_stay.ages if avoidable.by_stay else ())
        ),
        inflow=inflow,
        uptake=tuple(
            engine.Uptake(
                product=product.code, share=_estimate(figures[f"uptake.{code}.{product.code}"])
            )
            for product in setup.products
        ),
        cost_to_serve=_estimate(figures[f"service.{code}"]),
        acquisition_cost=_estimate(figures[f"welcome.{code}"]),
    )


def _avoidable(figure: Figure) -> engine.Estimate | engine.BetaGeometric:
    """Return the chance of an avoidable exit: one for everybody, or curves by length of stay."""
    if figure.by_stay is None:
        return _estimate(figure)
    points = tuple(engine.Weighted(alpha, beta) for alpha, beta in figure.by_stay.points)
    return engine.BetaGeometric(code=figure.code, points=points)


def _unavoidable(figure: Figure) -> engine.Estimate | engine.HazardTable:
    if figure.by_stay is None:
        return _estimate(figure)
    return engine.HazardTable(rates=tuple(rate for (rate,) in figure.by_stay.points))


def _plan(
    setup: Setup,
    figures: Mapping[str, Figure],
    option: Option,
    stretch: Mapping[engine.Lever, Decimal],
) -> engine.Plan:
    plateaus = []
    for one in setup.plateaus:
        overrun = figures.get(f"overrun.{one.number}")
        reach = {
            lever.value: one.share * option.strength(lever) / stretch[lever]
            for lever in engine.Lever
        }
        plateaus.append(
            engine.Plateau(
                code=str(one.number),
                starts_after=one.starts_after,
                ramp=one.ramp,
                reach=engine.Reach(**reach),
                costs=_costs(setup, figures, one.number, option.cost_share),
                overrun=_estimate(overrun) if overrun else None,
            )
        )
    return engine.Plan(code=option.ref, plateaus=tuple(plateaus))


def _costs(
    setup: Setup, figures: Mapping[str, Figure], number: int, part: Decimal
) -> tuple[engine.PlannedCost, ...]:
    """Return a plateau's budgets, each spread evenly over the periods of its year."""
    per_year = setup.periods_per_year
    return tuple(
        engine.PlannedCost(
            period=(year - 1) * per_year + within,
            amount=figures[f"budget.{number}.{year}"].guess * part / per_year,
        )
        for year in range(1, setup.years + 1)
        if f"budget.{number}.{year}" in figures
        for within in range(1, per_year + 1)
    )


def _estimate(figure: Figure) -> engine.Estimate:
    posterior = None
    if figure.shape in POSTERIORS and figure.first is not None and figure.second is not None:
        posterior = engine.Posterior(engine.Family(figure.shape), figure.first, figure.second)
    return engine.Estimate(
        code=figure.code,
        worst=figure.worst,
        guess=figure.guess,
        best=figure.best,
        shape=engine.Shape.PERT if posterior else engine.Shape(figure.shape),
        posterior=posterior,
    )


def _scaled(estimate: engine.Estimate, factor: Decimal) -> engine.Estimate:
    """Return an effect stretched; what was counted says nothing of more, so it becomes PERT."""
    if factor == ONE:
        return estimate
    return replace(
        estimate,
        worst=estimate.worst * factor,
        guess=estimate.guess * factor,
        best=estimate.best * factor,
        posterior=None,
    )
