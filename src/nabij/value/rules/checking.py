# SPDX-License-Identifier: EUPL-1.2
"""What an estimate must be, the same for a form, a file and a count."""

from collections.abc import Iterator
from decimal import Decimal

from nabij.value.choices import POSTERIORS, Origin, Shape
from nabij.value.rules.codebook import SMALLEST_GROUP, Slot
from nabij.value.types import EstimateFields, Problem

COUNTED = (Origin.MEASURED, Origin.TESTED)
CASES = ("worst", "guess", "best")


def problems(slot: Slot, given: EstimateFields) -> list[Problem]:
    """Return what is wrong with an estimate for this place; nothing when all is well."""
    return [*_in_order(slot, given), *_within(slot, given), *_of_origin(given)]


def _in_order(slot: Slot, given: EstimateFields) -> Iterator[Problem]:
    if not slot.is_spread or given.shape == Shape.FIXED:
        if not given.worst == given.guess == given.best:
            yield Problem("guess", "one-number")
        return
    worst, best = (given.best, given.worst) if slot.is_cost else (given.worst, given.best)
    if not worst <= given.guess <= best:
        yield Problem("worst", "order-of-cost" if slot.is_cost else "order")


def _within(slot: Slot, given: EstimateFields) -> Iterator[Problem]:
    for case in CASES:
        value: Decimal = getattr(given, case)
        if not value.is_finite() or not slot.minimum <= value <= slot.maximum:
            code = "too-few-clients" if slot.minimum == SMALLEST_GROUP else "out-of-bounds"
            bounds = (("least", _plain(slot.minimum)), ("most", _plain(slot.maximum)))
            yield Problem(case, code, bounds)
            return


def _of_origin(given: EstimateFields) -> Iterator[Problem]:
    if given.origin in COUNTED and not given.n:
        yield Problem("n", "counted-without-n")
    if not given.source.strip():
        yield Problem("source", "source-missing")
    if given.review_on and given.review_on <= given.observed_on:
        yield Problem("review_on", "review-before-date")
    if given.shape in POSTERIORS and (given.first is None or given.second is None):
        yield Problem("shape", "counted-elsewhere")
    if (given.shape == Shape.BY_STAY) != (given.by_stay is not None):
        yield Problem("shape", "counted-elsewhere")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
