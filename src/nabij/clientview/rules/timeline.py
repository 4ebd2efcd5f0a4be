# SPDX-License-Identifier: EUPL-1.2
"""One line of time over all sources: what to show of it, and how its lines are grouped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nabij.core.dates import NotADate, PartialDate, parse_dutch
from nabij.dossiers.types import FactInView

LINES = 50
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What somebody wants to see of the timeline. `until` is the last day included.

    `is_past_only` leaves out what is still to come, and keeps what has no date.
    """

    source: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()
    is_past_only: bool = True

    def began_earlier(self, fact: FactInView) -> bool:
        """Tell whether a fact is shown only because it went on after the first day asked for."""
        return bool(self.since and fact.starts and fact.starts.latest < self.since)

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is shown."""
        return not (self.source or self.kind or self.since or self.until or self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines of one day, or of one month or year where no more is known; `when` None: undated."""

    when: PartialDate | None
    facts: tuple[FactInView, ...]
    is_recorded_date: bool = False


def filter_from(
    *,
    source: str,
    kind: str,
    since: str,
    until: str,
    text: str,
    shows_coming: bool = False,
    today: date,
) -> tuple[Filter, tuple[str, ...]]:
    """Return the filter that was asked for and the names of fields that were not understood.

    Dates may be typed in any Dutch way, in whole or in part: `until 2024` includes all of 2024.
    What is still to come is left out, unless it, a last day or a first day that is still to come is
    asked for. From a day on, what began earlier and had not ended by then belongs to it too.
    """
    odd = []
    days: dict[str, PartialDate | None] = {"since": None, "until": None}
    for name, typed in (("since", since), ("until", until)):
        try:
            days[name] = (
                parse_dutch(typed, today=today, may_be_future=True) if typed.strip() else None
            )
        except NotADate:
            odd.append(name)
    first, last = days["since"], days["until"]
    wanted = Filter(
        source=source,
        kind=kind,
        since=first.earliest if first else None,
        until=last.latest if last else None,
        words=tuple(text.replace("\x00", "")[:LONGEST_SEARCH].split()),
        is_past_only=not shows_coming and last is None and not (first and first.earliest > today),
    )
    return wanted, tuple(odd)


def grouped(facts: Sequence[FactInView]) -> list[Group]:
    """Return consecutive facts of the same date together, in the order they came in.

    A fact that names no date of its own goes by the day it was recorded, and says so.
    """
    groups: list[tuple[tuple[PartialDate | None, bool], list[FactInView]]] = []
    for fact in facts:
        when, is_recorded = fact.starts, False
        if when is None and fact.recorded_on is not None:
            when, is_recorded = PartialDate(fact.recorded_on), True
        if groups and groups[-1][0] == (when, is_recorded):
            groups[-1][1].append(fact)
        else:
            groups.append(((when, is_recorded), [fact]))
    return [
        Group(when=when, facts=tuple(found), is_recorded_date=is_recorded)
        for (when, is_recorded), found in groups
    ]
