# SPDX-License-Identifier: EUPL-1.2
"""Whether a model is possible at all: checked once before every calculation."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.types import (
    ZERO,
    BetaGeometric,
    Estimate,
    HazardTable,
    Lever,
    Model,
    Plan,
    Scenario,
    Segment,
    estimates_of,
)

SHARE_TOLERANCE = 1e-9


class CodeUsedTwice(ImpossibleModel):
    code = "code-used-twice"
    message = gettext_noop("The code %(code)s stands for two different things; give each its own.")


class UnknownProduct(ImpossibleModel):
    code = "unknown-product"
    message = gettext_noop("Segment %(segment)s uses product %(product)s, which the model lacks.")


class OutsideBounds(ImpossibleModel):
    code = "outside-bounds"
    message = gettext_noop("%(code)s must lie between %(low)s and %(high)s, and is %(value)s.")


class ImpossibleExits(ImpossibleModel):
    code = "impossible-exits"
    message = gettext_noop(
        "In segment %(segment)s more clients leave in a period than there are: the chances of"
        " avoidable and unavoidable exits may add up to at most 100%%, and reach %(total)s."
    )


class AgesDoNotAddUp(ImpossibleModel):
    code = "ages-do-not-add-up"
    message = gettext_noop(
        "The shares by age of segment %(segment)s must add up to 1, and add up to %(total)s."
    )


class EmptyCurve(ImpossibleModel):
    code = "empty-curve"
    message = gettext_noop("The stay of segment %(segment)s has no points to go by.")


class CeilingWithoutAmount(ImpossibleModel):
    code = "ceiling-without-amount"
    message = gettext_noop("The ceiling of %(funder)s has no amount; give one per year.")


def check_model(model: Model) -> None:
    """Refuse a model that cannot be.

    Raises:
        CodeUsedTwice: one code stands for two estimates, segments, products or plateaus.
        UnknownProduct: a segment uses a product that is not in the model.
        OutsideBounds: a rate, share, amount or period lies outside its bounds.
        ImpossibleExits: more clients may leave in a period than there are.
        AgesDoNotAddUp: the shares by age of a segment do not add up to 1.
        EmptyCurve: a stay has no points.
        CeilingWithoutAmount: a ceiling says nothing.
    """
    _check_codes(model)
    _bounded("periods", model.periods, 1, 1200)
    _bounded("periods per year", model.periods_per_year, 1, 366)
    _bounded("discount rate", model.discount_rate, Decimal("-0.5"), 10)
    for lever in Lever:
        _check_columns(model.effects.of(lever), -1, 10 if lever is Lever.ACQUISITION else None)
    _check_columns(model.effects.retention, -1, 1)
    _check_columns(model.effects.cost, None, 1)
    for ceiling in model.ceilings:
        if not ceiling.yearly:
            raise CeilingWithoutAmount(funder=ceiling.funder)
        for amount in ceiling.yearly:
            _bounded(ceiling.funder, amount, 0, None)
    for plan in (model.plan, *model.options):
        _check_plan(plan, model.periods)
    for segment in model.segments:
        _check_segment(segment, model)


def _check_codes(model: Model) -> None:
    plans = (model.plan, *model.options)
    _distinct(segment.code for segment in model.segments)
    _distinct(product.code for product in model.products)
    _distinct(ceiling.funder for ceiling in model.ceilings)
    _distinct(plan.code for plan in plans)
    known: dict[str, Estimate | BetaGeometric] = {}
    inputs: list[Estimate | BetaGeometric] = list(estimates_of(model))
    inputs += [s.avoidable for s in model.segments if isinstance(s.avoidable, BetaGeometric)]
    for each in inputs:
        if known.setdefault(each.code, each) != each:
            raise CodeUsedTwice(code=each.code)
    _distinct(model.effects.of(lever).code for lever in Lever)
    for plan in plans:
        _distinct(plateau.code for plateau in plan.plateaus)


def _distinct(codes: Iterable[str]) -> None:
    for code, count in Counter(codes).items():
        if count > 1:
            raise CodeUsedTwice(code=code)


def _check_plan(plan: Plan, periods: int) -> None:
    for plateau in plan.plateaus:
        _bounded(f"start of {plateau.code}", plateau.starts_after, 0, None)
        _bounded(f"ramp of {plateau.code}", plateau.ramp, 0, None)
        for cost in plateau.costs:
            _bounded(f"period of a cost of {plateau.code}", cost.period, 1, periods)
        for lever in Lever:
            _bounded(f"reach of {plateau.code}", plateau.reach.of(lever), 0, 1)
        if plateau.overrun is not None:
            _check_columns(plateau.overrun, 0, None)


def _check_segment(segment: Segment, model: Model) -> None:
    products = {product.code for product in model.products}
    _bounded(segment.code, segment.clients, 0, None)
    _distinct(uptake.product for uptake in segment.uptake)
    for uptake in segment.uptake:
        if uptake.product not in products:
            raise UnknownProduct(segment=segment.code, product=uptake.product)
        _check_columns(uptake.share, 0, None)
    _check_ages(segment)
    if isinstance(segment.inflow, Estimate):
        _check_columns(segment.inflow, 0, None)
    else:
        _check_columns(segment.inflow.leads, 0, None)
        _check_columns(segment.inflow.conversion, 0, 1)
    harm = min(ZERO, *(model.effects.retention.at(column) for column in Scenario))
    avoidable, unavoidable = _most_avoidable(segment), _unavoidable(segment)
    ages = max(len(avoidable), len(unavoidable))
    total = max(
        avoidable[min(age, len(avoidable) - 1)] * (1 - float(harm))
        + unavoidable[min(age, len(unavoidable) - 1)]
        for age in range(ages)
    )
    if total > 1 + SHARE_TOLERANCE:
        raise ImpossibleExits(segment=segment.code, total=f"{total:.0%}")


def _check_ages(segment: Segment) -> None:
    for group in segment.ages:
        _bounded(segment.code, group.age, 0, None)
        _bounded(segment.code, group.share, 0, None)
    total = sum(group.share for group in segment.ages)
    if segment.ages and abs(total - 1) > SHARE_TOLERANCE:
        raise AgesDoNotAddUp(segment=segment.code, total=f"{total:.6f}")


def _most_avoidable(segment: Segment) -> list[float]:
    """Return the highest chance of an avoidable exit that there may be, by age.

    The last goes on.
    """
    exits = segment.avoidable
    if isinstance(exits, Estimate):
        _check_columns(exits, 0, 1)
        return [float(max(exits.worst, exits.best))]
    if not exits.points:
        raise EmptyCurve(segment=segment.code)
    for point in exits.points:
        if not (point.alpha > 0 and point.beta > 0 and point.weight >= 0):
            low = min(point.alpha, point.beta, point.weight)
            raise OutsideBounds(code=exits.code, low=0, high=_ENDLESS, value=low)
    ages = len(segment.unavoidable.rates) if isinstance(segment.unavoidable, HazardTable) else 1
    alpha = np.array([point.alpha for point in exits.points])
    total = alpha + np.array([point.beta for point in exits.points])
    return [float((alpha / (total + age)).max()) for age in range(ages)]


def _unavoidable(segment: Segment) -> list[float]:
    exits = segment.unavoidable
    if isinstance(exits, HazardTable):
        if not exits.rates:
            raise EmptyCurve(segment=segment.code)
        for rate in exits.rates:
            _bounded(segment.code, rate, 0, 1)
        return [*exits.rates]
    _check_columns(exits, 0, 1)
    return [float(max(exits.worst, exits.best))]


_ENDLESS = "∞"


def _check_columns(estimate: Estimate, low: int | None, high: int | None) -> None:
    for value in (estimate.worst, estimate.guess, estimate.best):
        _bounded(estimate.code, value, low, high)


def _bounded(
    code: str, value: Decimal | float, low: Decimal | int | None, high: Decimal | int | None
) -> None:
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        raise OutsideBounds(
            code=code,
            low="-" + _ENDLESS if low is None else low,
            high=_ENDLESS if high is None else high,
            value=value,
        )
