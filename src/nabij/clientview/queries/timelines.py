# SPDX-License-Identifier: EUPL-1.2
"""The timeline over all sources, with what can be chosen in its filter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from nabij.clientview.rules.timeline import LINES, Filter, Group, grouped
from nabij.core.paging import Cursor, Page
from nabij.core.viewer import Viewer
from nabij.dossiers.choices import FactKind
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.types import FactCount, FactInView, SourceInView
from nabij.relations.types import RestrictionInView


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of the filter and how many facts it has."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """One page of the timeline. `total` counts all facts that stand open, filtered or not."""

    groups: tuple[Group, ...]
    page: Page[FactInView]
    wanted: Filter
    kinds: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    total: int


def timeline(
    *,
    viewer: Viewer,
    dossier_ids: Sequence[int],
    sensitive: Collection[int],
    wanted: Filter,
    cursor: Cursor | None = None,
    counts: Sequence[FactCount] = (),
    restricted: Collection[RestrictionInView] = (),
) -> TimelineView:
    """Return one page of the timeline. Only inside `access.actions.open_dossier`.

    One SQL query. `counts` fill the choices of the filter; a swap of the lines needs none.
    """
    page = fact_queries.timeline(
        viewer=viewer,
        records=dossier_ids,
        source=wanted.source,
        kind=wanted.kind,
        since=wanted.since,
        until=wanted.until,
        past_until=localdate(viewer.at) if wanted.is_past_only else None,
        words=wanted.words,
        cursor=cursor,
        restricted=restricted,
        size=LINES,
        sensitive=sensitive,
    )
    return TimelineView(
        groups=tuple(grouped(page.rows)),
        page=page,
        wanted=wanted,
        kinds=_kinds(counts),
        sources=_sources(counts),
        total=sum(count.count for count in counts),
    )


def _kinds(counts: Sequence[FactCount]) -> tuple[Choice, ...]:
    found: dict[str, int] = {}
    for count in counts:
        found[count.kind] = found.get(count.kind, 0) + count.count
    choices = [
        Choice(value=kind, label=str(FactKind(kind).label), count=number)
        for kind, number in found.items()
    ]
    return tuple(sorted(choices, key=lambda choice: choice.label))


def _sources(counts: Sequence[FactCount]) -> tuple[Choice, ...]:
    found: dict[int, tuple[SourceInView, int]] = {}
    for count in counts:
        _source, number = found.get(count.source.id, (count.source, 0))
        found[count.source.id] = (count.source, number + count.count)
    choices = [
        Choice(value=source.ref, label=source.title, count=number)
        for source, number in found.values()
    ]
    return tuple(sorted(choices, key=lambda choice: choice.label))
