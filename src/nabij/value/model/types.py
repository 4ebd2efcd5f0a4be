# SPDX-License-Identifier: EUPL-1.2
"""What goes into the value model: estimates, segments, products, levers, plateaus.

Amounts are `Decimal` euro without VAT, in money of the day. A period is a month unless the model
says otherwise (`periods_per_year`); rates and amounts are per period. Everything is frozen, so a
model may be shared, compared and stored. Constructing one checks it: a model that exists is
possible.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nabij.value.model.errors import ImpossibleModel, gettext_noop

ZERO, ONE = Decimal(0), Decimal(1)


class Lever(StrEnum):
    """The four ways in which a plan earns: A-21."""

    RETENTION = "retention"
    ACQUISITION = "acquisition"
    REVENUE = "revenue"
    COST = "cost"


class Scenario(StrEnum):
    """The three columns: A-26. Worst is worst for the result, so of a cost it is the high value."""

    WORST = "worst"
    GUESS = "guess"
    BEST = "best"


class Shape(StrEnum):
    """How worst, guess and best become chances.

    `pert` and `triangular` spread between worst and best with the peak on the guess; `three_point`
    takes worst, guess or best with chances 1/6, 4/6, 1/6; `fixed` is always the guess.
    """

    FIXED = "fixed"
    PERT = "pert"
    TRIANGULAR = "triangular"
    THREE_POINT = "three_point"


class Family(StrEnum):
    """What counting leaves us believing (a posterior)."""

    GAMMA = "gamma"
    BETA = "beta"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Posterior:
    """What data say of a number: gamma(shape, rate), beta(wins, losses) or normal(mean, sd)."""

    family: Family
    first: float
    second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number of the model, with how sure we are of it.

    `code` is unique within a model; results (tornado, value of information) name inputs by it, and
    the random draws hang on it, so that renaming an estimate changes its draws and moving it does
    not. With a `posterior` the draws come from there, and worst, guess and best are its columns
    (`estimates.from_posterior` fills them).

    Raises:
        NotANumber: one of the three is NaN or infinite.
        EstimateOutOfOrder: the guess does not lie between worst and best.
    """

    code: str
    worst: Decimal
    guess: Decimal
    best: Decimal
    shape: Shape = Shape.PERT
    posterior: Posterior | None = None

    def __post_init__(self) -> None:
        if not all(value.is_finite() for value in (self.worst, self.guess, self.best)):
            raise NotANumber(code=self.code)
        if not min(self.worst, self.best) <= self.guess <= max(self.worst, self.best):
            raise EstimateOutOfOrder(
                code=self.code, worst=self.worst, guess=self.guess, best=self.best
            )

    def at(self, scenario: Scenario) -> Decimal:
        """Return the value of one of the three columns."""
        return {
            Scenario.WORST: self.worst,
            Scenario.GUESS: self.guess,
            Scenario.BEST: self.best,
        }[scenario]

    @property
    def is_certain(self) -> bool:
        """Whether every draw is the guess."""
        return self.posterior is None and (
            self.shape is Shape.FIXED or self.worst == self.guess == self.best
        )


class NotANumber(ImpossibleModel):
    code = "not-a-number"
    message = gettext_noop("%(code)s is not a number.")


class EstimateOutOfOrder(ImpossibleModel):
    code = "estimate-out-of-order"
    message = gettext_noop(
        "The guess of %(code)s must lie between its worst and its best: %(worst)s, %(guess)s, %(best)s."
    )


def fixed(code: str, value: Decimal | int) -> Estimate:
    """Return an estimate that is certain."""
    value = Decimal(value)
    return Estimate(code=code, worst=value, guess=value, best=value, shape=Shape.FIXED)


@dataclass(frozen=True, slots=True)
class Weighted:
    """One pair of sBG parameters with how much we believe it (weights need not sum to 1)."""

    alpha: float
    beta: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaGeometric:
    """Avoidable exits that get rarer the longer a client stays: shifted-beta-geometric.

    Hazard in period a+1 of a stay is alpha / (alpha + beta + a). One point is one curve; more
    points are the posterior (`stay.beta_geometric_posterior` makes them). Source: Fader and Hardie
    2007.
    """

    code: str
    points: tuple[Weighted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardTable:
    """Chance per period of an exit, by age of the stay in periods.

    The last one goes on for ever.
    """

    rates: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadInflow:
    """New clients per period as leads per period x share that becomes a client."""

    leads: Estimate
    conversion: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeShare:
    """Which share of today's clients has been here for so many periods."""

    age: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptake:
    """Which share of a segment's clients uses a product; above 1 it is units per client."""

    product: str
    share: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Revenue and direct cost per using client per period.

    The revenue lever acts on `commercial` products only: care that someone is entitled to is not
    sold more of. `funder` names who pays, for the ceilings.
    """

    code: str
    price: Estimate
    cost: Estimate
    commercial: bool = False
    funder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most that a funder pays in a year (production ceiling); production above it is unpaid.

    One amount per year of the model; the last goes on.
    """

    funder: str
    yearly: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A group of clients that behaves alike, at least 25 (the caller guards that).

    Of `clients` present at the start, `ages` says since when (empty: all just began). Avoidable
    exits are those that the retention lever may act on; unavoidable ones (death, admission,
    recovery, financing ended) never are. `cost_to_serve` is per client per period (front office,
    contact, overhead), `acquisition_cost` per new client.
    """

    code: str
    clients: Decimal
    avoidable: Estimate | BetaGeometric
    unavoidable: Estimate | HazardTable
    inflow: Estimate | LeadInflow
    uptake: tuple[Uptake, ...]
    cost_to_serve: Estimate
    acquisition_cost: Estimate
    ages: tuple[AgeShare, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What the whole plan does at full strength, per lever, as a share.

    retention: share of avoidable exits that no longer happens; acquisition: more new clients;
    revenue: more uptake of commercial products; cost: less cost to serve.
    """

    retention: Estimate
    acquisition: Estimate
    revenue: Estimate
    cost: Estimate

    def of(self, lever: Lever) -> Estimate:
        """Return the estimate of one lever."""
        return {
            Lever.RETENTION: self.retention,
            Lever.ACQUISITION: self.acquisition,
            Lever.REVENUE: self.revenue,
            Lever.COST: self.cost,
        }[lever]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCost:
    """An amount that the plan costs at the end of a period (1 is the first)."""

    period: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which share of each lever's full effect a plateau brings; over all plateaus at most 1."""

    retention: Decimal = ONE
    acquisition: Decimal = ONE
    revenue: Decimal = ONE
    cost: Decimal = ONE

    def of(self, lever: Lever) -> Decimal:
        """Return the share of one lever."""
        return {
            Lever.RETENTION: self.retention,
            Lever.ACQUISITION: self.acquisition,
            Lever.REVENUE: self.revenue,
            Lever.COST: self.cost,
        }[lever]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plateau:
    """A step of the plan: what it brings, how fast, and what it costs.

    Its effect grows from nothing at the end of period `starts_after` to all of it `ramp` periods
    later: clip((t - starts_after) / ramp, 0, 1). `overrun` multiplies its costs (certain 1 when
    absent).
    """

    code: str
    starts_after: int = 0
    ramp: int = 1
    reach: Reach = Reach()
    costs: tuple[PlannedCost, ...] = ()
    overrun: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Plateaus that are carried out together; a plan without plateaus is doing nothing.

    Raises:
        PlateausPromiseTooMuch: together the plateaus reach more than all of a lever.
    """

    code: str
    plateaus: tuple[Plateau, ...] = ()

    def __post_init__(self) -> None:
        for lever in Lever:
            reach = sum((plateau.reach.of(lever) for plateau in self.plateaus), ZERO)
            if reach > 1:
                raise PlateausPromiseTooMuch(plan=self.code, lever=lever, reach=reach)


class PlateausPromiseTooMuch(ImpossibleModel):
    code = "plateaus-promise-too-much"
    message = gettext_noop(
        "The plateaus of %(plan)s bring %(reach)s times the lever %(lever)s; together it is at most 1."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An institution, its levers and its plan over `periods`; `discount_rate` is per year.

    `options` are other plans to choose from (doing nothing is always one); see `learning`.
    Checked by `check.check_model`, which every calculation calls.
    """

    code: str
    segments: tuple[Segment, ...]
    products: tuple[Product, ...]
    effects: Effects
    plan: Plan
    fixed_cost: Estimate
    discount_rate: Decimal
    ceilings: tuple[Ceiling, ...] = ()
    options: tuple[Plan, ...] = ()
    periods: int = 60
    periods_per_year: int = 12


def estimates_of(model: Model) -> Iterator[Estimate]:
    """Yield every estimate of a model, in no meaningful order.

    BetaGeometric stays are not estimates.
    """
    yield model.fixed_cost
    for lever in Lever:
        yield model.effects.of(lever)
    for plan in (model.plan, *model.options):
        yield from (plateau.overrun for plateau in plan.plateaus if plateau.overrun)
    for product in model.products:
        yield product.price
        yield product.cost
    for segment in model.segments:
        yield from _estimates_of_segment(segment)


def _estimates_of_segment(segment: Segment) -> Iterator[Estimate]:
    yield segment.cost_to_serve
    yield segment.acquisition_cost
    yield from (uptake.share for uptake in segment.uptake)
    yield from (
        exit_ for exit_ in (segment.avoidable, segment.unavoidable) if isinstance(exit_, Estimate)
    )
    if isinstance(segment.inflow, LeadInflow):
        yield segment.inflow.leads
        yield segment.inflow.conversion
    else:
        yield segment.inflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A campaign test that tells us something of one estimate before we decide.

    `n` clients get the offer; each takes it with a chance that follows the estimate: `uptake` at
    its worst, guess and best, and straight lines between. It costs `fixed_cost` + n x
    `cost_per_client`.

    With `control_uptake` (about how many do the same without an offer) another n clients form a
    control group, each at `cost_per_control`, and what is learnt is the difference between the two
    groups.
    """

    code: str
    uptake_worst: float
    uptake_guess: float
    uptake_best: float
    fixed_cost: Decimal
    cost_per_client: Decimal
    control_uptake: float | None = None
    cost_per_control: Decimal = ZERO
