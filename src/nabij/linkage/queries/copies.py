# SPDX-License-Identifier: EUPL-1.2
"""What the pages about one person's copies show: where from, on what ground, linked how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.queries import WHOSE
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, GroundKind, LinkState
from nabij.linkage.models import PatientRecord, RecordLink
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundsOfRecord:
    """One copy, whose it is, and every decision about it, the newest first."""

    person: Card
    record: Copy
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
    grounds = link.patient_record.grounds.select_related("recorded_by")
    return GroundsOfRecord(
        person=cards[link.person_id],
        record=_copies(viewer, [link])[0],
        decisions=[
            GroundShown(
                decision=ground.get_decision_display(),
                kind=ground.get_kind_display(),
                includes_sensitive=ground.includes_sensitive,
                starts_on=ground.starts_on,
                ends_on=ground.ends_on,
                evidence=ground.evidence,
                recorded_by=ground.recorded_by.name if ground.recorded_by else "",
                recorded_at=ground.recorded_at,
            )
            for ground in grounds.order_by("-recorded_at", "-pk")
        ],
    )


def record_of_person(*, viewer: Viewer, record_ref: str) -> tuple[PatientRecord, int]:
    """Return a record and its person, for the colleague who records a ground. One SQL query.

    Raises:
        RecordNotFound: the role may not, there is none, or its person is not within sight.
    """
    link = _link_of_record(viewer, record_ref)
    return link.patient_record, link.person_id


def _link_of_record(viewer: Viewer, record_ref: str) -> RecordLink:
    if not access_rules.may_review_links(viewer.roles):
        raise RecordNotFound
    link = (
        RecordLink.objects.annotate(whose=WHOSE)
        .filter(
            patient_record__ref=record_ref,
            state__in=ACTIVE_LINK_STATES,
            whose__in=relations_keys.visible_person_ids(viewer=viewer),
        )
        .select_related(*_SHOWN)
        .first()
    )
    if link is None:
        raise RecordNotFound
    return link


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
