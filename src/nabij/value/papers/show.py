# SPDX-License-Identifier: EUPL-1.2
"""What pages and papers show of an outcome: rows with their words, charts with their places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nabij.value import model as engine
from nabij.value.choices import LeverKind, Origin, Unit
from nabij.value.models import Estimate, ValueModel
from nabij.value.papers import words
from nabij.value.rules import charts, codebook
from nabij.value.rules.calculation import Answer, Insight
from nabij.value.rules.staying import rates_in_year
from nabij.value.types import ByStay, Setup

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A chart row with what it is called, and what is behind it: an estimate, or a figure's."""

    label: str
    row: Any
    code: str = ""
    basis: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the table: today's course beside the plan, amounts of the whole year."""

    year: int
    clients: Decimal
    plan_clients: Decimal
    revenue: Decimal
    plan_revenue: Decimal
    result: Decimal
    plan_result: Decimal
    plan_cost: Decimal
    cumulative: Decimal


def outcome(
    setup: Setup,
    answer: Answer,
    insight: Insight | None,
    *,
    estimates: Mapping[str, Estimate],
    model: ValueModel,
    destination: str | None = None,
) -> dict[str, Any]:
    """Return the context of an outcome; without insight only what is quick.

    A kept run says where the money went then: `destination`.
    """
    guess = answer.guess
    names = [_("Worst case"), _("Best guess"), _("Best case")]
    chance = insight.loss_chance if insight else answer.simulation.loss_chance
    found: dict[str, Any] = {
        "answer": answer,
        "destination": model.destination if destination is None else destination,
        "guess": guess,
        "simulation": answer.simulation,
        "sentences": words.sentences(setup, answer, insight),
        "in_a_hundred": words.in_a_hundred(chance),
        "payback": words.when(setup, guess.payback),
        "is_gain": guess.delta_npv >= 0,
        "waterfall": waterfall(answer),
        "fan": charts.fan(answer.simulation.fan, periods_per_year=setup.periods_per_year),
        "fan_years": _at_year_ends(answer.simulation.fan, setup),
        "case_names": names,
        "columns": [
            (key, name, list(zip(names, values, strict=True)))
            for key, name, values in columns(setup, answer)
        ],
        "plans": [
            (ref, name, list(zip(names, amounts, strict=True)), payback)
            for ref, name, amounts, payback in plans(setup, answer)
        ],
        "years": years(answer.columns[engine.Scenario.GUESS], setup),
        "insight": insight,
    }
    if insight:
        found |= {
            "tornado": tornado(setup, insight, guess.delta_npv, estimates),
            "payoffs": payoffs(setup, insight),
            "tests": insight.tests,
            "learning": learning(setup, insight, estimates),
            "best_test": insight.best_test,
        }
    return found


def waterfall(answer: Answer) -> list[Named]:
    """Return the steps from today to the plan with their names."""
    names = {one.value: str(one.label) for one in LeverKind} | {
        "room": _("Room for investment"),
        "plan_cost": _("Costs of the plan"),
        "delta_npv": _("What is left"),
    }
    bases = {"room": "room", "plan_cost": "plan_cost", "delta_npv": "left"}
    return [
        Named(
            label=names[bar.key],
            row=bar,
            code="" if bar.key in bases else f"lever.{bar.key}",
            basis=bases.get(bar.key, "room"),
        )
        for bar in charts.waterfall(answer.guess)
    ]


def tornado(
    setup: Setup, insight: Insight, middle: Decimal, estimates: Mapping[str, Estimate]
) -> list[Named]:
    """Return the widest swings with the name and origin of their estimates."""
    labels = labels_of(setup)
    return [
        Named(
            label=labels.get(swing.code, swing.code),
            row=swing,
            code=swing.code,
            origin=origin_of(estimates, swing.code),
        )
        for swing in charts.tornado(insight.tornado, middle)
    ]


def learning(setup: Setup, insight: Insight, estimates: Mapping[str, Estimate]) -> list[Named]:
    """Return the estimates that are worth knowing better, most first."""
    labels = labels_of(setup)
    return [
        Named(
            label=labels.get(one.codes[0], one.codes[0]),
            row=one,
            code=one.codes[0],
            origin=origin_of(estimates, one.codes[0]),
        )
        for one in insight.learning.inputs[:6]
        if one.evppi >= 1
    ]


def payoffs(setup: Setup, insight: Insight) -> list[Named]:
    """Return what each step of the plan adds, in their order."""
    names = {str(one.number): f"{one.number}. {one.name}" for one in setup.plateaus}
    rows = [Named(label=names[one.code], row=one) for one in insight.payoffs]
    return sorted(rows, key=lambda named: int(named.row.code))


def labels_of(setup: Setup) -> dict[str, str]:
    """Return what every estimate of a model is called."""
    return {slot.code: words.label(slot) for slot in codebook.slots(setup)}


def origin_of(estimates: Mapping[str, Estimate], code: str) -> str:
    """Return the kind of origin of an estimate in words."""
    row = estimates.get(code)
    return str(Origin(row.origin).label) if row else ""


def columns(setup: Setup, answer: Answer) -> list[tuple[str, str, list[str]]]:
    """Return worst, guess and best side by side: which figure a row is, its name, three texts."""
    found = [answer.columns[column] for column in engine.Scenario]
    return [
        (key, name, [of(one) for one in found])
        for key, name, of in (
            ("base_npv", _("Without the plan, over all years"), _euro("base_npv")),
            ("plan_npv", _("With the plan, over all years"), _euro("plan_npv")),
            ("room", _("Room for investment"), _euro("room")),
            ("plan_cost", _("Costs of the plan"), _euro("plan_cost")),
            ("left", _("What is left"), _euro("delta_npv")),
            ("left", _("Paid back"), lambda one: words.when(setup, one.payback)),
            (
                "left",
                _("Return on the plan's costs"),
                lambda one: _percent(one.return_on_investment),
            ),
        )
    ]


def _euro(name: str) -> Callable[[engine.ScenarioResult], str]:
    return lambda result: words.whole_euro(getattr(result, name))


def plans(setup: Setup, answer: Answer) -> list[tuple[str, str, list[Decimal], str]]:
    """Return every plan: ref, name, what is left at worst, guess and best, and when paid back."""
    return [
        (
            option.ref,
            option.name,
            [answer.plans[option.ref][column].delta_npv for column in engine.Scenario],
            words.when(setup, answer.plans[option.ref][engine.Scenario.GUESS].payback),
        )
        for option in setup.options
    ]


def years(result: engine.ScenarioResult, setup: Setup) -> list[Year]:
    """Return the table per year: flows are summed, clients are those at its end."""
    per_year = setup.periods_per_year
    found = []
    for year in range(setup.years):
        rows = result.periods[year * per_year : (year + 1) * per_year]
        last = rows[-1]
        found.append(
            Year(
                year=year + 1,
                clients=last.base.clients,
                plan_clients=last.plan.clients,
                revenue=sum((row.base.revenue - row.base.unpaid for row in rows), ZERO),
                plan_revenue=sum((row.plan.revenue - row.plan.unpaid for row in rows), ZERO),
                result=sum((row.base.cash_flow for row in rows), ZERO),
                plan_result=sum((row.plan.cash_flow for row in rows), ZERO),
                plan_cost=sum((row.plan.plan_cost for row in rows), ZERO),
                cumulative=last.cumulative,
            )
        )
    return found


def by_stay(estimate: Estimate | None, setup: Setup) -> list[tuple[int, list[str]]]:
    """Return per year of stay the chance to leave at worst, guess and best.

    Nothing if not counted so.
    """
    if estimate is None or not estimate.by_stay:
        return []
    counted = ByStay.from_json(estimate.by_stay)
    return [
        (
            year,
            [
                words.amount(Decimal(rate), Unit.RATE)
                for rate in rates_in_year(counted, year, setup.periods_per_year)
            ],
        )
        for year in range(1, 6)
    ]


def _at_year_ends(rows: Sequence[engine.FanRow], setup: Setup) -> list[tuple[int, engine.FanRow]]:
    per_year = setup.periods_per_year
    return [(year, rows[year * per_year - 1]) for year in range(1, setup.years + 1)]


def _percent(share: Decimal | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"
