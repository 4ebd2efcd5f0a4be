# SPDX-License-Identifier: EUPL-1.2
"""Legal clocks of what a person asks: pure, on days.

Sources: AVG article 12 paragraph 3 (one month, two months more with a reason that is told within
the first), Regulation (EEC) 1182/71 article 3 and the Algemene termijnenwet (a last day that is no
working day moves on). WGBO 7:455 says three months for destruction; the shorter term of the AVG is
worked with, for both.
"""

from dataclasses import dataclass
from datetime import date

from nabij.core.working_days import end_of_term

MONTHS, MONTHS_EXTENDED = 1, 3
SOON_DAYS = 7

# The article behind each right; the keys are those of `choices.requests.RequestKind`.
ARTICLES = {
    "access": "AVG 15, Wabvpz 15d",
    "portability": "AVG 20",
    "rectification": "AVG 16",
    "erasure": "AVG 17",
    "destruction": "WGBO 7:455",
    "restriction": "AVG 18",
    "objection": "AVG 21",
    "marketing": "AVG 21 lid 3",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """How a request stands on a day: days that are left, below nought when it is too late."""

    due_on: date
    days_left: int

    @property
    def is_late(self) -> bool:
        """Tell whether the last day is over."""
        return self.days_left < 0

    @property
    def is_soon(self) -> bool:
        """Tell whether it is a week or less."""
        return 0 <= self.days_left <= SOON_DAYS


def due_on(received_on: date, *, is_extended: bool = False) -> date:
    """Return the last day to answer what came in on a day.

    Example:
        >>> due_on(date(2026, 11, 25))  # past Christmas and a weekend
        datetime.date(2026, 12, 28)
        >>> due_on(date(2027, 1, 31))  # February has no such day, and the last one is a Sunday
        datetime.date(2027, 3, 1)
        >>> due_on(date(2026, 11, 25), is_extended=True)
        datetime.date(2027, 2, 25)
    """
    return end_of_term(received_on, months=MONTHS_EXTENDED if is_extended else MONTHS)


def may_extend(*, received_on: date, on: date, is_extended: bool) -> bool:
    """Tell whether the term can still be made longer: once, and before its first end.

    Example:
        >>> may_extend(received_on=date(2026, 11, 25), on=date(2026, 12, 29), is_extended=False)
        False
    """
    return not is_extended and on <= due_on(received_on)


def clock(last: date, *, on: date) -> Clock:
    """Return how long there is until a last day."""
    return Clock(last, (last - on).days)
