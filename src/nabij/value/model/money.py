# SPDX-License-Identifier: EUPL-1.2
"""The edge between floats inside and `Decimal` outside."""

from collections.abc import Iterable
from decimal import Decimal

MILLIONTH = Decimal("0.000001")


def money(value: float) -> Decimal:
    """Return an amount in euro to a millionth; never -0."""
    return Decimal(float(value)).quantize(MILLIONTH) + 0


def moneys(values: Iterable[float]) -> tuple[Decimal, ...]:
    """Return amounts in euro to a millionth."""
    return tuple(money(value) for value in values)
