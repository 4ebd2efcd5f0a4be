# SPDX-License-Identifier: EUPL-1.2
"""How long a copy that was made for somebody lies ready, since when that is so: our own choice."""

from datetime import date, timedelta

# (from this day on, for so many days)
TERMS = ((date(2026, 1, 1), 30),)


def expires_on(made_on: date) -> date:
    """Return the day on which a copy that was made on a day is wiped.

    Example:
        >>> expires_on(date(2026, 11, 22))
        datetime.date(2026, 12, 22)
    """
    days = max(term for term in TERMS if term[0] <= made_on)[1]
    return made_on + timedelta(days=days)
