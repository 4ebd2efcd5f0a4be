# SPDX-License-Identifier: EUPL-1.2
"""How many half-open periods hold on the same day."""

from collections.abc import Iterable
from datetime import date


def most_at_once(periods: Iterable[tuple[date, date]]) -> int:
    """Return the largest number of periods (first day, first day after) that share a day.

    Example:
        >>> d = date.fromisoformat
        >>> most_at_once([(d("2026-01-01"), d("2026-02-01")), (d("2026-02-01"), d("2026-03-01"))])
        1
    """
    edges = sorted(
        edge for start, end in periods if start < end for edge in ((start, 1), (end, -1))
    )
    most = now = 0
    for _day, change in edges:  # an end sorts before a start on the same day
        now += change
        most = max(most, now)
    return most
