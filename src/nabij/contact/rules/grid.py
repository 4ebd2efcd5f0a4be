# SPDX-License-Identifier: EUPL-1.2
"""Where in a day or week an appointment is drawn: by the clock, and side by side. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from nabij.contact.rules.recurrence import lanes, midnight
from nabij.contact.types import CalendarItem
from nabij.core.dates import DAY, DUTCH_TIME

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
# So high a block is at least, or nobody reads what is in it.
LEAST_ROWS = 2
MOST_LANES = 6
OFFICE_FROM, OFFICE_UNTIL = 8, 18


@dataclass(frozen=True, slots=True)
class Block:
    """One appointment in a column: from which row, over how many, in which lane of how many."""

    item: CalendarItem
    row: int
    rows: int
    lane: int
    lanes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day, or one colleague on a day: what has no place on the clock stands on top."""

    on: date
    label: str = ""
    on_top: list[CalendarItem] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    visits: int = 0

    @property
    def items(self) -> list[CalendarItem]:
        """Return all of it in order, for a list."""
        return [*self.on_top, *(block.item for block in self.blocks)]


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour on the scale, and the row at which it begins."""

    hour: int
    row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns with one scale of hours: as many as are needed, office hours at least."""

    hours: list[Hour]
    columns: list[Column]


def grid(columns: Sequence[tuple[date, str, Sequence[CalendarItem]]]) -> Grid:
    """Return where everything stands; of each column its day, its name and what is on it."""
    timed = [(on, [item for item in items if not _is_on_top(item)]) for on, _, items in columns]
    clocks = [[_clock(item, on) for item in items] for on, items in timed]
    starts = [begin.hour for column in clocks for begin, _end in column]
    ends = [_hours(end, on) for (on, _), column in zip(timed, clocks, strict=True)
            for _begin, end in column]  # fmt: skip
    first, last = min([OFFICE_FROM, *starts]), max([OFFICE_UNTIL, *ends])
    drawn = [
        Column(
            on=on,
            label=label,
            on_top=[item for item in items if _is_on_top(item)],
            blocks=_blocks(clocked, spans, datetime.combine(on, time(first))),
        )
        for (on, label, items), (_, clocked), spans in zip(columns, timed, clocks, strict=True)
    ]
    hours = [Hour(hour, (hour - first) * 4 + 1) for hour in range(first, last)]
    return Grid(hours, drawn)


def by_day(
    items: Sequence[CalendarItem], *, since: date, until: date
) -> list[tuple[date, list[CalendarItem]]]:
    """Return what is on each day, of 23 or 25 hours too; what goes on over midnight is on both."""
    found = []
    for number in range((until - since).days):
        on = since + number * DAY
        starts, ends = midnight(on), midnight(on + DAY)
        found.append(
            (on, [item for item in items if item.starts_at < ends and item.ends_at > starts])
        )
    return found


def _is_on_top(item: CalendarItem) -> bool:
    return item.is_whole_day or item.tone == "duty"


def _clock(item: CalendarItem, on: date) -> tuple[datetime, datetime]:
    """Return begin and end as the clock shows them on a day, at least as long as can be read."""
    day = datetime.combine(on, time())
    begin = max(item.starts_at.astimezone(DUTCH_TIME).replace(tzinfo=None), day)
    end = min(item.ends_at.astimezone(DUTCH_TIME).replace(tzinfo=None), day + DAY)
    begin = min(begin, day + DAY - LEAST_ROWS * QUARTER)
    return begin, max(end, begin + LEAST_ROWS * QUARTER)


def _hours(end: datetime, on: date) -> int:
    return -(-(end - datetime.combine(on, time())) // HOUR)


def _blocks(
    items: Sequence[CalendarItem], spans: Sequence[tuple[datetime, datetime]], top: datetime
) -> list[Block]:
    ordered = sorted(zip(spans, items, strict=True), key=lambda pair: pair[0])
    places = lanes(span for span, _item in ordered)
    return [
        Block(
            item=item,
            row=(begin - top) // QUARTER + 1,
            rows=-(-(end - begin) // QUARTER),
            lane=place % MOST_LANES + 1,
            lanes=min(beside, MOST_LANES),
        )
        for ((begin, end), item), (place, beside) in zip(ordered, places, strict=True)
    ]
