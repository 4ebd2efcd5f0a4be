# SPDX-License-Identifier: EUPL-1.2
"""Which estimates a model needs, and what each may be. Codes are words with dots between."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nabij.value.choices import LeverKind, SlotKind, Unit
from nabij.value.types import Setup

SMALLEST_GROUP = 25
ONE = Decimal(1)
LARGEST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for an estimate.

    `about` names what it is of (a segment, a product, a lever); `is_spread` tells whether worst and
    best may differ; `is_cost` that a high number is worse for the result.
    """

    code: str
    kind: SlotKind
    unit: Unit
    about: tuple[str, ...] = ()
    segment: str = ""
    minimum: Decimal = Decimal(0)
    maximum: Decimal = LARGEST
    is_cost: bool = False
    is_spread: bool = True
    is_required: bool = True


def slots(setup: Setup) -> list[Slot]:
    """Return the places for estimates of this set-up, in the order in which they are filled."""
    return [
        *_levers(),
        *_plateaus(setup),
        *_segments(setup),
        *_products(setup),
        Slot(code="fixed", kind=SlotKind.FIXED, unit=Unit.FLOW, is_cost=True),
        Slot(
            code="discount",
            kind=SlotKind.DISCOUNT,
            unit=Unit.SHARE,
            maximum=ONE,
            is_cost=True,
            is_spread=False,
        ),
    ]


def missing(setup: Setup, codes: set[str]) -> list[Slot]:
    """Return the places that need an estimate and have none."""
    return [
        slot
        for slot in slots(setup)
        if slot.is_required and slot.code not in codes and not _is_replaced(slot, codes)
    ]


_CLIENTS = {
    SlotKind.CLIENTS, SlotKind.INFLOW, SlotKind.LEADS, SlotKind.CONVERSION,
    SlotKind.AVOIDABLE, SlotKind.UNAVOIDABLE,
}  # fmt: skip
_REVENUE = _CLIENTS | {SlotKind.UPTAKE, SlotKind.PRICE, SlotKind.CEILING}
_RESULT = _REVENUE | {SlotKind.DIRECT, SlotKind.SERVICE, SlotKind.WELCOME, SlotKind.FIXED}
_COSTS = {SlotKind.BUDGET, SlotKind.OVERRUN}
_BEHIND: dict[str, tuple[set[SlotKind], set[str]]] = {
    "clients": (_CLIENTS, set()),
    "plan_clients": (_CLIENTS, {"retention", "acquisition"}),
    "revenue": (_REVENUE, set()),
    "plan_revenue": (_REVENUE, {"retention", "acquisition", "revenue"}),
    "result": (_RESULT, set()),
    "plan_result": (_RESULT | _COSTS, set(LeverKind.values)),
    "plan_cost": (_COSTS | {SlotKind.DISCOUNT}, set()),
    "base_npv": (_RESULT | {SlotKind.DISCOUNT}, set()),
    "room": (_RESULT - {SlotKind.FIXED} | {SlotKind.DISCOUNT}, set(LeverKind.values)),
    "left": (
        _RESULT - {SlotKind.FIXED} | _COSTS | {SlotKind.DISCOUNT},
        set(LeverKind.values),
    ),
    "plan_npv": (_RESULT | _COSTS | {SlotKind.DISCOUNT}, set(LeverKind.values)),
}


def behind(setup: Setup, figure: str) -> set[str]:
    """Return the codes of the estimates on which a figure of the outcome stands."""
    kinds, levers = _BEHIND[figure]
    return {
        slot.code
        for slot in slots(setup)
        if slot.kind in kinds or (slot.kind == SlotKind.LEVER and slot.about[0] in levers)
    }


def _is_replaced(slot: Slot, codes: set[str]) -> bool:
    """Tell whether requests and conversion stand in for the number of new clients."""
    return (
        slot.kind == SlotKind.INFLOW
        and {f"leads.{slot.segment}", f"conversion.{slot.segment}"} <= codes
    )


def _levers() -> Iterator[Slot]:
    for lever in LeverKind:
        is_part = lever in (LeverKind.RETENTION, LeverKind.COST)
        yield Slot(
            code=f"lever.{lever.value}",
            kind=SlotKind.LEVER,
            unit=Unit.SHARE,
            about=(lever.value,),
            minimum=-ONE,
            maximum=ONE if is_part else Decimal(10),
        )


def _plateaus(setup: Setup) -> Iterator[Slot]:
    for plateau in setup.plateaus:
        for year in range(1, setup.years + 1):
            yield Slot(
                code=f"budget.{plateau.number}.{year}",
                kind=SlotKind.BUDGET,
                unit=Unit.EURO,
                about=(plateau.name, str(year)),
                is_cost=True,
                is_spread=False,
                # A step costs something in the year in which it starts, if only nothing.
                is_required=year == 1 + plateau.starts_after // setup.periods_per_year,
            )
        yield Slot(
            code=f"overrun.{plateau.number}",
            kind=SlotKind.OVERRUN,
            unit=Unit.FACTOR,
            about=(plateau.name,),
            maximum=Decimal(10),
            is_cost=True,
            is_required=False,
        )


def _segments(setup: Setup) -> Iterator[Slot]:
    for segment in setup.segments:
        for kind, unit, given in _OF_SEGMENT:
            yield Slot(
                code=f"{kind.value}.{segment.code}",
                kind=kind,
                unit=unit,
                about=(segment.name,),
                segment=segment.code,
                **given,
            )
        for product in setup.products:
            yield Slot(
                code=f"uptake.{segment.code}.{product.code}",
                kind=SlotKind.UPTAKE,
                unit=Unit.SHARE,
                about=(product.name, segment.name),
                segment=segment.code,
                maximum=Decimal(1000),
            )


_OF_SEGMENT: list[tuple[SlotKind, Unit, dict[str, Any]]] = [
    (
        SlotKind.CLIENTS,
        Unit.CLIENTS,
        {"minimum": Decimal(SMALLEST_GROUP), "is_spread": False},
    ),
    (SlotKind.INFLOW, Unit.INFLOW, {}),
    (SlotKind.LEADS, Unit.INFLOW, {"is_required": False}),
    (SlotKind.CONVERSION, Unit.SHARE, {"maximum": ONE, "is_required": False}),
    (SlotKind.AVOIDABLE, Unit.RATE, {"maximum": ONE, "is_cost": True}),
    (SlotKind.UNAVOIDABLE, Unit.RATE, {"maximum": ONE, "is_cost": True}),
    (SlotKind.SERVICE, Unit.PER_CLIENT, {"is_cost": True}),
    (SlotKind.WELCOME, Unit.EURO, {"is_cost": True}),
    (SlotKind.WALLET, Unit.SHARE, {"maximum": ONE, "is_required": False}),
    (SlotKind.HEADROOM, Unit.PER_CLIENT, {"is_required": False}),
]


def _products(setup: Setup) -> Iterator[Slot]:
    for product in setup.products:
        for kind, is_cost in ((SlotKind.PRICE, False), (SlotKind.DIRECT, True)):
            yield Slot(
                code=f"{kind.value}.{product.code}",
                kind=kind,
                unit=Unit.PER_CLIENT,
                about=(product.name,),
                is_cost=is_cost,
            )
    for funder in setup.funders:
        yield Slot(
            code=f"ceiling.{funder}",
            kind=SlotKind.CEILING,
            unit=Unit.EURO,
            about=(funder,),
            is_spread=False,
            is_required=False,
        )
