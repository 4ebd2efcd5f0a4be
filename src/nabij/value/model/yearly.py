# SPDX-License-Identifier: EUPL-1.2
"""The value model in its plain yearly form, in `Decimal` throughout: a page of paper, to the cent.

Per segment and year t, with ramp g_t:

    r_t = (1 - d)(1 - (u + du g_t))          share that stays; the lever acts on u only, never on d
    A_t = A (1 + dA g_t)    w_t = min(1, w + dw g_t)    c_t = c (1 - s g_t)
    N_t = N_(t-1) r_t + A_t    n_t = (N_(t-1) + N_t) / 2    production_t = n_t B w_t
    revenue_t = sum over funders of min(production, ceiling)
    contribution_t = revenue_t - production_t v - n_t c_t - A_t CAC
    delta_t = contribution_t - contribution_t with all levers 0

    room = sum delta_t / (1+i)^t        net value = sum (delta_t - I_t) / (1+i)^t
"""

import decimal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import wraps
from itertools import accumulate, combinations
from math import factorial

from nabij.value.model.check import OutsideBounds
from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.types import ONE, ZERO, Lever

PRECISION = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlySegment:
    """Clients that behave alike; rates are shares per year, amounts euro per year without VAT.

    clients N0, joiners A, unavoidable d, avoidable u (of those who could have stayed), budget B
    (what a client spends with anyone on what we offer), wallet w (our share of it), variable_cost v
    (share of revenue), cost_to_serve c per client, acquisition_cost CAC per new client. `funders`
    says which share of the production who pays; it may be left out where no ceiling matters.
    """

    code: str
    clients: Decimal
    joiners: Decimal
    unavoidable: Decimal
    avoidable: Decimal
    budget: Decimal
    wallet: Decimal
    variable_cost: Decimal
    cost_to_serve: Decimal
    acquisition_cost: Decimal
    funders: Mapping[str, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyEffects:
    """What the levers do at full strength: du, dA, dw and s."""

    avoidable: Decimal = ZERO
    joiners: Decimal = ZERO
    wallet: Decimal = ZERO
    cost: Decimal = ZERO

    def only(self, levers: Iterable[Lever]) -> "YearlyEffects":
        """Return the effects of some levers, the others at 0."""
        kept = set(levers)
        return YearlyEffects(
            avoidable=self.avoidable if Lever.RETENTION in kept else ZERO,
            joiners=self.joiners if Lever.ACQUISITION in kept else ZERO,
            wallet=self.wallet if Lever.REVENUE in kept else ZERO,
            cost=self.cost if Lever.COST in kept else ZERO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyCase:
    """An institution over the years of `ramp`
    (share of the effect that works in each) and `investment`."""

    segments: tuple[YearlySegment, ...]
    effects: YearlyEffects
    ramp: tuple[Decimal, ...]
    investment: tuple[Decimal, ...]
    fixed_cost: Decimal
    discount_rate: Decimal
    ceilings: Mapping[str, tuple[Decimal, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRow:
    """One year, all segments together; `unpaid` is production above a ceiling."""

    year: int
    clients: Decimal
    average_clients: Decimal
    production: Decimal
    revenue: Decimal
    unpaid: Decimal
    contribution: Decimal
    result: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyResult:
    """Both courses and what the difference is worth.

    payback: first year in which the running total of delta - investment is 0 or more, None if none
    is. levers: Shapley values, which sum to the room. return_on_investment: None without
    investment.
    """

    base: tuple[YearlyRow, ...]
    plan: tuple[YearlyRow, ...]
    delta: tuple[Decimal, ...]
    room: Decimal
    net_value: Decimal
    payback: int | None
    return_on_investment: Decimal | None
    levers: Mapping[Lever, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientValue:
    """What an average client of a segment is worth; never kept per person.

    retention r; lifetime 1/(1-r) in years; margin m = B w (1 - v) - c per year;
    from_start m(1+i)/(1+i-r) (margin at the start of a year), from_end m r/(1+i-r).
    """

    retention: Decimal
    lifetime: Decimal | None
    margin: Decimal
    from_start: Decimal
    from_end: Decimal


class ImpossibleChurn(ImpossibleModel):
    code = "impossible-churn"
    message = gettext_noop(
        "In segment %(segment)s %(churn)s of the clients would leave in year %(year)s;"
        " it must lie between 0 and 1."
    )


class YearsDiffer(ImpossibleModel):
    code = "years-differ"
    message = gettext_noop(
        "There are %(ramp)s years of effect and %(investment)s of investment; give as many of each."
    )


class FundersDoNotAddUp(ImpossibleModel):
    code = "funders-do-not-add-up"
    message = gettext_noop(
        "What funders pay of segment %(segment)s must add up to 1, and adds up to %(total)s."
    )


def _exact[**Given, Returned](function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Calculate with 34 digits whatever the caller's own precision is."""

    @wraps(function)
    def precise(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        with decimal.localcontext(decimal.Context(prec=PRECISION)):
            return function(*args, **kwargs)

    return precise


@_exact
def calculate(case: YearlyCase) -> YearlyResult:
    """Return the yearly model of a case; amounts are exact to 34 digits, not rounded.

    Raises:
        ImpossibleChurn: the lever takes avoidable churn outside 0..1.
        OutsideBounds: a rate or share lies outside 0..1.
        YearsDiffer: effect and investment cover different years.
        FundersDoNotAddUp: the shares of a segment's funders do not sum to 1.
    """
    _check(case)
    base, plan = _course(case, YearlyEffects()), _course(case, case.effects)
    base_contribution = [row.contribution for row in base]
    delta = _delta(plan, base_contribution)
    room = _present(delta, case)
    spent = _present(case.investment, case)
    plan = tuple(
        replace(row, result=row.result - amount)
        for row, amount in zip(plan, case.investment, strict=True)
    )
    return YearlyResult(
        base=base,
        plan=plan,
        delta=delta,
        room=room,
        net_value=room - spent,
        payback=_payback(delta, case.investment),
        return_on_investment=(room - spent) / spent if spent else None,
        levers=_shapley(case, base_contribution),
    )


@_exact
def client_value(segment: YearlySegment, discount_rate: Decimal) -> ClientValue:
    """Return what an average client of a segment is worth.

    Source: Gupta, Lehmann and Stuart 2004.
    """
    retention = (1 - segment.unavoidable) * (1 - segment.avoidable)
    margin = segment.budget * segment.wallet * (1 - segment.variable_cost) - segment.cost_to_serve
    leaving = 1 + discount_rate - retention
    return ClientValue(
        retention=retention,
        lifetime=1 / (1 - retention) if retention < 1 else None,
        margin=margin,
        from_start=margin * (1 + discount_rate) / leaving,
        from_end=margin * retention / leaving,
    )


@_exact
def churn_that_pays(case: YearlyCase) -> Decimal | None:
    """Return the change of avoidable churn at which the plan just pays; None if none does.

    Below 0 churn must fall by so much; above 0 it may even rise. The other levers keep their
    effect. By bisection between no avoidable churn and all of it, to a millionth of a percentage
    point.
    """
    rates = [segment.avoidable for segment in case.segments]

    def net(change: Decimal) -> Decimal:
        return calculate(replace(case, effects=replace(case.effects, avoidable=change))).net_value

    low, high = -min(rates), 1 - max(rates)
    if (net(low) < 0) == (net(high) < 0):
        return None
    rising = net(high) > 0
    while high - low > Decimal("1e-8"):
        middle = (low + high) / 2
        if (net(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return high if rising else low


def _check(case: YearlyCase) -> None:
    if len(case.ramp) != len(case.investment):
        raise YearsDiffer(ramp=len(case.ramp), investment=len(case.investment))
    for share in case.ramp:
        _share("ramp", share)
    for segment in case.segments:
        for name in ("unavoidable", "avoidable", "wallet", "variable_cost"):
            _share(f"{segment.code}: {name}", getattr(segment, name))
        for year, grown in enumerate(case.ramp, 1):
            churn = segment.avoidable + case.effects.avoidable * grown
            if not 0 <= churn <= 1:
                raise ImpossibleChurn(segment=segment.code, churn=churn, year=year)
        total = sum((segment.funders or {"": ONE}).values())
        if total != 1:
            raise FundersDoNotAddUp(segment=segment.code, total=total)


def _share(code: str, value: Decimal) -> None:
    if not 0 <= value <= 1:
        raise OutsideBounds(code=code, low=0, high=1, value=value)


def _course(case: YearlyCase, effects: YearlyEffects) -> tuple[YearlyRow, ...]:
    here = {segment.code: segment.clients for segment in case.segments}
    rows = []
    for year, grown in enumerate(case.ramp, 1):
        production: dict[str, Decimal] = {}
        cost = average = ZERO
        for segment in sorted(case.segments, key=lambda each: each.code):
            leaving = segment.avoidable + effects.avoidable * grown
            joiners = segment.joiners * (1 + effects.joiners * grown)
            wallet = min(ONE, segment.wallet + effects.wallet * grown)
            serving = segment.cost_to_serve * (1 - effects.cost * grown)
            before = here[segment.code]
            here[segment.code] = before * (1 - segment.unavoidable) * (1 - leaving) + joiners
            present = (before + here[segment.code]) / 2
            produced = present * segment.budget * wallet
            for funder, share in (segment.funders or {"": ONE}).items():
                production[funder] = production.get(funder, ZERO) + produced * share
            cost += produced * segment.variable_cost + present * serving
            cost += joiners * segment.acquisition_cost
            average += present
        revenue = sum(
            (_paid(case, funder, production[funder], year) for funder in production), ZERO
        )
        produced = sum(production.values(), ZERO)
        rows.append(
            YearlyRow(
                year=year,
                clients=sum(here.values(), ZERO),
                average_clients=average,
                production=produced,
                revenue=revenue,
                unpaid=produced - revenue,
                contribution=revenue - cost,
                result=revenue - cost - case.fixed_cost,
            )
        )
    return tuple(rows)


def _paid(case: YearlyCase, funder: str, production: Decimal, year: int) -> Decimal:
    yearly = (case.ceilings or {}).get(funder)
    if not yearly:
        return production
    return min(production, yearly[min(year, len(yearly)) - 1])


def _delta(plan: Iterable[YearlyRow], base_contribution: list[Decimal]) -> tuple[Decimal, ...]:
    return tuple(row.contribution - base for row, base in zip(plan, base_contribution, strict=True))


def _present(amounts: Iterable[Decimal], case: YearlyCase) -> Decimal:
    growth = 1 + case.discount_rate
    return sum((amount / growth**year for year, amount in enumerate(amounts, 1)), ZERO)


def _payback(delta: Iterable[Decimal], investment: Iterable[Decimal]) -> int | None:
    net = (gain - amount for gain, amount in zip(delta, investment, strict=True))
    return next((year for year, total in enumerate(accumulate(net), 1) if total >= 0), None)


def _shapley(case: YearlyCase, base_contribution: list[Decimal]) -> Mapping[Lever, Decimal]:
    rooms = {
        levers: _present(_delta(_course(case, case.effects.only(levers)), base_contribution), case)
        for size in range(5)
        for levers in map(frozenset, combinations(Lever, size))
    }
    parts = dict.fromkeys(Lever, ZERO)
    for before, room in rooms.items():
        orders = (
            Decimal(factorial(len(before)) * factorial(3 - len(before)))
            if len(before) < 4
            else ZERO
        )
        for lever in set(Lever) - before:
            parts[lever] += orders / 24 * (rooms[before | {lever}] - room)
    return parts
