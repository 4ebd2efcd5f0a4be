# SPDX-License-Identifier: EUPL-1.2
"""Pure engine of the value optimisation model (numpy, no Django): A-21 to A-29.

In: a `Model` of segments, products, the effects of four levers and a `Plan` of plateaus, each
number an `Estimate`. Out: frozen results with `Decimal` euro. The same model, seed and number of
draws gives the same bits; the order of segments, products and plateaus does not matter; the first n
draws of a longer run are the n draws of a shorter one.

Calculate (each raises `ImpossibleModel` with a sentence when the model cannot be):

    scenarios(model)                        {Scenario: ScenarioResult}: by month, NPV, room, payback
    scenario(model, column, plan=None)      one of them, for this or another plan
    outlook(model, plan)                    {Scenario: Outlook}: what is left and payback
    simulate(model, draws=, seed=)          Simulation: mean, chance of loss, fan, histogram
    tornado(model, codes=None)              TornadoBar per uncertain estimate, widest first
    moments(model)                          ExactMoments over the four levers, no draws needed
    sobol(model, draws=, seed=, codes=None) SobolRow per estimate, by drawing
    plateau_payoffs(model)                  PlateauPayoff per plateau
    break_even(model, code)                 the value at which the plan just pays, or None
    learn(model, draws=, seed=)             Learning: EVPI, and EVPPI per estimate
    learn_exactly(model)                    the same by counting out three-point estimates
    worth_by_drawing(model, draws=, seed=)  Worth: draws that learn and best_trial may share
    trial_value(model, trial, n, ...)       TrialValue: what a test with n clients is worth
    best_trial(model, trial, ...)           TrialChoice: the n with the highest net benefit
    learnt(estimate, trial, asked=, yes=)   the estimate after that test
    yearly.calculate(case)                  the plain yearly form, to the cent

Estimate from data: `stay` (Kaplan-Meier, Aalen-Johansen, sBG), `inflow` (leads x conversion),
`wallet` (share of wallet), `serving` (cost to serve), `proportions` (two groups, n per arm).
"""

from nabij.value.model.check import check_model
from nabij.value.model.columns import outlook, scenario, scenarios
from nabij.value.model.distributions import from_posterior, quantile
from nabij.value.model.errors import ImpossibleModel
from nabij.value.model.learning import (
    Worth,
    can_count,
    learn,
    learn_exactly,
    worth_by_counting,
    worth_by_drawing,
)
from nabij.value.model.plateaus import plateau_payoffs
from nabij.value.model.results import (
    Bin,
    ExactMoments,
    FanRow,
    InputValue,
    Learning,
    OptionValue,
    Outlook,
    Period,
    PlateauPayoff,
    Position,
    ScenarioResult,
    Simulation,
    SobolRow,
    TornadoBar,
    TrialChoice,
    TrialValue,
)
from nabij.value.model.sampling import uncertain_codes
from nabij.value.model.sensitivity import break_even, kinds, moments, sobol, tornado
from nabij.value.model.simulation import simulate
from nabij.value.model.trials import best_trial, learnt, trial_value
from nabij.value.model.types import (
    AgeShare,
    BetaGeometric,
    Ceiling,
    Effects,
    Estimate,
    Family,
    HazardTable,
    LeadInflow,
    Lever,
    Model,
    Plan,
    PlannedCost,
    Plateau,
    Posterior,
    Product,
    Reach,
    Scenario,
    Segment,
    Shape,
    Trial,
    Uptake,
    Weighted,
    estimates_of,
    fixed,
)

__all__ = [
    "AgeShare",
    "BetaGeometric",
    "Bin",
    "Ceiling",
    "Effects",
    "Estimate",
    "ExactMoments",
    "Family",
    "FanRow",
    "HazardTable",
    "ImpossibleModel",
    "InputValue",
    "LeadInflow",
    "Learning",
    "Lever",
    "Model",
    "OptionValue",
    "Outlook",
    "Period",
    "Plan",
    "PlannedCost",
    "Plateau",
    "PlateauPayoff",
    "Position",
    "Posterior",
    "Product",
    "Reach",
    "Scenario",
    "ScenarioResult",
    "Segment",
    "Shape",
    "Simulation",
    "SobolRow",
    "TornadoBar",
    "Trial",
    "TrialChoice",
    "TrialValue",
    "Uptake",
    "Weighted",
    "Worth",
    "best_trial",
    "break_even",
    "can_count",
    "check_model",
    "estimates_of",
    "fixed",
    "from_posterior",
    "kinds",
    "learn",
    "learn_exactly",
    "learnt",
    "moments",
    "outlook",
    "plateau_payoffs",
    "quantile",
    "scenario",
    "scenarios",
    "simulate",
    "sobol",
    "tornado",
    "trial_value",
    "uncertain_codes",
    "worth_by_counting",
    "worth_by_drawing",
]
