# SPDX-License-Identifier: EUPL-1.2
"""The questions that wait for a colleague: in which order, which is next, who has one open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.paging import COUNT_CAP, capped_count
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import Queue
from nabij.linkage.models import PatientRecord, RecordLink, ReviewClaim
from nabij.linkage.queries.candidates import engine_record
from nabij.linkage.queries.person_records import shown_care_type, shown_title
from nabij.linkage.queries.sight import links_within_sight, own_links
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

PAGE_SIZE = 50
# Who opened a question longer ago is taken to have left it.
CLAIM_HOLDS = timedelta(minutes=5)

# Of a column that a queue is ordered by, whether it goes down; every queue ends with the key.
_ORDERS: dict[Queue, tuple[tuple[str, bool], ...]] = {
    Queue.SCORE: (("score", True), ("pk", False)),
    Queue.RISK: (("risk", True), ("score", True), ("pk", False)),
    Queue.LATER: (("put_off_until", False), ("pk", False)),
    # Refs are random: links and near misses of a sample come in any order, which tells nothing.
    Queue.SAMPLE: (("ref", False), ("pk", False)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToReview:
    """One line of the list: a name of each side, and why it is there.

    `score` is None in a sample: who judges it is not told. `open_at` is the colleague who has it
    open now, '' for nobody else.
    """

    ref: str
    name: str
    birth_year: int | None
    person: Card
    own_id: int
    title: str
    care_type: str
    score: float | None
    has_conflict: bool
    is_linked: bool
    since: datetime
    put_off_until: date | None
    open_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksToReview:
    """One page of a queue; `after` is the ref behind which the next page starts, or ''."""

    rows: list[LinkToReview]
    after: str
    total: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in its queue; it holds after the question was answered."""

    queue: Queue
    values: tuple[Any, ...]


def links_to_review(
    *, viewer: Viewer, queue: Queue = Queue.SCORE, after: str = ""
) -> LinksToReview:
    """Return the questions of a queue, 50 at a time.

    At most six SQL queries. Questions about persons outside the viewer's sight are left out. The
    caller logs the names shown.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    waiting = _waiting(viewer, queue)
    total, is_more = capped_count(waiting)
    start = place_of(viewer=viewer, queue=queue, ref=after) if after else None
    rows = list(
        (_beyond(waiting, start) if start else waiting)
        .annotate(own_id=Subquery(own_links(viewer=viewer).values("person_id")[:1]))
        .select_related("patient_record__source", "sample")
        .order_by(*_order(queue))[: PAGE_SIZE + 1]
    )
    shown = rows[:PAGE_SIZE]
    cards = relations_queries.person_cards(viewer=viewer, ids=[link.person_id for link in shown])
    names = _openers(viewer, shown)
    return LinksToReview(
        rows=[
            _line(viewer, link, cards[link.person_id], link.own_id, names.get(link.pk, ""))
            for link in shown
            if link.person_id in cards
        ],
        after=shown[-1].ref if len(rows) > PAGE_SIZE else "",
        total=total,
        is_more=is_more,
    )


def count_to_review(
    *, viewer: Viewer, queue: Queue = Queue.SCORE, cap: int = COUNT_CAP
) -> tuple[int, bool]:
    """Return how many questions wait, counted up to `cap`, and whether there are more.

    One SQL query; nothing for who reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        return 0, False
    return capped_count(_waiting(viewer, queue), cap=cap)


def place_of(*, viewer: Viewer, queue: Queue, ref: str) -> Place | None:
    """Return where a question stands in a queue, None when there is no such link. One SQL query."""
    columns = [name for name, _down in _ORDERS[queue]]
    values = RecordLink.objects.filter(ref=ref).values_list(*columns).first()
    return None if values is None or None in values else Place(queue, values)


def next_to_review(
    *, viewer: Viewer, queue: Queue, place: Place | None = None, is_backward: bool = False
) -> str:
    """Return the ref of the question to judge behind this place, '' when there is none.

    What a colleague has open now is passed over. From the end it goes on at the front, so what was
    passed over comes back. At most two SQL queries.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    for links in waiting_behind(viewer=viewer, queue=queue, place=place, is_backward=is_backward):
        if found := links.values_list("ref", flat=True).first():
            return found
    return ""


def waiting_behind(
    *, viewer: Viewer, queue: Queue, place: Place | None, is_backward: bool = False
) -> Iterator[QuerySet[RecordLink]]:
    """Yield the free questions behind a place in order, then, from the front, all the others.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    free = _waiting(viewer, queue).exclude(Exists(_open_elsewhere(viewer)))
    free = free.order_by(*_order(queue, is_backward=is_backward))
    yield _beyond(free, place, is_backward=is_backward) if place else free
    if place is not None:
        yield free.exclude(pk=place.values[-1])


def waiting_links(*, viewer: Viewer) -> QuerySet[RecordLink]:
    """Return the questions of which the viewer may see both persons, of all queues.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    return links_within_sight(viewer=viewer).filter(needs_review=True)


def open_elsewhere(*, viewer: Viewer, link: RecordLink) -> tuple[str, datetime] | None:
    """Return the name of the colleague who has this question open now, and since when.

    One SQL query.
    """
    claims = _fresh(viewer).filter(link=link).exclude(user=viewer.user_id)
    claim = claims.select_related("user").order_by("-at").first()
    return (claim.user.name, claim.at) if claim else None


def _waiting(viewer: Viewer, queue: Queue) -> QuerySet[RecordLink]:
    waiting, on = waiting_links(viewer=viewer), localdate(viewer.at)
    if queue == Queue.SAMPLE:
        return waiting.filter(sample__isnull=False)
    if queue == Queue.LATER:
        return waiting.filter(sample__isnull=True, put_off_until__gt=on)
    is_due = Q(put_off_until__isnull=True) | Q(put_off_until__lte=on)
    return waiting.filter(is_due, sample__isnull=True)


def _order(queue: Queue, *, is_backward: bool = False) -> list[str]:
    return [f"-{name}" if down is not is_backward else name for name, down in _ORDERS[queue]]


def _beyond(
    links: QuerySet[RecordLink], place: Place, *, is_backward: bool = False
) -> QuerySet[RecordLink]:
    """Return the links behind a place: further down at the first column that differs."""
    beyond, equal = Q(), Q()
    for (name, down), value in zip(_ORDERS[place.queue], place.values, strict=True):
        side = "lt" if down is not is_backward else "gt"
        beyond |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return links.filter(beyond)


def _fresh(viewer: Viewer) -> QuerySet[ReviewClaim]:
    return ReviewClaim.objects.filter(at__gt=viewer.at - CLAIM_HOLDS, link__needs_review=True)


def _open_elsewhere(viewer: Viewer) -> QuerySet[ReviewClaim]:
    return _fresh(viewer).filter(link=OuterRef("pk")).exclude(user=viewer.user_id)


def _openers(viewer: Viewer, links: Sequence[RecordLink]) -> dict[int, str]:
    claims = _fresh(viewer).filter(link__in=links).exclude(user=viewer.user_id)
    return dict(claims.values_list("link_id", "user__name"))


def _line(
    viewer: Viewer, link: RecordLink, person: Card, own_id: int, open_at: str
) -> LinkToReview:
    record, is_sampled = link.patient_record, link.sample_id is not None
    side = rules.side_of(engine_record(viewer=viewer, record=record), name=record.name)
    return LinkToReview(
        ref=link.ref,
        name=side.name,
        birth_year=_birth_year(record),
        person=person,
        own_id=own_id,
        title=shown_title(viewer=viewer, record=record),
        care_type=shown_care_type(viewer=viewer, record=record),
        score=None if is_sampled else link.score,
        has_conflict=link.has_conflict and not is_sampled,
        is_linked=link.is_active and not is_sampled,
        since=link.sample.drawn_at if link.sample else link.created_at,
        put_off_until=link.put_off_until,
        open_at=open_at,
    )


def _birth_year(record: PatientRecord) -> int | None:
    return record.birth_on.year if record.birth_on else None
