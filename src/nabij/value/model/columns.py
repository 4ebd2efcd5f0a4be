# SPDX-License-Identifier: EUPL-1.2
"""Worst, guess and best: the table by period, what the plan may cost, when it has paid back
(A-26, A-27)."""

import math
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal

import numpy as np

from nabij.value.model import sampling
from nabij.value.model.cashflow import Flows, flows, run
from nabij.value.model.check import check_model
from nabij.value.model.distributions import Floats
from nabij.value.model.economics import per_client
from nabij.value.model.frame import Frame, lay_out
from nabij.value.model.money import money
from nabij.value.model.results import Outlook, Period, Position, ScenarioResult
from nabij.value.model.types import Lever, Model, Plan, Scenario

# A hundred million per cent a year: what costs next to nothing has no rate that says anything.
MOST_RATE = 1e6


def scenarios(model: Model) -> dict[Scenario, ScenarioResult]:
    """Return the three columns of the model's own plan. Raises: as `check_model`."""
    return {column: scenario(model, column) for column in Scenario}


def scenario(model: Model, column: Scenario, plan: Plan | None = None) -> ScenarioResult:
    """Return one column: every estimate at its worst, guess or best.

    NPV = sum of CF(t) (1 + d)^(-t / periods per year); room = present value of the gross gain.
    Raises: as `check_model`.
    """
    check_model(model)
    frame = lay_out(model, model.plan if plan is None else plan)
    sample = sampling.column(model, column)
    economics = per_client(model, sample)
    base = flows(frame, economics, sample, 1, with_plan=False, with_leavers=True)
    course = flows(frame, economics, sample, 1, with_plan=True, with_leavers=True)
    outcome = run(frame, sample)
    delta = (course.gross - course.plan_cost - base.gross)[:, 0]
    base_npv, room, cost = outcome.base_npv[0], outcome.room[0], outcome.plan_cost[0]
    return ScenarioResult(
        scenario=column,
        periods=_periods(base, course, delta, outcome.cumulative[:, 0], frame),
        base_npv=money(base_npv),
        plan_npv=money(base_npv + outcome.delta_npv[0]),
        delta_npv=money(outcome.delta_npv[0]),
        room=money(room),
        plan_cost=money(cost),
        payback=payback(outcome.cumulative[:, 0]),
        return_on_investment=_ratio(outcome.delta_npv[0], cost),
        internal_rate=_yearly_rate(delta, model.periods_per_year),
        levers=shapley(frame, sample),
    )


def outlook(model: Model, plan: Plan) -> Mapping[Scenario, Outlook]:
    """Return what is left of a plan, and when it has paid back, in each of the three columns.

    The same amounts as `scenario` gives, without its tables: for plans that are only compared.
    Raises: as `check_model`.
    """
    check_model(model)
    columns = [sampling.column(model, column) for column in Scenario]
    sample = {code: np.concatenate([column[code] for column in columns]) for code in columns[0]}
    found = run(lay_out(model, plan), sample)
    return {
        column: Outlook(delta_npv=money(delta), payback=payback(found.cumulative[:, index]))
        for index, (column, delta) in enumerate(zip(Scenario, found.delta_npv, strict=True))
    }


def _periods(
    base: Flows, course: Flows, delta: Floats, cumulative: Floats, frame: Frame
) -> tuple[Period, ...]:
    return tuple(
        Period(
            period=index + 1,
            base=_position(base, index),
            plan=_position(course, index),
            delta=money(delta[index]),
            discounted_delta=money(delta[index] * frame.discount[index]),
            cumulative=money(cumulative[index]),
        )
        for index in range(frame.model.periods)
    )


def _position(of: Flows, index: int) -> Position:
    amounts = {field.name: money(getattr(of, field.name)[index, 0]) for field in fields(Flows)}
    cash_flow = money(of.gross[index, 0] - of.plan_cost[index, 0])
    return Position(cash_flow=cash_flow, **amounts)


def payback(cumulative: Floats) -> int | None:
    """Return the first period from which a running total stays at or above 0,
    None if it never does."""
    below = np.flatnonzero(cumulative < 0)
    if not len(below):
        return 1
    after = int(below[-1]) + 2
    return after if after <= len(cumulative) else None


def _ratio(gain: float, cost: float) -> Decimal | None:
    return money(gain / cost) if cost > 0 else None


def _yearly_rate(amounts: Floats, periods_per_year: int) -> Decimal | None:
    """Return the internal rate per year, None where there is none or it is beyond all meaning."""
    rate = internal_rate(amounts)
    if rate is None or periods_per_year * math.log1p(rate) > math.log1p(MOST_RATE):
        return None
    return money((1 + rate) ** periods_per_year - 1)


def internal_rate(amounts: Floats) -> float | None:
    """Return the rate per period at which amounts are worth 0 together,
    None if not exactly one exists.

    Amounts that change sign once have exactly one rate above -1 (Descartes). By bisection on v =
    1/(1 + r).

    Example:
        >>> internal_rate(np.array([-100.0, 39, 59, 55, 20]))
        0.280948421...
    """
    signs = np.sign(amounts[amounts != 0])
    if np.count_nonzero(np.diff(signs)) != 1:
        return None
    falling = bool(signs[0] > 0)
    amounts = np.trim_zeros(amounts, "f")
    powers = np.arange(len(amounts))

    def is_worth_something(v: float) -> bool:
        return bool(amounts @ v**powers > 0)

    low, high = 0.0, 1.0
    while is_worth_something(high) == falling:
        low, high = high, high * 2
        if high > 1e6:  # a rate of -99.9999% a period: nothing anyone would call a return
            return None
    for _ in range(200):
        middle = (low + high) / 2
        if is_worth_something(middle) == falling:
            low = middle
        else:
            high = middle
    return 1 / middle - 1 if middle > 0 else None


def shapley(frame: Frame, sample: sampling.Sample) -> Mapping[Lever, Decimal]:
    """Return what each lever adds to the room, averaged over every order in which they may come.

    16 runs side by side, one per set of levers; the four parts sum to the room of all levers, so
    what they do together is shared, not lost. `sample` is one column. Source: Shapley 1953.
    """
    levers = tuple(Lever)
    sets = np.arange(2 ** len(levers))
    tried = dict(sample)
    for bit, lever in enumerate(levers):
        code = frame.model.effects.of(lever).code
        tried[code] = np.where(sets >> bit & 1, sample[code], 0.0)
    room = run(frame, tried).room
    # Chance that a set is what stands before a lever in a random order: |S|! (3 - |S|)! / 4!
    chance = np.array([6, 2, 2, 6]) / 24
    size = np.bitwise_count(sets).astype(int)
    parts = {}
    for bit, lever in enumerate(levers):
        without = sets[(sets >> bit & 1) == 0]
        parts[lever] = money(chance[size[without]] @ (room[without | 1 << bit] - room[without]))
    return parts
