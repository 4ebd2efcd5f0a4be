# SPDX-License-Identifier: EUPL-1.2
"""Dates of which only a part may be known, and the ways people and messages write them.

A date of which only the year is known is never completed with 1 January: it keeps its precision.
Source: O-9 in docs/known-odd-data.md (BRP, FHIR and iWlz all send partial dates).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from typing import ClassVar, Literal, Self, cast
from zoneinfo import ZoneInfo

Precision = Literal["year", "month", "day"]

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
OLDEST_YEAR = 1850
_MONTH_NAMES = (
    "januari februari maart april mei juni juli augustus september oktober november december"
)
_MONTHS = _MONTH_NAMES.split()
_ENGLISH_MONTHS = (
    "january february march april may june july august september october november december"
)
_MONTH_NUMBERS = {
    name[:length]: number
    for names in (_MONTHS, _ENGLISH_MONTHS.split())
    for number, name in enumerate(names, 1)
    for length in range(3, len(name) + 1)
} | {"mrt": 3, "sept": 9}
_FHIR = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(T.+)?)?)?")
_LEAP_SECOND = re.compile(r"(?<=T\d\d:\d\d):60")
_FRACTION = re.compile(r"(\.\d{6})\d+")


def start_of_day(day: date) -> datetime:
    """Return the moment at which a day begins in Dutch time."""
    return datetime.combine(day, time.min, DUTCH_TIME)


def end_of_day(day: date) -> datetime:
    """Return the moment at which a day is over in Dutch time: midnight after it."""
    return start_of_day(day + DAY)


class NotADate(ValueError):
    """What was typed or sent is not a date we can read; `reason` says which fault it is."""

    Reason = Literal["not-understood", "does-not-exist", "in-the-future"]

    def __init__(self, text: str, reason: Reason) -> None:
        super().__init__(f"{reason}: {text[:40]!r}")
        self.reason = reason


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day: `earliest` is its first day, `precision` says how much is known."""

    earliest: date
    precision: Precision = "day"

    PRECISIONS: ClassVar[tuple[Precision, ...]] = ("year", "month", "day")

    def __post_init__(self) -> None:
        if self.precision not in self.PRECISIONS:
            raise NotADate(str(self.precision), "not-understood")
        first = self.earliest
        if self.precision == "year":
            first = first.replace(month=1, day=1)
        elif self.precision == "month":
            first = first.replace(day=1)
        object.__setattr__(self, "earliest", first)

    @property
    def latest(self) -> date:
        """Return the last day that it may have been."""
        if self.precision == "year":
            return self.earliest.replace(month=12, day=31)
        if self.precision == "month":
            last = monthrange(self.earliest.year, self.earliest.month)[1]
            return self.earliest.replace(day=last)
        return self.earliest

    @property
    def year(self) -> int:
        """Return the year, which is always known."""
        return self.earliest.year

    @property
    def fhir(self) -> str:
        """Return the date as FHIR writes it: `1941`, `1941-03` or `1941-03-09`."""
        return self.earliest.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def may_be(self, other: Self) -> bool:
        """Tell whether both may be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def age_range_on(self, on: date) -> tuple[int, int]:
        """Return the youngest and the oldest age in whole years somebody born then can have."""
        return _years_between(self.latest, on), _years_between(self.earliest, on)

    def age_on(self, on: date) -> int | None:
        """Return the age in whole years on a day, or None when it cannot be told for certain."""
        youngest, oldest = self.age_range_on(on)
        return youngest if youngest == oldest and youngest >= 0 else None

    def __str__(self) -> str:
        """Return it as Dutch readers write it: `9-3-1941`, `maart 1941` or `1941`."""
        if self.precision == "year":
            return f"{self.year}"
        if self.precision == "month":
            return f"{_MONTHS[self.earliest.month - 1]} {self.year}"
        return f"{self.earliest.day}-{self.earliest.month}-{self.year}"


def from_columns(on: date | None, precision: str) -> PartialDate | None:
    """Return the date of two table columns (`<x>_on`, `<x>_precision`); absent gives None."""
    if on is None:
        return None
    return PartialDate(on, cast("Precision", precision or "day"))


def to_columns(given: PartialDate | None) -> tuple[date | None, str]:
    """Return the two table columns of a date: first day and precision ('' when absent)."""
    return (given.earliest, given.precision) if given else (None, "")


def parse_fhir(text: str) -> PartialDate:
    """Read a FHIR `date`, `dateTime` or `instant`; a moment gives its day in Dutch time.

    Raises:
        NotADate: it is none of these, or the day does not exist.
    """
    found = _FHIR.fullmatch(text.strip())
    if not found:
        raise NotADate(text, "not-understood")
    year, month, day, time = found.groups()
    if time is not None:
        return PartialDate(parse_moment(text).astimezone(DUTCH_TIME).date())
    precision: Precision = "day" if day else "month" if month else "year"
    return _partial(text, int(year), int(month or 1), int(day or 1), precision)


def parse_moment(text: str) -> datetime:
    """Read a FHIR `dateTime` or `instant` with a time; without a zone it is Dutch time.

    A leap second is read as the second before it; parts below a microsecond are cut off.

    Raises:
        NotADate: there is no time in it, or it does not exist.
    """
    plain = _FRACTION.sub(r"\1", _LEAP_SECOND.sub(":59", text.strip()))
    try:
        if "T" not in plain:
            raise NotADate(text, "not-understood")
        moment = datetime.fromisoformat(plain)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=DUTCH_TIME)
        aware.astimezone(DUTCH_TIME)  # moments at the very end of the calendar do not fit
    except (ValueError, OverflowError) as error:
        raise NotADate(text, "not-understood") from error
    return aware


def parse_dutch(text: str, *, today: date, may_be_future: bool = False) -> PartialDate:
    """Read a date the way Dutch people type it, day first, in whole or in part.

    `9/3/41`, `9-3-1941`, `09031941`, `090341`, `9 mrt 1941`, `maart 1941`, `3-1941`, `1941` and
    ISO `1941-03-09` are all understood. A year of two digits is the latest one that does not lie
    in the future; with `may_be_future` it is the nearest to today.

    Raises:
        NotADate: not understood, not on the calendar, or in the future where it may not be.

    Example:
        >>> str(parse_dutch("9 mrt 41", today=date(2026, 11, 22)))
        '9-3-1941'
    """
    year, month, day, is_short = _parts(text)
    if is_short:
        year = _full_year(year, month, day, today=today, may_be_future=may_be_future)
    if not OLDEST_YEAR <= year <= today.year + 200:
        raise NotADate(text, "not-understood")
    precision: Precision = "year" if month is None else "month" if day is None else "day"
    found = _partial(
        text, year, 1 if month is None else month, 1 if day is None else day, precision
    )
    if not may_be_future and found.earliest > today:
        raise NotADate(text, "in-the-future")
    return found


def is_month_name(word: str) -> bool:
    """Tell whether a word is a Dutch or English month, in whole or cut off after three letters."""
    return word.lower().rstrip(".") in _MONTH_NUMBERS


def _parts(text: str) -> tuple[int, int | None, int | None, bool]:
    """Return year, month, day and whether the year has two digits only."""
    words = re.findall(r"\d+|[a-zà-ÿ]+", text.strip().lower())
    rest = re.sub(r"[\s\d./,'’-]|[a-zà-ÿ]", "", text.strip().lower())
    if rest or not words:
        raise NotADate(text, "not-understood")
    numbers = [word if word.isdigit() else _month_number(word, text) for word in words]
    if len(numbers) == 1:
        numbers = _cut(numbers[0], text)
    if len(numbers) > 1 and len(numbers[0]) == 4:
        numbers.reverse()
    if len(numbers) > 3 or len(numbers[-1]) not in (2, 4) or any(len(n) > 2 for n in numbers[:-1]):
        raise NotADate(text, "not-understood")
    year, *before = (int(number) for number in reversed(numbers))
    month = before[0] if before else None
    day = before[1] if len(before) > 1 else None
    if len(numbers) < 3 and len(numbers[-1]) == 2 and all(word.isdigit() for word in words):
        raise NotADate(text, "not-understood")  # "3-41" may be a day and month as well
    return year, month, day, len(numbers[-1]) == 2


def _cut(digits: str, text: str) -> list[str]:
    """Cut digits that were typed without separators into day, month and year."""
    if len(digits) == 4:
        return [digits]
    if len(digits) == 6:
        return [digits[:2], digits[2:4], digits[4:]]
    if len(digits) == 8:
        day_first = [digits[:2], digits[2:4], digits[4:]]
        if 1 <= int(day_first[1]) <= 12 and int(day_first[2]) >= OLDEST_YEAR:
            return day_first
        return [digits[6:], digits[4:6], digits[:4]]
    raise NotADate(text, "not-understood")


def _month_number(word: str, text: str) -> str:
    number = _MONTH_NUMBERS.get(word)
    if number is None:
        raise NotADate(text, "not-understood")
    return f"{number:02}"


def _full_year(
    short: int, month: int | None, day: int | None, *, today: date, may_be_future: bool
) -> int:
    century = today.year - today.year % 100
    if may_be_future:
        return min(
            (century - 100 + short, century + short, century + 100 + short),
            key=lambda year: (abs(year - today.year), -year),
        )
    year = century + short
    if (year, month or 1, day or 1) > (today.year, today.month, today.day):
        year -= 100
    return year


def _partial(text: str, year: int, month: int, day: int, precision: Precision) -> PartialDate:
    if not MINYEAR <= year <= MAXYEAR:
        raise NotADate(text, "does-not-exist")
    try:
        return PartialDate(date(year, month, day), precision)
    except ValueError as error:
        raise NotADate(text, "does-not-exist") from error


def _years_between(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
