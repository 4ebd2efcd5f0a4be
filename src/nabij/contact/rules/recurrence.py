# SPDX-License-Identifier: EUPL-1.2
"""What recurs, by RFC 5545: which rules nabij understands, on which days, and at what moments.

A day of the institution is a Dutch day: what recurs at ten is at ten in summer and in winter.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrulestr
from icalendar import vRecur

from nabij.core.dates import DUTCH_TIME

# By frequency which parts a rule may have: of others a day might never come, or a thousand times.
PARTS = {
    "DAILY": {"FREQ", "INTERVAL", "WKST"},
    "WEEKLY": {"FREQ", "INTERVAL", "WKST", "BYDAY"},
    "MONTHLY": {"FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH"},
}
MOST_TIMES = 1_000
LONGEST_RULE = 200
# Other programs write "for ever" as a last day in the year 9999.
LAST_YEAR = 2200
_FOREVER = timedelta(days=366 * 30)


class RuleNotUnderstood(ValueError):
    """A rule recurs within a day, by parts that nabij does not know, or is none."""


def read_rule(text: str, *, first_on: date) -> tuple[str, date | None]:
    """Return a rule without its end, and the last day on which it may fall, None for no end.

    Raises:
        RuleNotUnderstood: it is no rule, does not fall on its own first day, or recurs too often.

    Example:
        >>> read_rule("FREQ=WEEKLY;COUNT=3", first_on=date(2026, 11, 23))
        ('FREQ=WEEKLY', datetime.date(2026, 12, 7))
    """
    try:
        parts = vRecur.from_ical(text)
    except ValueError as error:
        raise RuleNotUnderstood(text) from error
    until, count = parts.pop("UNTIL", [None])[0], parts.pop("COUNT", [None])[0]
    if not {"FREQ"} <= parts.keys() <= PARTS.get(parts.get("FREQ", [""])[0], set()):
        raise RuleNotUnderstood(text)
    if not 1 <= int(parts.get("INTERVAL", [1])[0]) <= 400:
        raise RuleNotUnderstood(text)
    rule = parts.to_ical().decode()
    if len(rule) > LONGEST_RULE:
        raise RuleNotUnderstood(text)
    if until is not None and until.year > LAST_YEAR:
        until = None
    if isinstance(until, datetime):
        until = until.astimezone(DUTCH_TIME).date() if until.tzinfo else until.date()
    if count is not None:
        if not _falls_on(rule, first_on) or not 1 <= count <= MOST_TIMES:
            raise RuleNotUnderstood(text)
        until = _days(f"{rule};COUNT={count}", first_on, first_on, first_on + _FOREVER)[-1]
    if not _falls_on(rule, first_on):
        raise RuleNotUnderstood(text)
    return rule, until


def _falls_on(rule: str, on: date) -> bool:
    try:
        return bool(_days(rule, on, on, on))
    except ValueError:
        return False


def days(
    rule: str, *, first_on: date, since: date, until: date, last_on: date | None = None
) -> list[date]:
    """Return the days on which a rule falls from `since` to `until`, both counted.

    `first_on` is the day from which it counts, `last_on` the last on which it may fall. Without a
    rule there is one day.

    Example:
        >>> days("FREQ=MONTHLY", first_on=date(2026, 1, 31), since=date(2026, 2, 1),
        ...      until=date(2026, 5, 1))
        [datetime.date(2026, 3, 31)]
    """
    end = min(until, last_on) if last_on else until
    if not rule:
        return [first_on] if since <= first_on <= end else []
    return _days(rule, first_on, since, end) if since <= end else []


def next_day(rule: str, *, first_on: date, since: date, last_on: date | None = None) -> date | None:
    """Return the first day from `since` on, itself counted, on which a rule falls, if any."""
    midnight = datetime.min.time()
    if not rule:
        return first_on if first_on >= since else None
    at = rrulestr(rule, dtstart=datetime.combine(first_on, midnight)).after(
        datetime.combine(since, midnight), inc=True
    )
    return at.date() if at and (last_on is None or at.date() <= last_on) else None


def _days(rule: str, first_on: date, since: date, until: date) -> list[date]:
    start, midnight_of = datetime.min.time(), datetime.combine
    found = rrulestr(rule, dtstart=midnight_of(first_on, start))
    return [
        at.date()
        for at in found.between(midnight_of(since, start), midnight_of(until, start), inc=True)
    ]


def moved(starts_at: datetime, ends_at: datetime, *, to: date) -> tuple[datetime, datetime]:
    """Return begin and end of an appointment on another day, at the same times of the clock.

    In the night that the clock goes forward a time that does not exist is an hour later; what
    would then end before it begins lasts as long as it always does.
    """
    begin, end = _on_the_clock(starts_at), _on_the_clock(ends_at)
    shift = to - begin.date()
    starts = moment(begin + shift)
    ends = moment(end + shift)
    return starts, ends if ends > starts else starts + (end - begin)


def moment(on_the_clock: datetime) -> datetime:
    """Return the moment at which a Dutch clock shows this; of two it is the first."""
    return on_the_clock.replace(tzinfo=DUTCH_TIME).astimezone(UTC)


def is_skipped_by_the_clock(on_the_clock: datetime) -> bool:
    """Tell whether no Dutch clock shows this: it lies in the hour that summer time leaves out."""
    return _on_the_clock(moment(on_the_clock)) != on_the_clock


def midnight(on: date) -> datetime:
    """Return the moment at which a Dutch day begins."""
    return moment(datetime.combine(on, datetime.min.time()))


def _on_the_clock(at: datetime) -> datetime:
    return at.astimezone(DUTCH_TIME).replace(tzinfo=None)


def lanes(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    """Return, for what stands in one column, beside how many others each stands and where.

    In the order given, which begins with what begins first: (place from the left, how many).

    Example:
        >>> at = lambda hour: datetime(2026, 11, 23, hour)
        >>> lanes([(at(9), at(11)), (at(10), at(12)), (at(12), at(13))])
        [(0, 2), (1, 2), (0, 1)]
    """
    places: list[int] = []
    sizes: list[int] = []
    ends: list[datetime] = []
    group_from = 0
    for number, (starts, finishes) in enumerate(spans):
        if ends and all(end <= starts for end in ends):
            sizes += [len(ends)] * (number - group_from)
            ends, group_from = [], number
        free = next((place for place, end in enumerate(ends) if end <= starts), len(ends))
        if free == len(ends):
            ends.append(finishes)
        else:
            ends[free] = finishes
        places.append(free)
    sizes += [len(ends)] * (len(places) - group_from)
    return list(zip(places, sizes, strict=True))
