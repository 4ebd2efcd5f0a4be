# SPDX-License-Identifier: EUPL-1.2
"""Which copies a person has, at which sources, and which of them stand open today."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.access.rules import RecordInView
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import ACTIVE_LINK_STATES
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.rules import OpenState
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Card


class RecordNotFound(NotFound):
    code = "record-not-found"
    message = _("This record does not exist, or you may not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOfPerson:
    """One copy of a person and where it comes from; `open.state` says why it may be closed."""

    record_id: int
    source_ref: str
    title: str
    care_type: str
    data_class: str
    organisation_id: int | None
    is_own: bool
    open: OpenState
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOfPerson:
    """One copy of a person as the page about links shows it.

    `title` is '' when the very name of the source is shielded.
    """

    id: int
    ref: str
    link_ref: str
    link_state: str
    stamp: str
    title: str
    care_type: str
    since: datetime
    open: OpenState
    decided_by: str
    decided_at: datetime | None
    needs_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsOfPerson:
    """A person's card and copies."""

    person: Card
    records: list[RecordOfPerson]


def records_in_view(*, viewer: Viewer, person_id: int) -> list[RecordInView]:
    """Return the copies of a person that stand open today, for `access.actions.open_dossier`.

    Active links only: what is proposed or rejected opens nothing. Sensitive facts may be shown
    when the decision in force says so. Two SQL queries.
    """
    on = localdate(viewer.at)
    found = [(link, _state(link.patient_record, on)) for link in _active_links(person_id)]
    return [
        RecordInView(link.patient_record_id, state.ground, state.includes_sensitive)
        for link, state in found
        if state.is_open
    ]


def sources_of(
    *, viewer: Viewer, person_id: int, shows_sensitive: bool = False
) -> list[SourceOfPerson]:
    """Return all copies of a person, the refused and closed ones too, by title.

    A source whose very name is of class d is left out, unless the client's decision includes the
    sensitive and `shows_sensitive` says that this viewer's opening does. Two SQL queries.

    Call it within an opening: where somebody is in care is the organisation of care (class b).
    """
    on = localdate(viewer.at)
    shown = []
    for link in _active_links(person_id):
        record, source = link.patient_record, link.patient_record.source
        state = _state(record, on)
        is_shielded = source.data_class == access_rules.DataClass.SHIELDED
        if is_shielded and not (shows_sensitive and state.is_open and state.includes_sensitive):
            continue
        shown.append(
            SourceOfPerson(
                record_id=record.pk,
                source_ref=source.ref,
                title=source.title,
                care_type=source.care_type,
                data_class=source.data_class,
                organisation_id=source.organisation_id,
                is_own=source.is_own,
                open=state,
                updated_at=record.updated_at,
            )
        )
    return sorted(shown, key=lambda item: (item.title, item.record_id))


def records_of_person(*, viewer: Viewer, person_ref: str) -> RecordsOfPerson:
    """Return a person's copies for the colleague who reviews links. Four SQL queries.

    It shows no fact. The name of a shielded source stays out: being known there can itself be
    care data. The caller logs it.

    Raises:
        RecordNotFound: the role reviews no links, or the person is not within view.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise RecordNotFound
    try:
        person = relations_queries.person_card(viewer=viewer, ref=person_ref)
    except relations_queries.PartyNotFound as error:
        raise RecordNotFound from error
    if not (person.is_person and person.is_open):
        raise RecordNotFound
    on = localdate(viewer.at)
    links = _active_links(person.id)
    stamps = link_stamps(viewer=viewer, links=links)
    return RecordsOfPerson(
        person=person,
        records=[
            RecordOfPerson(
                id=link.patient_record_id,
                ref=link.patient_record.ref,
                link_ref=link.ref,
                link_state=link.get_state_display(),
                stamp=stamps[link.pk],
                title=shown_title(viewer=viewer, record=link.patient_record),
                care_type=shown_care_type(viewer=viewer, record=link.patient_record),
                since=link.patient_record.created_at,
                open=_state(link.patient_record, on),
                decided_by=link.decided_by.name if link.decided_by else "",
                decided_at=link.decided_at,
                needs_review=link.needs_review,
            )
            for link in links
        ],
    )


def shown_title(*, viewer: Viewer, record: PatientRecord) -> str:
    """Return the title of a record's source, '' when the viewer may not know it. No query."""
    data_class = access_rules.DataClass(record.source.data_class)
    return record.source.title if access_rules.may(viewer.roles, data_class) else ""


def shown_care_type(*, viewer: Viewer, record: PatientRecord) -> str:
    """Return the kind of care of a record's source, '' when the viewer may not know it."""
    return record.source.care_type if shown_title(viewer=viewer, record=record) else ""


def persons_of_records(*, viewer: Viewer, record_ids: Collection[int]) -> dict[int, int]:
    """Return the person of each linked record, merged ones resolved. One SQL query.

    Records of nobody, or of somebody archived, are left out.
    """
    links = RecordLink.objects.filter(
        state__in=ACTIVE_LINK_STATES,
        patient_record_id__in=list(record_ids),
        person__archived_at__isnull=True,
    )
    person = Coalesce("person__canonical_id", "person_id")
    return dict(links.annotate(whose=person).values_list("patient_record_id", "whose"))


def closed_records(*, viewer: Viewer, record_ids: Collection[int]) -> set[int]:
    """Return which of these records stand closed today: no ground, refused or withdrawn.

    Two SQL queries.
    """
    on = localdate(viewer.at)
    records = PatientRecord.objects.filter(pk__in=list(record_ids)).select_related("source")
    return {
        record.pk
        for record in records.prefetch_related("grounds")
        if not _state(record, on).is_open
    }


def record_of_person(*, viewer: Viewer, record_ref: str) -> tuple[PatientRecord, int]:
    """Return a record and its person, for the colleague who records a ground. Two SQL queries.

    Raises:
        RecordNotFound: the role may not, there is none, or its person is not within view.
    """
    if not access_rules.may_review_links(viewer.roles):
        raise RecordNotFound
    visible = relations_keys.visible_person_ids(viewer=viewer)
    link = (
        RecordLink.objects.filter(
            patient_record__ref=record_ref, state__in=ACTIVE_LINK_STATES, person__in=visible
        )
        .select_related("patient_record__source")
        .first()
    )
    if link is None:
        raise RecordNotFound
    return link.patient_record, link.person_id


def link_stamps(*, viewer: Viewer, links: Sequence[RecordLink]) -> dict[int, str]:
    """Return per link a mark of all that a decision about it rests on; one SQL query.

    A form posts it back; another mark means that something changed while somebody looked.
    """
    persons = {link.person_id for link in links}
    others: dict[int, list[tuple[int, str]]] = {person: [] for person in persons}
    active = RecordLink.objects.filter(person_id__in=persons, state__in=ACTIVE_LINK_STATES)
    for person, record, updated in active.order_by("patient_record_id").values_list(
        "person_id", "patient_record_id", "patient_record__updated_at"
    ):
        others[person].append((record, updated.isoformat()))
    return {
        link.pk: rules.stamp(
            link.state,
            link.person_id,
            link.person.version,
            link.patient_record.updated_at.isoformat(),
            others[link.person_id],
        )
        for link in links
    }


def _active_links(person_id: int) -> list[RecordLink]:
    links = RecordLink.objects.filter(
        Q(person_id=person_id) | Q(person__canonical_id=person_id), state__in=ACTIVE_LINK_STATES
    )
    return list(
        links.select_related("patient_record__source", "person", "decided_by")
        .prefetch_related("patient_record__grounds")
        .order_by("patient_record__source__title", "pk")
    )


def _state(record: PatientRecord, on: date) -> OpenState:
    decisions = [
        rules.GroundDecision(
            kind=ground.kind,
            decision=ground.decision,
            includes_sensitive=ground.includes_sensitive,
            starts_on=ground.starts_on,
            ends_on=ground.ends_on,
            recorded_at=ground.recorded_at,
            position=ground.pk,
        )
        for ground in record.grounds.all()
    ]
    return rules.open_state(decisions, default=record.source.default_ground, on=on)
