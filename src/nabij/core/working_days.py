# SPDX-License-Identifier: EUPL-1.2
"""Dutch working days, public holidays, and when a legal term ends.

Sources: Algemene termijnenwet (BWBR0002448): article 1 (a term that would end on a Saturday, a
Sunday or a public holiday goes on until the next day that is none), article 2 (a term of
three days or more holds two working days), article 3 (which days are public holidays; Good Friday
counts as one) and article 4 (not for terms in hours, nor above 90 days, 12 weeks or 3 months).
Easter by the Gregorian computus of Meeus, Jones and Butcher (Jean Meeus, Astronomical Algorithms,
chapter 8); Koningsdag since 2014 on 27 April, a day earlier where that is a Sunday, and before
that Koninginnedag on 30 April (29 April, since 1980).
"""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from functools import cache

from nabij.core.dates import DAY

SATURDAY, SUNDAY = 5, 6
FIRST_KINGS_DAY = 2014
# Longer terms end on the day itself, whatever day that is (article 4).
LONGEST_DAYS, LONGEST_WEEKS, LONGEST_MONTHS = 90, 12, 3
FEWEST_DAYS, FEWEST_WORKING_DAYS = 3, 2


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar.

    Example:
        >>> easter(2026)
        datetime.date(2026, 4, 5)
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, over = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - moved + 15) % 30
    quarters, left = divmod(rest, 4)
    weekday = (32 + 2 * over + 2 * quarters - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the days of a year that article 3 of the Algemene termijnenwet names.

    Example:
        >>> date(2026, 5, 14) in public_holidays(2026)  # Ascension Day
        True
    """
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - 2 * DAY,  # Good Friday
            sunday + DAY,
            _kings_day(year),
            date(year, 5, 5),
            sunday + 39 * DAY,  # Ascension Day
            sunday + 50 * DAY,  # Whit Monday
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def _kings_day(year: int) -> date:
    if year >= FIRST_KINGS_DAY:
        day = date(year, 4, 27)
        return day - DAY if day.weekday() == SUNDAY else day
    day = date(year, 4, 30)
    if day.weekday() == SUNDAY:
        return day - DAY if year >= 1980 else day + DAY
    return day


def is_working_day(day: date) -> bool:
    """Tell whether a day is no Saturday, Sunday or public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the working day that comes `count` working days after a day; the day itself is not
    counted.

    Example:
        >>> add_working_days(date(2026, 12, 23), 3)  # past Christmas and a weekend
        datetime.date(2026, 12, 29)
    """
    for _ in range(count):
        day = next_working_day(day + DAY)
    return day


def add_months(day: date, count: int) -> date:
    """Return the same day so many months on; the last day of the month where there is no such day.

    Example:
        >>> add_months(date(2027, 1, 31), 1)
        datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_term(start: date, *, days: int = 0, weeks: int = 0, months: int = 0) -> date:
    """Return the last day of a legal term that begins the day after `start`. Give one unit.

    It lasts through that whole day, in Dutch time (`core.dates.end_of_day`).

    Raises:
        ValueError: none or several units are given, or less than one.

    Example:
        >>> end_of_term(date(2026, 11, 25), months=1)  # past Christmas and a weekend
        datetime.date(2026, 12, 28)
    """
    given = [count for count in (days, weeks, months) if count]
    if len(given) != 1 or given[0] < 1:
        raise ValueError("Give one unit, and at least one of it.")
    last = add_months(start, months) if months else start + timedelta(days=days, weeks=weeks)
    if days > LONGEST_DAYS or weeks > LONGEST_WEEKS or months > LONGEST_MONTHS:
        return last
    last = next_working_day(last)
    if days and days < FEWEST_DAYS:
        return last
    return max(last, add_working_days(start, FEWEST_WORKING_DAYS))
