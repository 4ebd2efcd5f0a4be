# SPDX-License-Identifier: EUPL-1.2
"""Two invented institutions to start from. All numbers are guesses and say so in their source.

`one-group` is the small model of which every outcome can be checked by hand: one group, three
years. `home-care` reckons per month with three groups and five services.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nabij.value.choices import Origin, Shape
from nabij.value.rules.codebook import Slot, slots
from nabij.value.types import EstimateFields, Setup

REVIEW_AFTER = timedelta(days=182)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A model with all its pieces and numbers.

    A number is a text of one, or of worst, guess and best: those of the whole model by code, those
    of groups and services by kind, in the order of `segments` and `products`; `uptake` has a row
    per service with a number per group. `sources` say by code or kind where a number comes from.
    """

    name: str
    note: str
    destination: str
    step: str
    years: int
    segments: list[str]
    products: list[dict[str, Any]]
    plateaus: list[dict[str, Any]]
    scenarios: list[dict[str, Any]]
    trials: list[dict[str, Any]]
    numbers: dict[str, str]
    per_segment: dict[str, list[str]]
    per_product: dict[str, list[str]]
    uptake: list[list[str]]
    sources: dict[str, tuple[Origin, str, int | None]] = field(default_factory=dict)
    shape: Shape = Shape.PERT


ALL = dict.fromkeys(("retention", "acquisition", "revenue", "cost"), Decimal(1))
KEEP_AND_SAVE = ALL | {"acquisition": Decimal(0), "revenue": Decimal(0)}

EXAMPLES = {
    "one-group": Example(
        name="Voorbeeld: één groep, drie jaar",
        note="Duizend cliënten, vier knoppen, twee plannen. Elke uitkomst is met de hand na te rekenen.",
        destination="Lagere tarieven voor wie een kleine beurs heeft.",
        step="year",
        years=3,
        segments=["Cliënten"],
        products=[{"name": "Zorg en diensten", "group": "care", "is_commercial": True}],
        plateaus=[{"name": "Plan", "starts_after": 0, "ramp": 1, "share": Decimal(1)}],
        scenarios=[
            {"name": "Hele plan", "strengths": ALL},
            {"name": "Klein plan", "strengths": KEEP_AND_SAVE, "cost_share": Decimal("0.3")},
        ],
        trials=[
            {
                "name": "Aanbod aan een deel van de cliënten",
                "code": "lever.revenue",
                "uptake_worst": Decimal("0.06"),
                "uptake_guess": Decimal("0.10"),
                "uptake_best": Decimal("0.14"),
                "fixed_cost": Decimal(2500),
                "cost_per_client": Decimal(15),
            }
        ],
        numbers={
            "lever.retention": "0 0.10 0.25",
            "lever.acquisition": "-0.02 0.08 0.20",
            "lever.revenue": "-0.02 0.04 0.10",
            "lever.cost": "-0.01 0.02 0.05",
            "budget.1.1": "220000",
            "budget.1.2": "60000",
            "budget.1.3": "60000",
            "fixed": "0",
            "discount": "0.06",
        },
        per_segment={
            "clients": ["1000"],
            "inflow": ["200"],
            "avoidable": ["0.20"],
            "unavoidable": ["0"],
            "service": ["900"],
            "welcome": ["0"],
        },
        per_product={"price": ["1500"], "direct": ["0"]},
        uptake=[["1"]],
        shape=Shape.THREE_POINT,
    ),
    "home-care": Example(
        name="Voorbeeld: thuiszorg, vijf jaar",
        note="Drie groepen, vijf diensten, drie stappen van een jaar, per maand berekend.",
        destination="Een fonds voor mensen met een kleine beurs, en extra tijd in de wijk.",
        step="month",
        years=5,
        segments=["Wijkverpleging", "Hulp bij het huishouden", "Leden en particulieren"],
        products=[
            {
                "name": "Verpleging en verzorging",
                "group": "care",
                "is_commercial": False,
                "funder": "zorgverzekeraar",
            },
            {
                "name": "Huishoudelijke hulp",
                "group": "care",
                "is_commercial": False,
                "funder": "gemeente",
            },
            {"name": "Personenalarmering", "group": "housing", "is_commercial": True},
            {"name": "Maaltijden aan huis", "group": "welfare", "is_commercial": True},
            {"name": "Particuliere hulp", "group": "care", "is_commercial": True},
        ],
        plateaus=[
            {"name": "Basis op orde", "starts_after": 0, "ramp": 12, "share": Decimal("0.40")},
            {"name": "Aanbod op maat", "starts_after": 12, "ramp": 12, "share": Decimal("0.35")},
            {
                "name": "Samen met partners",
                "starts_after": 24,
                "ramp": 12,
                "share": Decimal("0.25"),
            },
        ],
        scenarios=[
            {"name": "Hele plan", "strengths": ALL},
            {
                "name": "Alleen behouden en besparen",
                "strengths": KEEP_AND_SAVE,
                "cost_share": Decimal("0.45"),
            },
        ],
        trials=[
            {
                "name": "Aanbod van alarmering en maaltijden aan een deel van de cliënten",
                "code": "lever.revenue",
                "uptake_worst": Decimal("0.02"),
                "uptake_guess": Decimal("0.06"),
                "uptake_best": Decimal("0.11"),
                "fixed_cost": Decimal(3000),
                "cost_per_client": Decimal(18),
            },
            {
                "name": "Belronde na drie maanden zorg",
                "code": "lever.retention",
                "uptake_worst": Decimal("0.05"),
                "uptake_guess": Decimal("0.15"),
                "uptake_best": Decimal("0.25"),
                "fixed_cost": Decimal(1500),
                "cost_per_client": Decimal(24),
            },
        ],
        numbers={
            "lever.retention": "0.02 0.12 0.22",
            "lever.acquisition": "-0.02 0.06 0.13",
            "lever.revenue": "-0.04 0.10 0.24",
            "lever.cost": "-0.02 0.05 0.10",
            "budget.1.1": "165000",
            "budget.1.2": "15000",
            "budget.2.2": "95000",
            "budget.2.3": "10000",
            "budget.3.3": "45000",
            "budget.3.4": "5000",
            "overrun.1": "1.35 1.05 0.95",
            "overrun.2": "1.35 1.05 0.95",
            "overrun.3": "1.5 1.1 0.95",
            "fixed": "60000 57000 55500",
            "discount": "0.05",
            "ceiling.zorgverzekeraar": "13500000",
            "wallet.wijkverpleging": "0.41 0.48 0.55",
            "headroom.wijkverpleging": "35 57 78",
        },
        per_segment={
            "clients": ["850", "1200", "640"],
            "inflow": ["48 55 60", "26 31 35", "12 16 21"],
            "avoidable": ["0.022 0.015 0.011", "0.015 0.011 0.008", "0.026 0.019 0.014"],
            "unavoidable": ["0.050 0.045 0.041", "0.019 0.016 0.014", "0.011 0.009 0.008"],
            "service": ["64 58 54", "24 21 19", "15 12 10"],
            "welcome": ["210 160 140", "150 110 90", "140 95 70"],
        },
        per_product={
            "price": ["690 715 735", "318 326 332", "22 24.50 26", "165 180 190", "190 215 235"],
            "direct": ["640 615 600", "306 291 284", "13 11 10", "150 141 133", "172 158 149"],
        },
        uptake=[
            ["0.96 0.98 1", "0", "0"],
            ["0", "1", "0"],
            ["0.24 0.28 0.31", "0.13 0.16 0.19", "0.30 0.34 0.37"],
            ["0.06 0.09 0.12", "0.04 0.06 0.08", "0.12 0.15 0.18"],
            ["0.03 0.05 0.07", "0.05 0.08 0.11", "0.18 0.22 0.26"],
        ],
        sources={
            "avoidable": (Origin.MEASURED, "Zorgperioden 2024 tot en met 2025 (verzonnen)", 3120),
            "unavoidable": (Origin.MEASURED, "Zorgperioden 2024 tot en met 2025 (verzonnen)", 3120),
            "clients": (Origin.MEASURED, "Cliënten in zorg op de eerste dag (verzonnen)", 2690),
            "inflow": (
                Origin.MEASURED,
                "Nieuwe cliënten van de laatste twaalf maanden (verzonnen)",
                1224,
            ),
            "uptake": (Origin.MEASURED, "Leveringen van het laatste kwartaal (verzonnen)", 2690),
            "price": (Origin.MEASURED, "Facturen van het laatste kwartaal (verzonnen)", 7800),
            "direct": (Origin.BENCHMARKED, "Kostenonderzoek thuiszorg (verzonnen)", None),
            "service": (Origin.BENCHMARKED, "Tijdschrijven van twee teams (verzonnen)", None),
            "wallet": (Origin.MEASURED, "Enquête onder cliënten (verzonnen)", 214),
            "headroom": (Origin.MEASURED, "Enquête onder cliënten (verzonnen)", 214),
            "lever.retention": (
                Origin.TESTED,
                "Proef met een belronde in team Noord (verzonnen)",
                180,
            ),
        },
    ),
}
GUESSED = (Origin.GUESSED, "Voorbeeld: een verzonnen getal", None)


def estimates(example: Example, setup: Setup, *, on: date) -> list[EstimateFields]:
    """Return the estimates of an example for the model that was made of it."""
    places = {slot.code: slot for slot in slots(setup)}
    return [_estimate(example, places[code], text, on) for code, text in _numbers(example, setup)]


def _numbers(example: Example, setup: Setup) -> Iterator[tuple[str, str]]:
    yield from example.numbers.items()
    for kind, texts in example.per_segment.items():
        for segment, text in zip(setup.segments, texts, strict=True):
            yield f"{kind}.{segment.code}", text
    for kind, texts in example.per_product.items():
        for product, text in zip(setup.products, texts, strict=True):
            yield f"{kind}.{product.code}", text
    for product, texts in zip(setup.products, example.uptake, strict=True):
        for segment, text in zip(setup.segments, texts, strict=True):
            yield f"uptake.{segment.code}.{product.code}", text


def _estimate(example: Example, place: Slot, text: str, on: date) -> EstimateFields:
    kind = place.code.partition(".")[0]
    origin, source, n = example.sources.get(place.code) or example.sources.get(kind, GUESSED)
    given = [Decimal(number) for number in text.split()]
    worst, guess, best = given if len(given) == 3 else given * 3
    return EstimateFields(
        code=place.code,
        worst=worst,
        guess=guess,
        best=best,
        shape=Shape.FIXED if worst == best else example.shape,
        origin=origin,
        source=source,
        n=n,
        observed_on=on,
        review_on=on + REVIEW_AFTER,
    )
