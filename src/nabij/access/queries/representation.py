# SPDX-License-Identifier: EUPL-1.2
"""Who stands for a client: in one line for who has them on the phone, and whole for its page."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nabij.access.choices import (
    DECIDES_ON,
    EVERYTHING_ABOUT,
    NOTHING_ABOUT,
    NOTHING_TOLD,
    RepresentationKind,
)
from nabij.access.models import Capacity, Representation
from nabij.access.queries.ways import WHOSE, deceased_ids, in_force, members
from nabij.access.rules import representation as rules
from nabij.access.rules.representation import Held, Standing
from nabij.core.viewer import Viewer
from nabij.web import formats

OTHER = Coalesce("other__canonical_id", "other_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Everybody who stands for one client today, and what that makes of somebody.

    `cannot_decide`: the matters about which it was judged that the client cannot decide.
    """

    held: tuple[Held, ...] = ()
    cannot_decide: frozenset[str] = frozenset()
    has_died: bool = False

    def standing(self, other_id: int) -> Standing:
        """Return what somebody may be told of this client and decide for them. No query."""
        return rules.standing(
            self.held,
            other_id=other_id,
            cannot_decide=self.cannot_decide,
            client_died=self.has_died,
        )

    def __contains__(self, other_id: int) -> bool:
        """Tell whether anything is recorded of somebody."""
        return any(one.other_id == other_id for one in self.held)

    @property
    def shut_out_ids(self) -> frozenset[int]:
        """Return who may not even be rung: the client does not want it."""
        others = {one.other_id for one in self.held}
        return frozenset(other for other in others if self.standing(other).is_shut_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationLine:
    """One recorded representation, in words; `other_id` is who stands for the client."""

    ref: str
    other_id: int
    kind: str
    kind_label: str
    tells: tuple[str, ...]
    decides: tuple[str, ...]
    evidence_label: str
    evidence: str
    starts_on: date
    ends_on: date | None
    recorded_by: str
    checked_by: str
    checked_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    is_open: bool
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityLine:
    """What was judged about one matter."""

    matter_label: str
    can_decide: bool
    judged_on: date
    judged_by: str
    recorded_by: str
    is_latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoStandsFor:
    """The page of who stands for a client: what holds, what was, and who decides on care."""

    open: tuple[RepresentationLine, ...]
    ended: tuple[RepresentationLine, ...]
    capacity: tuple[CapacityLine, ...]
    decides_on_care: frozenset[int] = field(default_factory=frozenset)


def circle(*, viewer: Viewer, person_id: int) -> Circle:
    """Return who stands for one client today; see `circles`."""
    return circles(viewer=viewer, person_ids=[person_id])[person_id]


def circles(*, viewer: Viewer, person_ids: Collection[int]) -> dict[int, Circle]:
    """Return who stands for each of these clients today. One SQL query.

    It names nobody: the caller shows and logs whom it is about.
    """
    deceased = deceased_ids(viewer=viewer)
    rows: Any = (
        Representation.objects.filter(
            in_force(localdate(viewer.at)),
            person_id__in=members(viewer=viewer, person_ids=person_ids),
            ended_at__isnull=True,
        )
        .annotate(
            whose=WHOSE,
            who=OTHER,
            cannot_decide=_cannot_decide(),
            has_died=_is_among(deceased, "whose"),
            other_has_died=_is_among(deceased, "who"),
        )
        .order_by("pk")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.whose].append(row)
    return {
        person_id: Circle(
            held=tuple(
                Held(
                    other_id=row.who,
                    kind=row.kind,
                    tells=frozenset(row.tells),
                    decides=frozenset(row.decides),
                    ends_on=row.ends_on,
                    is_checked=row.checked_at is not None,
                    has_died=row.other_has_died,
                )
                for row in found[person_id]
            ),
            cannot_decide=frozenset(
                matter for row in found[person_id] for matter in row.cannot_decide
            ),
            has_died=any(row.has_died for row in found[person_id]),
        )
        for person_id in person_ids
    }


def sentence(*, viewer: Viewer, standing: Standing) -> str:
    """Return in one line what may be told: 'everything about appointments, nothing medical'."""
    if standing.why is not rules.Why.GRANTED:
        return str(NOTHING_TOLD[standing.why])
    parts = [str(EVERYTHING_ABOUT[topic]) for topic in rules.Topic if topic in standing.tells]
    parts += [str(said) for topic, said in NOTHING_ABOUT.items() if topic not in standing.tells]
    parts += [str(said) for topic, said in DECIDES_ON.items() if topic in standing.decides]
    if standing.ends_on:
        day = formats.day(standing.ends_on)
        parts.append(pgettext("may be told", "until %(day)s") % {"day": day})
    return ", ".join(parts)


def who_stands_for(*, viewer: Viewer, person_id: int) -> WhoStandsFor:
    """Return everything recorded about who stands for a client. Three SQL queries.

    The caller has made sure that the viewer may see the organisation of care, and logs it.
    """
    now = circle(viewer=viewer, person_id=person_id)
    on = localdate(viewer.at)
    theirs = members(viewer=viewer, person_ids=[person_id])
    rows = (
        Representation.objects.filter(person_id__in=theirs)
        .select_related("recorded_by", "checked_by", "ended_by")
        .annotate(who=OTHER)
        .order_by("-recorded_at", "-pk")
    )
    lines = [_line(row, now, on) for row in rows]
    judged = Capacity.objects.filter(person_id__in=theirs).select_related("recorded_by")
    return WhoStandsFor(
        open=tuple(line for line in lines if line.is_open),
        ended=tuple(line for line in lines if not line.is_open),
        capacity=tuple(_capacity(judged.order_by("-judged_on", "-pk"))),
        decides_on_care=frozenset(rules.decides_on_care(now.held)),
    )


def _line(row: Any, now: Circle, on: date) -> RepresentationLine:
    is_open = row.ended_at is None and (row.ends_on is None or on < row.ends_on)
    return RepresentationLine(
        ref=row.ref,
        other_id=row.who,
        kind=row.kind,
        kind_label=str(RepresentationKind(row.kind).label),
        tells=tuple(row.tells),
        decides=tuple(row.decides),
        evidence_label=row.get_evidence_kind_display(),
        evidence=row.evidence,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        recorded_by=row.recorded_by.name if row.recorded_by else "",
        checked_by=row.checked_by.name if row.checked_by else "",
        checked_at=row.checked_at,
        ended_by=row.ended_by.name if row.ended_by else "",
        ended_at=row.ended_at,
        is_open=is_open,
        standing=now.standing(row.who) if is_open else None,
    )


def _capacity(rows: Any) -> list[CapacityLine]:
    seen: set[str] = set()
    found = []
    for row in rows:
        found.append(
            CapacityLine(
                matter_label=row.get_matter_display(),
                can_decide=row.can_decide,
                judged_on=row.judged_on,
                judged_by=row.judged_by,
                recorded_by=row.recorded_by.name if row.recorded_by else _("the machine"),
                is_latest=row.matter not in seen,
            )
        )
        seen.add(row.matter)
    return found


def _is_among(ids: Any, name: str) -> Case:
    return Case(When(**{f"{name}__in": ids}, then=True), default=False, output_field=BooleanField())


def _cannot_decide() -> ArraySubquery:
    """Return the matters about which the latest word is that the client cannot decide."""
    whose = Coalesce("person__canonical_id", "person_id")
    of_client = Capacity.objects.annotate(whose=whose).filter(whose=OuterRef("whose"))
    latest = of_client.filter(matter=OuterRef("matter")).order_by("-judged_on", "-pk")
    return ArraySubquery(
        of_client.filter(can_decide=False, pk=Subquery(latest.values("pk")[:1])).values("matter")
    )
