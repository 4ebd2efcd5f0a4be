# SPDX-License-Identifier: EUPL-1.2
"""What the model consists of, as plain values: what rules reckon with and a run keeps."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

PERIODS_PER_YEAR = {"month": 12, "year": 1}


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of clients: code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Service:
    """A product: only what clients pay themselves (`is_commercial`) can be sold more of."""

    code: str
    name: str
    is_commercial: bool
    funder: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A plateau: its effect starts after a period, grows for `ramp`,
    and is `share` of the whole."""

    number: int
    name: str
    starts_after: int
    ramp: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """A plan: how far each lever is pulled (1: as estimated), for which part of the costs."""

    ref: str
    name: str
    cost_share: Decimal
    strengths: tuple[tuple[str, Decimal], ...]

    def strength(self, lever: str) -> Decimal:
        """Return how far a lever is pulled; 0 when it is left alone."""
        return dict(self.strengths).get(lever, Decimal(0))


@dataclass(frozen=True, slots=True)
class Test:
    """A test that could be done before choosing."""

    ref: str
    name: str
    code: str
    uptake_worst: Decimal
    uptake_guess: Decimal
    uptake_best: Decimal
    fixed_cost: Decimal
    cost_per_client: Decimal


@dataclass(frozen=True, slots=True)
class Setup:
    """All of a model but its numbers."""

    step: str
    years: int
    segments: tuple[Part, ...]
    products: tuple[Service, ...]
    plateaus: tuple[Step, ...]
    options: tuple[Option, ...]
    tests: tuple[Test, ...] = ()

    @property
    def periods_per_year(self) -> int:
        """Return how many periods make a year: 12 or 1."""
        return PERIODS_PER_YEAR[self.step]

    @property
    def periods(self) -> int:
        """Return how many periods are reckoned."""
        return self.years * self.periods_per_year

    @property
    def funders(self) -> tuple[str, ...]:
        """Return who pays, in the order of the products."""
        return tuple(dict.fromkeys(one.funder for one in self.products if one.funder))

    def as_json(self) -> dict[str, Any]:
        """Return it as a run stores it; `from_json` makes the same again."""
        return {**asdict(self)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Setup":
        """Return the set-up that a run stored."""
        number = Decimal
        return cls(
            step=stored["step"],
            years=stored["years"],
            segments=tuple(Part(**one) for one in stored["segments"]),
            products=tuple(Service(**one) for one in stored["products"]),
            plateaus=tuple(
                Step(**one | {"share": number(one["share"])}) for one in stored["plateaus"]
            ),
            options=tuple(
                Option(
                    one["ref"],
                    one["name"],
                    number(one["cost_share"]),
                    tuple((lever, number(value)) for lever, value in one["strengths"]),
                )
                for one in stored["options"]
            ),
            tests=tuple(
                Test(
                    one["ref"],
                    one["name"],
                    one["code"],
                    *(number(one[name]) for name in _TEST_NUMBERS),
                )
                for one in stored["tests"]
            ),
        )


_TEST_NUMBERS = (
    "uptake_worst", "uptake_guess", "uptake_best", "fixed_cost", "cost_per_client",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ByStay:
    """What counting says of leaving by length of stay, in periods of the model.

    `points` of avoidable exits are equally likely curves (alpha, beta), from those on which most
    leave soonest; of unavoidable exits one chance for each period of stay. `ages`: how long the
    clients of today have been here, and which share of them.
    """

    points: tuple[tuple[float, ...], ...]
    ages: tuple[tuple[int, float], ...] = ()

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "ByStay":
        """Return what the database keeps."""
        return cls(
            points=tuple(tuple(point) for point in stored["points"]),
            ages=tuple((age, share) for age, share in stored["ages"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One estimate in one version, as far as the calculation needs it."""

    code: str
    version: int
    worst: Decimal
    guess: Decimal
    best: Decimal
    shape: str
    first: float | None = None
    second: float | None = None
    by_stay: ByStay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateFields:
    """What somebody fills in for one estimate; the last three come from counting only.

    Without `owner_id` the owner stays who it was, or becomes who records it.
    """

    code: str
    worst: Decimal
    guess: Decimal
    best: Decimal
    shape: str
    origin: str
    source: str
    observed_on: date
    n: int | None = None
    review_on: date | None = None
    owner_id: int | None = None
    first: float | None = None
    second: float | None = None
    by_stay: ByStay | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: a code of `choices.PROBLEMS` and what its sentence names."""

    field: str
    code: str
    values: tuple[tuple[str, str], ...] = ()


type Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem in a file: the row as a spreadsheet counts it, and the column's heading."""

    row: int
    column: str
    problem: Problem
