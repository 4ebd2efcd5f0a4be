# SPDX-License-Identifier: EUPL-1.2
"""What comes out of the value model: plain frozen rows, amounts as `Decimal` euro to a millionth.

Rounding to cents or to whole euros is for the page that shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nabij.value.model.types import Lever, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One period of the institution, with or without the plan.

    cash_flow = revenue - unpaid - direct_cost - cost_to_serve - acquisition_cost - fixed_cost -
    plan_cost; `unpaid` is production above a funder's ceiling.
    """

    clients: Decimal
    joiners: Decimal
    leavers_avoidable: Decimal
    leavers_unavoidable: Decimal
    revenue: Decimal
    unpaid: Decimal
    direct_cost: Decimal
    cost_to_serve: Decimal
    acquisition_cost: Decimal
    fixed_cost: Decimal
    plan_cost: Decimal
    cash_flow: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One row of the table: today's course, the plan, and the difference."""

    period: int
    base: Position
    plan: Position
    delta: Decimal
    discounted_delta: Decimal
    cumulative: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """One column: everything at worst, at guess or at best.

    room: the most that the plan may cost (present value of its gross gain); delta_npv = room -
    plan_cost. payback: first period from which the cumulative discounted difference stays at or
    above 0, else None. return_on_investment: delta_npv / plan_cost; internal_rate: per year; None
    where there is none. levers: Shapley value of each lever; they sum to the room.
    """

    scenario: Scenario
    periods: tuple[Period, ...]
    base_npv: Decimal
    plan_npv: Decimal
    delta_npv: Decimal
    room: Decimal
    plan_cost: Decimal
    payback: int | None
    return_on_investment: Decimal | None
    internal_rate: Decimal | None
    levers: Mapping[Lever, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is left of a plan in one column, and when it has paid back; as in `ScenarioResult`."""

    delta_npv: Decimal
    payback: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FanRow:
    """The cumulative discounted difference after a period: how it is spread over the draws."""

    period: int
    p5: Decimal
    p25: Decimal
    p50: Decimal
    p75: Decimal
    p95: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A bar of the histogram of delta_npv: draws with low <= value < high (the last: <= high)."""

    low: Decimal
    high: Decimal
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What `draws` random draws say of delta_npv (plan minus today's course, on the same draws).

    loss_chance: share of draws with delta_npv < 0. standard_error: of the mean.
    payback_chance: per period, the share of draws that has paid back by then.
    """

    seed: int
    draws: int
    mean: Decimal
    sd: Decimal
    standard_error: Decimal
    loss_chance: float
    p5: Decimal
    p25: Decimal
    p50: Decimal
    p75: Decimal
    p95: Decimal
    mean_room: Decimal
    mean_plan_cost: Decimal
    fan: tuple[FanRow, ...]
    histogram: tuple[Bin, ...]
    payback_chance: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoBar:
    """delta_npv with one estimate at its worst and at its best, the others at their guess."""

    code: str
    at_worst: Decimal
    at_best: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SobolRow:
    """Share of the variance of delta_npv that an estimate explains alone,
    and with all it touches."""

    code: str
    first: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactMoments:
    """Mean, spread and Sobol indices of delta_npv over the four levers without drawing."""

    mean: Decimal
    sd: Decimal
    sobol: tuple[SobolRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateauPayoff:
    """Whether a plateau pays by itself.

    added: delta_npv of the whole plan minus that of the plan without this plateau;
    room = added + cost; alone: delta_npv of this plateau with no other.
    """

    code: str
    added: Decimal
    cost: Decimal
    room: Decimal
    alone: Decimal
    payback: int | None

    @property
    def pays(self) -> bool:
        """Whether the plan is better with it than without it."""
        return self.added >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionValue:
    """What one option is worth on average, and how often it loses."""

    code: str
    mean: Decimal
    loss_chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValue:
    """The most that knowing one estimate (or one group of estimates) exactly is worth."""

    codes: tuple[str, ...]
    evppi: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What it is worth to know more before choosing; inputs ordered from most to least."""

    options: tuple[OptionValue, ...]
    best: str
    with_perfect_information: Decimal
    evpi: Decimal
    inputs: tuple[InputValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialValue:
    """What a test with `n` clients (per arm) is worth: enbs = evsi - cost."""

    n: int
    evsi: Decimal
    cost: Decimal
    enbs: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialChoice:
    """The test of one design with the highest expected net benefit,
    and the curve it was chosen from.

    `worthwhile` is False when even the best test costs more than it brings.
    """

    code: str
    best: TrialValue
    curve: tuple[TrialValue, ...]

    @property
    def worthwhile(self) -> bool:
        """Whether the best test earns more than it costs."""
        return self.best.enbs > 0
