# SPDX-License-Identifier: EUPL-1.2
"""What the start page knows of the day."""

from typing import Literal

PartOfDay = Literal["night", "morning", "afternoon", "evening"]


def part_of_day(hour: int) -> PartOfDay:
    """Return how one greets at this hour of the clock.

    Example:
        >>> [part_of_day(hour) for hour in (5, 6, 12, 18)]
        ['night', 'morning', 'afternoon', 'evening']
    """
    if hour < 6:
        return "night"
    if hour < 12:
        return "morning"
    return "afternoon" if hour < 18 else "evening"
