# SPDX-License-Identifier: EUPL-1.2
"""What the pages about one person's copies show: where from, on what ground, linked how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.choices import PurposeOfUse
from nabij.access.queries import WHOSE
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, GroundKind, LinkState
from nabij.linkage.models import Ground, PatientRecord, RecordLink
from nabij.linkage.queries.person_records import (
    active_links,
    shown_care_type,
    shown_title,
    state_of,
)
from nabij.linkage.queries.sight import (
    LinkNotFound,
    link_stamps,
    links_within_sight,
    visible_link,
)
from nabij.linkage.rules import OpenState
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Card

_SHOWN = ("patient_record__source", "person", "decided_by")


class RecordNotFound(NotFound):
    code = "record-not-found"
    message = _("This record does not exist, or you may not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy of a person; `title` is '' when the very name of the source is shielded."""

    id: int
    ref: str
    link_ref: str
    link_state: str
    stamp: str
    title: str
    care_type: str
    since: datetime
    open: OpenState
    ground: str
    decided_by: str
    decided_at: datetime | None
    needs_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesOfPerson:
    """A person's card and copies; `apart` are those that a colleague kept from this person."""

    person: Card
    records: list[Copy]
    apart: list[Copy]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOfPerson:
    """One copy and whose it is."""

    person: Card
    record: Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundShown:
    """One recorded decision in words."""

    decision: str
    kind: str
    includes_sensitive: bool
    starts_on: date
    ends_on: date | None
    evidence: str
    recorded_by: str
    recorded_at: datetime
    category: str
    receivers: tuple[str, ...]
    purposes: tuple[str, ...]
    given_by: Card | None
    given_how: str
    given_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundsOfRecord:
    """One copy, whose it is, and every decision about it, the newest first."""

    person: Card
    record: Copy
    decisions: list[GroundShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundsOfCopy:
    """One copy with every decision about it, the newest first; the first decides while in force."""

    record: Copy
    is_own: bool
    decisions: list[GroundShown]


def records_of_person(*, viewer: Viewer, person_ref: str) -> CopiesOfPerson:
    """Return a person's copies for the colleague who reviews links. At most eight SQL queries.

    It shows no fact. The name of a shielded source stays out: being known there can itself be
    care data. The caller logs it.

    Raises:
        RecordNotFound: the role reviews no links, or the person is not within sight.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise RecordNotFound
    try:
        person = relations_queries.person_card(viewer=viewer, ref=person_ref)
    except relations_queries.PartyNotFound as error:
        raise RecordNotFound from error
    if not (person.is_person and person.is_open):
        raise RecordNotFound
    links = active_links(viewer=viewer, person_ids=[person.id])
    rejected = links_within_sight(viewer=viewer).filter(
        person_id__in=access_queries.members(viewer=viewer, person_ids=[person.id]),
        state=LinkState.REJECTED,
    )
    return CopiesOfPerson(
        person=person,
        records=_copies(viewer, links),
        apart=_copies(viewer, list(rejected.select_related(*_SHOWN).order_by("-decided_at", "pk"))),
    )


def link_to_unlink(*, viewer: Viewer, ref: str) -> CopyOfPerson:
    """Return a linked copy and its person. At most five SQL queries; the caller logs it.

    Raises:
        LinkNotFound: there is no active link, it is not within sight, or the role may not.
    """
    link = visible_link(viewer=viewer, ref=ref)
    cards = relations_queries.person_cards(viewer=viewer, ids=[link.person_id])
    if not link.is_active or link.person_id not in cards:
        raise LinkNotFound
    return CopyOfPerson(person=cards[link.person_id], record=_copies(viewer, [link])[0])


def grounds_of_record(*, viewer: Viewer, record_ref: str) -> GroundsOfRecord:
    """Return a copy with every decision about it. At most six SQL queries; the caller logs it.

    Raises:
        RecordNotFound: the role may not, there is none, or its person is not within sight.
    """
    link = _link_of_record(viewer, record_ref)
    cards = relations_queries.person_cards(viewer=viewer, ids=[link.person_id])
    if link.person_id not in cards:
        raise RecordNotFound
    return GroundsOfRecord(
        person=cards[link.person_id],
        record=_copies(viewer, [link])[0],
        decisions=_decisions(viewer, [link])[link.patient_record_id],
    )


def consents_of_person(*, viewer: Viewer, person_id: int) -> list[GroundsOfCopy]:
    """Return a person's copies with every decision about each. At most seven SQL queries.

    Of a shielded source not even the name stands there, except for who may see it. The caller
    logs it, and has made sure that the viewer may change this person.

    Raises:
        RecordNotFound: the role may not, or the viewer has no way in to the person.
    """
    if not _may_decide(viewer, person_id):
        raise RecordNotFound
    links = [
        link
        for link in active_links(viewer=viewer, person_ids=[person_id])
        if _may_name(viewer, link)
    ]
    decisions = _decisions(viewer, links)
    return [
        GroundsOfCopy(
            record=copy,
            is_own=link.patient_record.source.is_own,
            decisions=decisions[link.patient_record_id],
        )
        for link, copy in zip(links, _copies(viewer, links), strict=True)
    ]


def record_of_person(*, viewer: Viewer, record_ref: str) -> tuple[PatientRecord, int]:
    """Return a record and its person, for the colleague who records a ground. One SQL query.

    Raises:
        RecordNotFound: the role may not, there is none, or its person is not within sight.
    """
    link = _link_of_record(viewer, record_ref)
    return link.patient_record, link.person_id


def _link_of_record(viewer: Viewer, record_ref: str) -> RecordLink:
    if not access_rules.may_record_consent(viewer.roles):
        raise RecordNotFound
    link: Any = (
        RecordLink.objects.annotate(whose=WHOSE)
        .filter(
            patient_record__ref=record_ref,
            state__in=ACTIVE_LINK_STATES,
            whose__in=relations_keys.visible_person_ids(viewer=viewer),
        )
        .select_related(*_SHOWN)
        .first()
    )
    if link is None or not _may_decide(viewer, link.whose) or not _may_name(viewer, link):
        raise RecordNotFound
    found: RecordLink = link
    return found


def _may_decide(viewer: Viewer, person_id: int) -> bool:
    """Tell whether the viewer records decisions of this person, whom they see."""
    if access_rules.may_review_links(viewer.roles):
        return True
    way = access_queries.way_in(viewer=viewer, person_id=person_id)
    is_cared_for = way is not None and way.by_care_relation
    return access_rules.may_record_consent(viewer.roles) and is_cared_for


def _may_name(viewer: Viewer, link: RecordLink) -> bool:
    """Tell whether the viewer may know of this copy: being known somewhere can be care data."""
    record = link.patient_record
    if access_rules.may_review_links(viewer.roles) or shown_title(viewer=viewer, record=record):
        return True
    state = state_of(viewer=viewer, record=record)
    return state.is_open and state.includes_sensitive


def _decisions(viewer: Viewer, links: Sequence[RecordLink]) -> dict[int, list[GroundShown]]:
    """Return the decisions about each record, the newest first, in words. Three SQL queries."""
    rows = list(
        Ground.objects.filter(patient_record__in=[link.patient_record_id for link in links])
        .select_related("recorded_by")
        .order_by("-recorded_at", "-pk")
    )
    givers = {row.given_by_id for row in rows if row.given_by_id}
    cards = relations_queries.person_cards(viewer=viewer, ids=givers) if givers else {}
    named = {code for row in rows for code in row.receivers}
    receivers = access_queries.receiver_names(viewer=viewer, codes=named)
    found: dict[int, list[GroundShown]] = {link.patient_record_id: [] for link in links}
    for row in rows:
        found[row.patient_record_id].append(
            GroundShown(
                decision=row.get_decision_display(),
                kind=row.get_kind_display(),
                includes_sensitive=row.includes_sensitive,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                evidence=row.evidence,
                recorded_by=row.recorded_by.name if row.recorded_by else "",
                recorded_at=row.recorded_at,
                category=row.get_category_display(),
                receivers=tuple(receivers[code] for code in row.receivers if code in receivers),
                purposes=tuple(str(PurposeOfUse(code).label) for code in row.purposes),
                given_by=cards.get(row.given_by_id) if row.given_by_id else None,
                given_how=row.get_given_how_display(),
                given_on=row.given_on,
            )
        )
    return found


def _copies(viewer: Viewer, links: Sequence[RecordLink]) -> list[Copy]:
    stamps = link_stamps(viewer=viewer, links=links)
    found = []
    for link in links:
        record = link.patient_record
        state = state_of(viewer=viewer, record=record)
        found.append(
            Copy(
                id=record.pk,
                ref=record.ref,
                link_ref=link.ref,
                link_state=link.get_state_display(),
                stamp=stamps[link.pk],
                title=shown_title(viewer=viewer, record=record),
                care_type=shown_care_type(viewer=viewer, record=record),
                since=record.created_at,
                open=state,
                ground=str(GroundKind(state.ground).label) if state.ground else "",
                decided_by=link.decided_by.name if link.decided_by else "",
                decided_at=link.decided_at,
                needs_review=link.needs_review,
            )
        )
    return found
