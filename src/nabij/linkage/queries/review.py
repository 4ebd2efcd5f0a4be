# SPDX-License-Identifier: EUPL-1.2
"""Links that a colleague is to judge: the list, and two copies side by side. Never a fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Subquery

from nabij.access import rules as access_rules
from nabij.core.paging import capped_count
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import ACTIVE_LINK_STATES
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.queries.candidates import engine_record
from nabij.linkage.queries.person_records import shown_care_type, shown_title
from nabij.linkage.queries.sight import (
    LinkNotFound,
    link_stamps,
    links_within_sight,
    own_links,
)
from nabij.linkage.rules import Side
from nabij.matching import PersonRecord, ScoredPair, score_pairs
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToReview:
    """One line of the list: a name of each side, and why it is there."""

    ref: str
    name: str
    birth_year: int | None
    person: Card
    own_id: int
    title: str
    care_type: str
    score: float
    has_conflict: bool
    is_linked: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksToReview:
    """One page of the list; `after` is the ref behind which the next page starts, or ''."""

    rows: list[LinkToReview]
    after: str
    total: int
    is_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """Where a side comes from; `title` is '' when it is shielded or is our own relations."""

    title: str
    care_type: str
    is_shielded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReview:
    """Two copies side by side.

    `is_linked`: the record is linked to this person already and now contradicts it. `own` is the
    person whom the record has now, `others` counts the person's further copies.
    """

    ref: str
    stamp: str
    is_linked: bool
    has_conflict: bool
    score: float
    record_id: int
    person: Card
    own: Card | None
    left: Side
    right: Side
    left_source: SourceShown
    right_source: SourceShown
    fields: tuple[rules.FieldPair, ...]
    evidence: tuple[rules.Reason, ...]
    others: int


def links_to_review(*, viewer: Viewer, after: str = "") -> LinksToReview:
    """Return the links that wait for a colleague, the likeliest first, 50 at a time.

    At most five SQL queries. Proposals about persons outside the viewer's sight are left out. The
    caller logs the names shown.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    waiting = _waiting(viewer)
    total, is_more = capped_count(waiting)
    rows = list(
        _behind(waiting, after)
        .annotate(own_id=Subquery(own_links(viewer=viewer).values("person_id")[:1]))
        .select_related("patient_record__source")
        .order_by("-score", "pk")[: PAGE_SIZE + 1]
    )
    shown = rows[:PAGE_SIZE]
    cards = relations_queries.person_cards(viewer=viewer, ids=[link.person_id for link in shown])
    return LinksToReview(
        rows=[
            LinkToReview(
                ref=link.ref,
                name=rules.side_of(
                    engine_record(viewer=viewer, record=link.patient_record),
                    name=link.patient_record.name,
                ).name,
                birth_year=_birth_year(link.patient_record),
                person=cards[link.person_id],
                own_id=link.own_id,
                title=shown_title(viewer=viewer, record=link.patient_record),
                care_type=shown_care_type(viewer=viewer, record=link.patient_record),
                score=link.score,
                has_conflict=link.has_conflict,
                is_linked=link.is_active,
                since=link.created_at,
            )
            for link in shown
            if link.person_id in cards
        ],
        after=shown[-1].ref if len(rows) > PAGE_SIZE else "",
        total=total,
        is_more=is_more,
    )


def count_to_review(*, viewer: Viewer) -> tuple[int, bool]:
    """Return how many links wait, counted up to a thousand, and whether there are more.

    One SQL query; nothing for who reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        return 0, False
    return capped_count(_waiting(viewer))


def next_to_review(*, viewer: Viewer, after: str) -> str:
    """Return the ref of the link to judge after this one, '' when it was the last.

    Two SQL queries. `after` may name a link that was decided just now.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    behind = _behind(_waiting(viewer), after).order_by("-score", "pk")
    return behind.values_list("ref", flat=True).first() or ""


def waiting_ref(*, viewer: Viewer, ref: str) -> str:
    """Return the ref of a link if it still waits for a colleague, else ''. One SQL query.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    return ref if _waiting(viewer).filter(ref=ref).exists() else ""


def link_review(*, viewer: Viewer, ref: str) -> LinkReview:
    """Return a link that waits for a colleague, with both copies. At most ten SQL queries.

    Of the person the copy is shown that looks most like the record. The caller logs both persons.

    Raises:
        LinkNotFound: there is none that waits, or the viewer may not see one of the persons.
    """
    link = (
        _waiting(viewer).filter(ref=ref).select_related("patient_record__source", "person").first()
    )
    if link is None:
        raise LinkNotFound
    record = link.patient_record
    own_id = link.person_id if link.is_active else _own_person_id(record.pk)
    cards = relations_queries.person_cards(
        viewer=viewer, ids=[i for i in (link.person_id, own_id) if i is not None]
    )
    if link.person_id not in cards:
        raise LinkNotFound
    copies = _copies(link)
    ours = engine_record(viewer=viewer, record=record)
    pair, theirs, copy = _most_alike(viewer, ours, copies, link.person_id)
    left = rules.side_of(ours, name=record.name, place=_place(record), number=record.client_number)
    right = rules.side_of(
        theirs,
        name=copy.name if copy else cards[link.person_id].name,
        place=_place(copy) if copy else ("", cards[link.person_id].city),
        number=copy.client_number if copy else "",
    )
    return LinkReview(
        ref=link.ref,
        stamp=link_stamps(viewer=viewer, links=[link])[link.pk],
        is_linked=link.is_active,
        has_conflict=link.has_conflict or bool(rules.contradictions(pair.evidence)),
        score=pair.score,
        record_id=record.pk,
        person=cards[link.person_id],
        own=cards.get(own_id) if own_id is not None and own_id != link.person_id else None,
        left=left,
        right=right,
        left_source=_source(viewer, record),
        right_source=_source(viewer, copy),
        fields=rules.field_pairs(
            left,
            right,
            bsn=_bsn_level(pair),
            are_of_one_source=copy is not None and copy.source_id == record.source_id,
        ),
        evidence=rules.reasons(pair.evidence, left=ours, right=theirs),
        others=max(0, len(copies) - 1),
    )


def _waiting(viewer: Viewer) -> QuerySet[RecordLink]:
    """Return the links to judge of which the viewer may see both persons."""
    return links_within_sight(viewer=viewer).filter(needs_review=True)


def _behind(waiting: QuerySet[RecordLink], after: str) -> QuerySet[RecordLink]:
    last = RecordLink.objects.filter(ref=after).only("score", "pk").first() if after else None
    if last is None:
        return waiting
    return waiting.filter(Q(score__lt=last.score) | Q(score=last.score, pk__gt=last.pk))


def _own_person_id(record_id: int) -> int | None:
    active = RecordLink.objects.filter(patient_record_id=record_id, state__in=ACTIVE_LINK_STATES)
    return active.values_list("person_id", flat=True).first()


def _copies(link: RecordLink) -> list[PatientRecord]:
    """Return the other linked records of the link's person."""
    links = RecordLink.objects.filter(person_id=link.person_id, state__in=ACTIVE_LINK_STATES)
    records = PatientRecord.objects.filter(pk__in=links.values("patient_record_id"))
    return list(records.exclude(pk=link.patient_record_id).select_related("source").order_by("pk"))


def _most_alike(
    viewer: Viewer, ours: PersonRecord, copies: Sequence[PatientRecord], person_id: int
) -> tuple[ScoredPair, PersonRecord, PatientRecord | None]:
    """Return the verdict on the record and the likest copy; None is the person's own details."""
    known: dict[int, tuple[PersonRecord, PatientRecord | None]] = {
        copy.pk: (engine_record(viewer=viewer, record=copy), copy) for copy in copies
    }
    if not known:
        details = relations_queries.match_records(viewer=viewer, ids=[person_id])
        known = {detail.key: (detail, None) for detail in details}
    if not known:
        raise LinkNotFound
    pairs = score_pairs(
        [ours], [engine for engine, _copy in known.values()], [(ours.key, key) for key in known]
    )
    best = max(pairs, key=lambda pair: (pair.decision == "strong", pair.score))
    return best, *known[best.right]


def _bsn_level(pair: ScoredPair) -> str:
    return next((item.level for item in pair.evidence if item.field == "bsn"), "unknown")


def _birth_year(record: PatientRecord) -> int | None:
    return record.birth_on.year if record.birth_on else None


def _place(record: PatientRecord) -> tuple[str, str]:
    return record.street, record.city


def _source(viewer: Viewer, record: PatientRecord | None) -> SourceShown:
    if record is None:
        return SourceShown(title="", care_type="", is_shielded=False)
    title = shown_title(viewer=viewer, record=record)
    care_type = shown_care_type(viewer=viewer, record=record)
    return SourceShown(title=title, care_type=care_type, is_shielded=not title)
