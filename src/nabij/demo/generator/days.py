# SPDX-License-Identifier: EUPL-1.2
"""Days and moments as FHIR writes them, in Dutch time."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from nabij.demo.generator.chance import Chance

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")


@lru_cache(maxsize=20_000)
def _offset(day: date) -> str:
    """Return the offset to UTC at noon; nobody is visited while the clock changes."""
    hours = datetime.combine(day, time(12), DUTCH_TIME).utcoffset()
    return "+02:00" if hours == timedelta(hours=2) else "+01:00"


def moment(day: date, clock: str) -> str:
    """Return `day` at `clock` (`08:15`) as a FHIR dateTime with offset."""
    return f"{day}T{clock}:00{_offset(day)}"


def at(day: date, clock: str) -> datetime:
    """Return `day` at `clock` as an aware moment."""
    return datetime.combine(day, time.fromisoformat(clock), DUTCH_TIME)


def later(clock: str, minutes: int) -> str:
    """Return the clock `minutes` after `clock`; past midnight it starts again at 00:00."""
    total = (int(clock[:2]) * 60 + int(clock[3:5]) + minutes) % 1440
    return f"{total // 60:02d}:{total % 60:02d}"


def days_before(day: date, days: float) -> date:
    """Return the day `days` before `day`."""
    return day - timedelta(days=int(days))


def part_of(day: date, chance: Chance, *, year: float = 0.0, month: float = 0.0) -> str:
    """Return `day`, sometimes only its year or month, as people remember it."""
    roll = chance.random()
    if roll < year:
        return f"{day.year:04d}"
    if roll < year + month:
        return f"{day.year:04d}-{day.month:02d}"
    return day.isoformat()


def earliest(day: str) -> date:
    """Return the first day that a partly known day can be."""
    return date.fromisoformat(f"{day}-01-01"[:10])


def age(birth: str, today: date) -> int:
    """Return the full years of someone born on `birth` (of which a part may be known)."""
    year = int(birth[:4])
    had_birthday = (birth[5:] or "07-01") <= f"{today.month:02d}-{today.day:02d}"
    return today.year - year - (0 if had_birthday else 1)


def in_dutch(day: date) -> str:
    """Return a day as colleagues write it: `9-3-2026`."""
    return f"{day.day}-{day.month}-{day.year}"
