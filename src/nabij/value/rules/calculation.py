# SPDX-License-Identifier: EUPL-1.2
"""What the engine is asked for a page, a paper or a command, and how a run is proven the same.

Calculations are remembered by their inputs: the same page asks the same again and again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nabij.value import model as engine
from nabij.value.model import (
    Learning,
    Outlook,
    PlateauPayoff,
    ScenarioResult,
    Simulation,
    TornadoBar,
)
from nabij.value.rules.assembly import assemble
from nabij.value.types import Figure, Setup, Test

SEED = 20260101
QUICK_DRAWS = 1000
DRAWS = 10_000
# Enough to rank what is worth finding out; each test and each estimate goes over all of them.
LEARNING_DRAWS = 4000
ROUGH_SIZES = (10, 50, 100, 150, 200, 300, 400, 500, 650, 800, 1000, 1300, 1600, 2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one plan gives: three columns, the draws, and all plans to compare."""

    model: engine.Model
    columns: Mapping[engine.Scenario, ScenarioResult]
    simulation: Simulation
    plans: Mapping[str, Mapping[engine.Scenario, Outlook]]

    @property
    def guess(self) -> ScenarioResult:
        """Return the column of the best guesses."""
        return self.columns[engine.Scenario.GUESS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """Where it hangs on, what each step adds, and what to find out first."""

    tornado: tuple[TornadoBar, ...]
    payoffs: tuple[PlateauPayoff, ...]
    learning: Learning
    tests: tuple[tuple[Test, engine.TrialChoice], ...]
    loss_chance: float
    is_exact: bool

    @property
    def best_test(self) -> tuple[Test, engine.TrialChoice] | None:
        """Return the test that earns most beyond its costs, if any does."""
        worthwhile = [one for one in self.tests if one[1].worthwhile]
        return max(worthwhile, key=lambda one: one[1].best.enbs, default=None)


def answer(
    setup: Setup, figures: Mapping[str, Figure], *, chosen: str, draws: int, seed: int = SEED
) -> Answer:
    """Return what the chosen plan gives; 1,000 draws of an ordinary model take a tenth of a second.

    Raises:
        ImpossibleModel: the numbers contradict each other.
    """
    return _answer(setup, _key(figures), chosen, draws, seed)


def insight(
    setup: Setup, figures: Mapping[str, Figure], *, chosen: str, draws: int, seed: int = SEED
) -> Insight:
    """Return what the plan hangs on and what to test first; about a second.

    Raises:
        ImpossibleModel: the numbers contradict each other.
    """
    return _insight(setup, _key(figures), chosen, draws, seed)


def digest(found: Answer) -> str:
    """Return a fingerprint of everything that was drawn: equal bits, equal fingerprint."""
    return hashlib.sha256(repr(found.simulation).encode()).hexdigest()


def summary(found: Answer, deeper: Insight) -> dict[str, Any]:
    """Return the outcome as a run stores it: amounts as text, nothing rounded."""
    return {
        "columns": {
            column.value: {
                "base_npv": str(result.base_npv),
                "plan_npv": str(result.plan_npv),
                "delta_npv": str(result.delta_npv),
                "room": str(result.room),
                "plan_cost": str(result.plan_cost),
                "payback": result.payback,
                "return_on_investment": _text(result.return_on_investment),
                "levers": {lever.value: str(part) for lever, part in result.levers.items()},
            }
            for column, result in found.columns.items()
        },
        "mean": str(found.simulation.mean),
        "sd": str(found.simulation.sd),
        "p5": str(found.simulation.p5),
        "p50": str(found.simulation.p50),
        "p95": str(found.simulation.p95),
        "loss_chance": deeper.loss_chance,
        "evpi": str(deeper.learning.evpi),
        "evppi": {one.codes[0]: str(one.evppi) for one in deeper.learning.inputs},
        "tests": [
            {
                "name": test.name,
                "n": choice.best.n,
                "evsi": str(choice.best.evsi),
                "cost": str(choice.best.cost),
                "enbs": str(choice.best.enbs),
            }
            for test, choice in deeper.tests
        ],
        "plateaus": [
            {"number": one.code, "added": str(one.added), "cost": str(one.cost), "pays": one.pays}
            for one in deeper.payoffs
        ],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _key(figures: Mapping[str, Figure]) -> tuple[Figure, ...]:
    return tuple(sorted(figures.values(), key=lambda figure: figure.code))


@lru_cache(maxsize=64)
def _answer(
    setup: Setup, figures: tuple[Figure, ...], chosen: str, draws: int, seed: int
) -> Answer:
    model = assemble(setup, {one.code: one for one in figures}, chosen=chosen)
    plans = {plan.code: engine.outlook(model, plan) for plan in (model.plan, *model.options)}
    return Answer(
        model=model,
        columns=engine.scenarios(model),
        simulation=engine.simulate(model, draws=draws, seed=seed),
        plans={option.ref: plans[option.ref] for option in setup.options},
    )


@lru_cache(maxsize=32)
def _insight(
    setup: Setup, figures: tuple[Figure, ...], chosen: str, draws: int, seed: int
) -> Insight:
    drawn = _answer(setup, figures, chosen, draws, seed)
    model = drawn.model
    is_exact = engine.can_count(model)
    # One set of futures for everything that is to be learnt; with few states all of them.
    if is_exact:
        worth = engine.worth_by_counting(model)
    else:
        worth = engine.worth_by_drawing(model, draws=min(draws, LEARNING_DRAWS), seed=seed)
    learning = engine.learn(model, worth=worth)
    known = engine.uncertain_codes(model)
    return Insight(
        tornado=tuple(engine.tornado(model)),
        payoffs=tuple(engine.plateau_payoffs(model)),
        learning=learning,
        tests=tuple(
            (test, _best_trial(model, _trial(test), worth, is_exact=is_exact))
            for test in setup.tests
            if test.code in known
        ),
        loss_chance=next(
            one.loss_chance if is_exact else drawn.simulation.loss_chance
            for one in learning.options
            if one.code == model.plan.code
        ),
        is_exact=is_exact,
    )


def _best_trial(
    model: engine.Model, trial: engine.Trial, worth: engine.Worth, *, is_exact: bool
) -> engine.TrialChoice:
    """Return the best size of a test to ten clients.

    With many states around the best rough size.
    """
    if is_exact:
        return engine.best_trial(model, trial, worth=worth)
    rough = engine.best_trial(model, trial, ROUGH_SIZES, worth=worth)
    near = range(max(rough.best.n - 50, 10), rough.best.n + 60, 10)
    return engine.best_trial(model, trial, near, worth=worth)


def _trial(test: Test) -> engine.Trial:
    return engine.Trial(
        code=test.code,
        uptake_worst=float(test.uptake_worst),
        uptake_guess=float(test.uptake_guess),
        uptake_best=float(test.uptake_best),
        fixed_cost=test.fixed_cost,
        cost_per_client=test.cost_per_client,
    )
