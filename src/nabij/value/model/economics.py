# SPDX-License-Identifier: EUPL-1.2
"""What one client of a segment brings and costs per period, before levers.

    revenue_s = sum over products of uptake(s, p) x price(p);   direct cost likewise with cost(p)

Kept apart for commercial products (the revenue lever acts on those only) and per funder with a
ceiling.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nabij.value.model.distributions import Floats
from nabij.value.model.sampling import Sample
from nabij.value.model.types import BetaGeometric, Estimate, LeadInflow, Model, Segment


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount per client per period: the part that the revenue lever leaves alone,
    and the rest."""

    steady: Floats
    commercial: Floats

    def slice(self, draws: slice) -> "Flow":
        """Return the same for some of the draws."""
        return Flow(part(self.steady, draws), part(self.commercial, draws))


@dataclass(frozen=True, slots=True)
class Avoidable:
    """Chance of an avoidable exit by age: `first` / (`total` + age) for sBG,
    `first` where age is nothing."""

    first: Floats
    total: Floats | None

    def slice(self, draws: slice) -> "Avoidable":
        """Return the same for some of the draws."""
        total = None if self.total is None else part(self.total, draws)
        return Avoidable(part(self.first, draws), total)

    def hazards(self, ages: int) -> Floats:
        """Return the chance per period for each age (ages, draws); one row where age is nothing."""
        if self.total is None:
            return self.first[None, :]
        return self.first / (self.total + np.arange(ages)[:, None])


@dataclass(frozen=True, slots=True)
class PerClient:
    """Everything about one client of a segment; arrays have one value per draw, or one for all."""

    segment: Segment
    avoidable: Avoidable
    unavoidable: Floats
    revenue: Flow
    direct_cost: Flow
    funded: Mapping[str, Flow]
    cost_to_serve: Floats
    acquisition_cost: Floats
    joiners: Floats

    def slice(self, draws: slice) -> "PerClient":
        """Return the same for some of the draws."""
        return PerClient(
            segment=self.segment,
            avoidable=self.avoidable.slice(draws),
            unavoidable=part(self.unavoidable, draws),
            revenue=self.revenue.slice(draws),
            direct_cost=self.direct_cost.slice(draws),
            funded={funder: flow.slice(draws) for funder, flow in self.funded.items()},
            cost_to_serve=part(self.cost_to_serve, draws),
            acquisition_cost=part(self.acquisition_cost, draws),
            joiners=part(self.joiners, draws),
        )


def part(values: Floats, draws: slice) -> Floats:
    """Return some of the draws; a value that is the same in all stays one."""
    return values if values.shape[-1] == 1 else values[..., draws]


def per_client(model: Model, sample: Sample) -> tuple[PerClient, ...]:
    """Return the economics of each segment, ordered by code so that sums never depend on order."""
    segments = sorted(model.segments, key=lambda segment: segment.code)
    return tuple(_of_segment(model, segment, sample) for segment in segments)


def _of_segment(model: Model, segment: Segment, sample: Sample) -> PerClient:
    uptake = {each.product: sample[each.share.code] for each in segment.uptake}
    products = [product for product in model.products if product.code in uptake]
    products.sort(key=lambda product: product.code)
    revenue, direct_cost = _Sum(), _Sum()
    funded = {ceiling.funder: _Sum() for ceiling in model.ceilings}
    for product in products:
        paid = uptake[product.code] * sample[product.price.code]
        revenue.add(paid, commercial=product.commercial)
        spent = uptake[product.code] * sample[product.cost.code]
        direct_cost.add(spent, commercial=product.commercial)
        if product.funder in funded:
            funded[product.funder].add(paid, commercial=product.commercial)
    if isinstance(segment.inflow, LeadInflow):
        leads = sample[segment.inflow.leads.code]
        joiners = leads * sample[segment.inflow.conversion.code]
    else:
        joiners = sample[segment.inflow.code]
    return PerClient(
        segment=segment,
        avoidable=_avoidable(segment, sample),
        unavoidable=_unavoidable(segment, sample),
        revenue=revenue.flow(),
        direct_cost=direct_cost.flow(),
        funded={funder: funded[funder].flow() for funder in sorted(funded)},
        cost_to_serve=sample[segment.cost_to_serve.code],
        acquisition_cost=sample[segment.acquisition_cost.code],
        joiners=joiners,
    )


def _avoidable(segment: Segment, sample: Sample) -> Avoidable:
    stay = segment.avoidable
    if isinstance(stay, Estimate):
        return Avoidable(sample[stay.code], None)
    alpha, beta = stay_curves(stay, sample[stay.code])
    return Avoidable(alpha, alpha + beta)


def _unavoidable(segment: Segment, sample: Sample) -> Floats:
    """Return the chance per draw.

    A table by age is the same in all draws and stays in the segment.
    """
    if isinstance(segment.unavoidable, Estimate):
        return sample[segment.unavoidable.code]
    return np.zeros(1)


def stay_curves(stay: BetaGeometric, ranks: Floats) -> tuple[Floats, Floats]:
    """Return alpha and beta at each rank: 0 is the curve on which most have left after a year."""
    alpha, beta, weight = np.array([(p.alpha, p.beta, p.weight) for p in stay.points]).T
    months = np.arange(12)[:, None]
    after_a_year = np.prod((beta + months) / (alpha + beta + months), axis=0)
    order = np.lexsort((alpha, after_a_year))
    below = np.cumsum(weight[order])
    chosen = order[np.searchsorted(below[:-1] / below[-1], ranks, side="right")]
    return alpha[chosen], beta[chosen]


class _Sum:
    def __init__(self) -> None:
        self.steady: Floats = np.zeros(1)
        self.commercial: Floats = np.zeros(1)

    def add(self, amount: Floats, *, commercial: bool) -> None:
        if commercial:
            self.commercial = self.commercial + amount
        else:
            self.steady = self.steady + amount

    def flow(self) -> Flow:
        return Flow(self.steady, self.commercial)
