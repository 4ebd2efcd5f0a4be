# SPDX-License-Identifier: EUPL-1.2
"""One link that a colleague is to judge: two copies side by side, and the score. Never a fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import LinkState, Queue, Verdict
from nabij.linkage.models import Judgement, PatientRecord, RecordLink
from nabij.linkage.queries.candidates import engine_record
from nabij.linkage.queries.person_records import shown_care_type, shown_title
from nabij.linkage.queries.queue import Place, open_elsewhere, waiting_behind, waiting_links
from nabij.linkage.queries.sight import (
    LinkNotFound,
    Question,
    first_question,
    links_within_sight,
)
from nabij.linkage.queries.weights import scale_in_force
from nabij.linkage.rules import Side
from nabij.matching import Evidence, PersonRecord, ScoredPair, score_pairs
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

UNDO_HOLDS = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """Where a side comes from; `title` is '' when it is shielded or is our own relations."""

    title: str
    care_type: str
    is_shielded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBefore:
    """That a colleague said "not the same" before; `news` is what speaks for it since then.

    Without news a colleague asked to look again.
    """

    name: str
    at: datetime
    news: tuple[rules.Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReview:
    """Two copies side by side.

    `is_linked`: the record is linked to this person already and now contradicts it. `own` is the
    person whom the record has now, `others` counts the person's further copies. `weighing` is None
    in a sample: whoever judges it is not told what linking made of it. `open_at` is the colleague
    who has it open too, and since when.
    """

    id: int
    ref: str
    stamp: str
    is_linked: bool
    is_sampled: bool
    has_conflict: bool
    put_off_until: date | None
    asked_before: AskedBefore | None
    open_at: tuple[str, datetime] | None
    record_id: int
    person: Card
    own: Card | None
    left: Side
    right: Side
    left_source: SourceShown
    right_source: SourceShown
    fields: tuple[rules.FieldPair, ...]
    weighing: rules.Weighing | None
    others: int


def waiting_ref(*, viewer: Viewer, ref: str) -> str:
    """Return the ref of a link if it still waits for a colleague, else ''. One SQL query.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    return ref if waiting_links(viewer=viewer).filter(ref=ref).exists() else ""


def is_judged(*, viewer: Viewer, ref: str) -> bool:
    """Tell whether a link within sight is settled and waits for nobody. One SQL query.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    return links_within_sight(viewer=viewer).filter(ref=ref, needs_review=False).exists()


def link_review(*, viewer: Viewer, ref: str) -> LinkReview:
    """Return a link that waits for a colleague, with both copies. At most seven SQL queries.

    Of the person the copy is shown that looks most like the record. The caller logs both persons.

    Raises:
        LinkNotFound: there is none that waits, or the viewer may not see one of the persons.
    """
    waiting = waiting_links(viewer=viewer).filter(ref=ref)
    question = first_question(viewer=viewer, links=waiting)
    if question is None:
        raise LinkNotFound
    return _review(viewer, question)


def next_review(*, viewer: Viewer, queue: Queue, place: Place | None) -> LinkReview | None:
    """Return the question of `next_to_review` as `link_review` does; None when there is none.

    At most eight SQL queries.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    for links in waiting_behind(viewer=viewer, queue=queue, place=place):
        question = first_question(viewer=viewer, links=links)
        if question is not None:
            return _review(viewer, question)
    return None


def _review(viewer: Viewer, question: Question) -> LinkReview:
    link, copies = question.link, question.copies
    record, is_sampled = link.patient_record, link.sample_id is not None
    cards = relations_queries.person_cards(viewer=viewer, ids=question.persons)
    if link.person_id not in cards:
        raise LinkNotFound
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
        id=link.pk,
        ref=link.ref,
        stamp=question.stamp,
        is_linked=link.is_active and not is_sampled,
        is_sampled=is_sampled,
        has_conflict=not is_sampled
        and (link.has_conflict or bool(rules.contradictions(pair.evidence))),
        put_off_until=link.put_off_until,
        asked_before=_asked_before(link, pair.evidence, ours, theirs),
        open_at=open_elsewhere(viewer=viewer, link=link),
        record_id=record.pk,
        person=cards[link.person_id],
        own=cards.get(question.own_id) if question.own_id != link.person_id else None,
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
        weighing=None if is_sampled else rules.weighing(pair, left=ours, right=theirs),
        others=max(0, len(copies) - 1),
    )


def last_decision(*, viewer: Viewer) -> Verdict | None:
    """Return the verdict of this colleague's last decision, None when it cannot be taken back.

    One SQL query. For an hour it stands on the page; after that a slip is not undone by one key.

    Raises:
        LinkNotFound: the role reviews no links.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise LinkNotFound
    own = Judgement.objects.filter(judged_by=viewer.user_id, judged_at__gt=viewer.at - UNDO_HOLDS)
    last = own.order_by("-pk").values_list("verdict", "taken_back_at").first()
    return Verdict(last[0]) if last and last[1] is None else None


def pair_of(
    *, viewer: Viewer, link: RecordLink, copies: Sequence[PatientRecord]
) -> ScoredPair | None:
    """Return the engine's verdict of today on a record and the person's likest copy.

    `copies` are the person's other records. At most two SQL queries. None when nothing is known of
    the person any more.
    """
    ours = engine_record(viewer=viewer, record=link.patient_record)
    try:
        return _most_alike(viewer, ours, copies, link.person_id)[0]
    except LinkNotFound:
        return None


def _asked_before(
    link: RecordLink, evidence: Sequence[Evidence], ours: PersonRecord, theirs: PersonRecord
) -> AskedBefore | None:
    """Return what was said before about a question; its evidence is still that of then."""
    if link.state != LinkState.PROPOSED or link.decided_by is None or link.decided_at is None:
        return None
    news = rules.news(rules.stored(link.evidence), evidence)
    reasons = rules.reasons(news, left=ours, right=theirs)
    return AskedBefore(name=link.decided_by.name, at=link.decided_at, news=reasons)


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
        [ours],
        [engine for engine, _copy in known.values()],
        [(ours.key, key) for key in known],
        scale=scale_in_force(viewer=viewer),
    )
    best = max(pairs, key=lambda pair: (pair.decision == "strong", pair.score))
    return best, *known[best.right]


def _bsn_level(pair: ScoredPair) -> str:
    return next((item.level for item in pair.evidence if item.field == "bsn"), "unknown")


def _place(record: PatientRecord) -> tuple[str, str]:
    return record.street, record.city


def _source(viewer: Viewer, record: PatientRecord | None) -> SourceShown:
    if record is None:
        return SourceShown(title="", care_type="", is_shielded=False)
    title = shown_title(viewer=viewer, record=record)
    care_type = shown_care_type(viewer=viewer, record=record)
    return SourceShown(title=title, care_type=care_type, is_shielded=not title)
