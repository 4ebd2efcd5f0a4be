# SPDX-License-Identifier: EUPL-1.2
"""Where the bars and lines of the charts stand: parts of the width, in percent, ready for SVG.

A chart has no width of its own, so that it is as readable on a phone as on a desk; its words are
in the table around it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nabij.value.model import FanRow, Lever, ScenarioResult, TornadoBar

HEIGHT = 200
ZERO = Decimal(0)
MOST_BARS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: `start` and `width` in percent; `tone` is gain, loss or total; `zero` where 0 is."""

    key: str
    amount: Decimal
    start: str
    width: str
    zero: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """A tornado row: the part below and the part above what the best guess gives."""

    code: str
    at_worst: Decimal
    at_best: Decimal
    worst_start: str
    worst_width: str
    best_start: str
    best_width: str
    middle: str
    zero: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Polygons and lines over a box of 1000 x HEIGHT; marks name years (x) and amounts (y)."""

    outer: str
    inner: str
    middle: str
    zero: str
    years: tuple[tuple[str, int], ...]
    amounts: tuple[tuple[str, Decimal], ...]
    height: int = HEIGHT


def waterfall(result: ScenarioResult) -> list[Bar]:
    """Return the way from today's course (0) to the plan: four levers, sum, costs, the rest."""
    steps: list[tuple[str, Decimal, Decimal, str]] = []
    reached = ZERO
    for lever in Lever:
        part = result.levers[lever]
        steps.append((lever.value, reached, reached + part, "gain" if part >= 0 else "loss"))
        reached += part
    steps += [
        ("room", ZERO, result.room, "total"),
        ("plan_cost", result.room, result.room - result.plan_cost, "loss"),
        ("delta_npv", ZERO, result.delta_npv, "total" if result.delta_npv >= 0 else "loss"),
    ]
    scale = _Scale(edge for _, first, last, _ in steps for edge in (first, last))
    return [
        Bar(
            key=key,
            amount=last - first,
            start=scale.at(min(first, last)),
            width=scale.width(first, last),
            zero=scale.at(ZERO),
            tone=tone,
        )
        for key, first, last, tone in steps
    ]


def tornado(bars: Sequence[TornadoBar], middle: Decimal) -> list[Swing]:
    """Return the widest swings around the outcome at best guess."""
    shown = [bar for bar in bars if bar.at_worst != bar.at_best][:MOST_BARS]
    scale = _Scale(edge for bar in shown for edge in (bar.at_worst, bar.at_best, middle))
    return [
        Swing(
            code=bar.code,
            at_worst=bar.at_worst,
            at_best=bar.at_best,
            worst_start=scale.at(min(bar.at_worst, middle)),
            worst_width=scale.width(bar.at_worst, middle),
            best_start=scale.at(min(bar.at_best, middle)),
            best_width=scale.width(bar.at_best, middle),
            middle=scale.at(middle),
            zero=scale.at(ZERO),
        )
        for bar in shown
    ]


def fan(rows: Sequence[FanRow], *, periods_per_year: int) -> Fan:
    """Return how the result so far spreads over time, from 0 before the first period."""
    low = min(ZERO, *(row.p5 for row in rows))
    high = max(ZERO, *(row.p95 for row in rows))
    marks = _round_marks(low, high)
    low, high = min(low, marks[0]), max(high, marks[-1])

    def x(period: int) -> float:
        return 1000 * period / len(rows)

    def y(amount: Decimal) -> float:
        return float((high - amount) / ((high - low) or 1)) * HEIGHT

    def line(name: str) -> list[str]:
        points = [(0, ZERO), *((row.period, getattr(row, name)) for row in rows)]
        return [f"{x(period):.1f},{y(amount):.1f}" for period, amount in points]

    years = len(rows) // periods_per_year
    return Fan(
        outer=" ".join([*line("p95"), *reversed(line("p5"))]),
        inner=" ".join([*line("p75"), *reversed(line("p25"))]),
        middle=" ".join(line("p50")),
        zero=f"{y(ZERO):.1f}",
        years=tuple(
            (f"{100 * year * periods_per_year / len(rows):.2f}%", year)
            for year in range(1, years + 1)
        ),
        amounts=tuple((f"{y(mark):.1f}", mark) for mark in marks),
    )


def _round_marks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return three to seven round amounts around the range.

    Example:
        >>> _round_marks(Decimal(-30), Decimal(100))
        [Decimal('-50'), Decimal('0'), Decimal('50'), Decimal('100')]
    """
    span = (high - low) or Decimal(1)
    size = Decimal(10) ** (span.adjusted())
    step = next(
        size * part
        for part in map(Decimal, ("0.2", "0.5", "1", "2", "5"))
        if span / (size * part) <= 5
    )
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (high / step).to_integral_value(rounding="ROUND_CEILING")
    return [_whole(step * n) for n in range(int(first), int(last) + 1)]


def _whole(amount: Decimal) -> Decimal:
    return Decimal(f"{amount:f}").quantize(Decimal(1)) if amount % 1 == 0 else amount


class _Scale:
    """Amounts to percent of the width, 0 always in sight."""

    def __init__(self, edges: Iterable[Decimal]) -> None:
        known = [ZERO, *edges]
        self.low, self.high = min(known), max(known)
        self.span = (self.high - self.low) or Decimal(1)

    def at(self, amount: Decimal) -> str:
        return f"{float((amount - self.low) / self.span) * 100:.3f}%"

    def width(self, first: Decimal, last: Decimal) -> str:
        return f"{float(abs(last - first) / self.span) * 100:.3f}%"
