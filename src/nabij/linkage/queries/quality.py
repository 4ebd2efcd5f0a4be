# SPDX-License-Identifier: EUPL-1.2
"""How good linking is, from what colleagues judged: for all, and per source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Value,
    When,
)

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.linkage.choices import (
    ACTIVE_LINK_STATES,
    BANDS,
    LinkState,
    MachineSaid,
    Verdict,
    band,
)
from nabij.linkage.models import Judgement, RecordLink, Sample, Source
from nabij.linkage.queries.sight import LinkNotFound
from nabij.linkage.rules import quality
from nabij.linkage.rules.quality import Judged, Shares, Stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuality:
    """The quality of the links of one source; `title` is '' for shielded sources together."""

    title: str
    care_type: str
    judged: Judged
    shares: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestSample:
    """The last draw: how many questions it put, and how many of all draws still wait."""

    drawn_at: datetime
    drawn_by: str
    asked: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """All figures of the page. `since` and `until` are of the first and last judgement."""

    judged: Judged
    shares: Shares
    sources: list[SourceQuality]
    judgements: int
    since: datetime | None
    until: datetime | None
    sample: LatestSample | None


@dataclass(slots=True)
class _Counts:
    """Counts of one source while they are gathered; lists are [of, judged, same] per band."""

    linked: list[list[int]] = field(default_factory=lambda: [[0, 0, 0] for _band in BANDS])
    asked: list[list[int]] = field(default_factory=lambda: [[0, 0, 0] for _band in BANDS])
    known: list[int] = field(default_factory=lambda: [0, 0, 0])
    records: int = 0
    drawn: int = 0
    near: int = 0
    apart: list[int] = field(default_factory=lambda: [0, 0, 0])

    def judged(self) -> Judged:
        """Return the counts as strata."""
        return Judged(
            linked=tuple(Stratum(*counts) for counts in self.linked),
            found_wrong_or_right=Stratum(*self.known),
            asked=tuple(Stratum(*counts) for counts in self.asked),
            apart=self._apart(),
        )

    def _apart(self) -> Stratum:
        """Return the records drawn; that nobody looks alike is an answer too.

        While the sample is being judged, as large a part of those without a look-alike counts as
        was judged of the others.
        """
        _of, judged, same = self.apart
        done = min(judged / self.near, 1) if self.near else 1
        return Stratum(self.records, self.drawn * done, same)

    def add(self, other: "_Counts") -> None:
        """Add the counts of another source."""
        for mine, theirs in zip(
            [*self.linked, *self.asked, self.known, self.apart],
            [*other.linked, *other.asked, other.known, other.apart],
            strict=True,
        ):
            mine[:] = [one + two for one, two in zip(mine, theirs, strict=True)]
        self.records += other.records
        self.drawn += other.drawn
        self.near += other.near


def linked_by_machine(*, viewer: Viewer) -> QuerySet[RecordLink]:
    """Return the links by which linking itself said that a record is somebody known already."""
    return RecordLink.objects.filter(state=LinkState.AUTOMATIC, is_origin=False)


def linked_records(*, viewer: Viewer) -> QuerySet[RecordLink, Any]:
    """Return (key, key of the source) of every record that is somebody."""
    active = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES, person__archived_at=None)
    return active.values_list("patient_record_id", "patient_record__source_id")


def quality_of_links(*, viewer: Viewer) -> Quality:
    """Return how good linking is. Ten SQL queries; some count all links.

    Counts only, of all units: nobody can be told from them. Sources whose very name tells a
    diagnosis are taken together for who may not see it.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise LinkNotFound
    by_source: dict[int, _Counts] = defaultdict(_Counts)
    _count_links(viewer, by_source)
    _count_judgements(by_source)
    _count_draws(by_source)
    whole = _Counts()
    for counts in by_source.values():
        whole.add(counts)
    span = _standing().aggregate(n=Count("pk"), since=Min("judged_at"), until=Max("judged_at"))
    judged = whole.judged()
    return Quality(
        judged=judged,
        shares=quality.shares(judged),
        sources=_per_source(viewer, by_source),
        judgements=span["n"],
        since=span["since"],
        until=span["until"],
        sample=_latest_sample(),
    )


def _standing() -> QuerySet[Judgement]:
    """Return the last judgement about each question that says same or different."""
    said = Judgement.objects.filter(taken_back_at=None).exclude(verdict=Verdict.LATER)
    later = said.filter(link=OuterRef("link"), pk__gt=OuterRef("pk"))
    return said.exclude(Exists(later))


def _in_bands(column: str = "score") -> Case:
    """Return in SQL what `choices.band` returns."""
    cases = [
        When(**{f"{column}__gte": lowest}, then=Value(position))
        for position, (lowest, _words) in reversed(list(enumerate(BANDS)))
    ]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _count_links(viewer: Viewer, by_source: dict[int, _Counts]) -> None:
    """Count what is not judged yet."""
    waiting = RecordLink.objects.filter(
        state=LinkState.PROPOSED, needs_review=True, sample__isnull=True
    )
    for links, kind in ((linked_by_machine(viewer=viewer), "linked"), (waiting, "asked")):
        found = links.annotate(band=_in_bands()).values("patient_record__source_id", "band")
        for source, place, n in found.annotate(n=Count("pk")).values_list(
            "patient_record__source_id", "band", "n"
        ):
            getattr(by_source[source], kind)[place][0] += n
    records = linked_records(viewer=viewer).values("patient_record__source_id")
    for source, n in records.annotate(n=Count("pk")).values_list("patient_record__source_id", "n"):
        by_source[source].records += n


def _count_judgements(by_source: dict[int, _Counts]) -> None:
    rows = _standing().values_list("source_id", "machine", "sample_id", "score", "verdict")
    for source, machine, sample, score, verdict in rows.iterator(chunk_size=5000):
        counts, same = by_source[source], verdict == Verdict.SAME
        if machine == MachineSaid.APART:
            into = counts.apart
        elif machine == MachineSaid.ASKED:
            into = counts.asked[band(score)]
        elif machine == MachineSaid.LINKED and sample is not None:
            into = counts.linked[band(score)]
        else:
            into = counts.known
        for place, more in enumerate((1, 1, same)):
            into[place] += more


def _count_draws(by_source: dict[int, _Counts]) -> None:
    for drawn in Sample.objects.values_list("drawn", flat=True):
        for source, (records, near) in drawn.items():
            by_source[int(source)].drawn += records
            by_source[int(source)].near += near


def _per_source(viewer: Viewer, by_source: dict[int, _Counts]) -> list[SourceQuality]:
    """Return the sources by name; those that the viewer may not know by name as one, at the end."""
    shown, shielded = [], _Counts()
    for source in Source.objects.filter(pk__in=by_source).order_by("title", "pk"):
        if access_rules.may(viewer.roles, source.data_class):
            shown.append(_one(source.title, source.care_type, by_source[source.pk]))
        else:
            shielded.add(by_source[source.pk])
    return [*shown, _one("", "", shielded)] if shielded.records else shown


def _one(title: str, care_type: str, counts: _Counts) -> SourceQuality:
    judged = counts.judged()
    return SourceQuality(
        title=title, care_type=care_type, judged=judged, shares=quality.shares(judged)
    )


def _latest_sample() -> LatestSample | None:
    last = Sample.objects.select_related("drawn_by").order_by("-pk").first()
    if last is None:
        return None
    asked = last.links + sum(near for _records, near in _pairs(last.drawn))
    waiting = RecordLink.objects.filter(sample__isnull=False, needs_review=True).count()
    return LatestSample(
        drawn_at=last.drawn_at, drawn_by=last.drawn_by.name, asked=asked, waiting=waiting
    )


def _pairs(drawn: dict[str, list[int]]) -> Iterable[tuple[int, int]]:
    return ((records, near) for records, near in drawn.values())
