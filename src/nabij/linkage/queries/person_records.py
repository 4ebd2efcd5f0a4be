# SPDX-License-Identifier: EUPL-1.2
"""Which copies a person has, at which sources, and which of them stand open today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.queries import EMERGENCY, WHOSE
from nabij.access.rules import RecordInView
from nabij.core.dates import PartialDate, from_columns
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import ACTIVE_LINK_STATES, Category
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.rules import OpenState


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
    is_deceased: bool
    deceased: PartialDate | None


def records_in_view(*, viewer: Viewer, person_id: int) -> list[RecordInView]:
    """Return the copies of a person that stand open today; see `records_in_view_of`."""
    return records_in_view_of(viewer=viewer, person_ids=[person_id])[person_id]


def records_in_view_of(
    *, viewer: Viewer, person_ids: Collection[int]
) -> dict[int, list[RecordInView]]:
    """Return the copies of each person that stand open today, for `access.actions.open_dossiers`.

    Active links only: what is proposed or rejected opens nothing. Sensitive facts may be shown
    when the decision in force says so. Two SQL queries, however many persons.
    """
    found: dict[int, list[RecordInView]] = {person_id: [] for person_id in person_ids}
    for link in active_links(viewer=viewer, person_ids=person_ids):
        state = _state_for(viewer, link)
        if state.is_open:
            record = record_in_view(viewer=viewer, record_id=link.patient_record_id, state=state)
            for whose in (link.person_id, link.person.canonical_id):
                if whose is not None and whose in found:
                    found[whose].append(record)
    return found


def sources_of(
    *, viewer: Viewer, person_id: int, shows_sensitive: bool = False, purpose: str = ""
) -> list[SourceOfPerson]:
    """Return all copies of a person, the refused and closed ones too, by title.

    A source whose very name is of class d is left out, unless the client's decision includes the
    sensitive and `shows_sensitive` says that this viewer's opening does. Two SQL queries.

    Call it within an opening: where somebody is in care is the organisation of care (class b).
    """
    shown = []
    for link in active_links(viewer=viewer, person_ids=[person_id]):
        record, source = link.patient_record, link.patient_record.source
        state = _state_for(viewer, link, purpose)
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
                is_deceased=record.is_deceased,
                deceased=from_columns(record.deceased_on, record.deceased_precision),
            )
        )
    return sorted(shown, key=lambda item: (item.title, item.record_id))


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
    return dict(links.annotate(whose=WHOSE).values_list("patient_record_id", "whose"))


def closed_records(*, viewer: Viewer, record_ids: Collection[int]) -> set[int]:
    """Return which of these records stand closed today: no ground, refused or withdrawn.

    Two SQL queries.
    """
    records = PatientRecord.objects.filter(pk__in=list(record_ids)).select_related("source")
    return {
        record.pk
        for record in records.prefetch_related("grounds")
        if not state_of(viewer=viewer, record=record).is_open
    }


def active_links(*, viewer: Viewer, person_ids: Collection[int]) -> list[RecordLink]:
    """Return who these persons are at the sources: active links with record and grounds.

    Two SQL queries.
    """
    links = RecordLink.objects.filter(
        person_id__in=access_queries.members(viewer=viewer, person_ids=person_ids),
        state__in=ACTIVE_LINK_STATES,
    )
    return list(
        links.select_related("patient_record__source", "person", "decided_by")
        .prefetch_related("patient_record__grounds")
        .order_by("patient_record__source__title", "pk")
    )


def _state_for(viewer: Viewer, link: RecordLink, purpose: str = "") -> OpenState:
    """Return whether a copy stands open to this viewer.

    In an emergency in which the client cannot decide and serious harm threatens, as the viewer
    stated, what the client shut opens to them for that while, the sensitive too.
    """
    state = state_of(viewer=viewer, record=link.patient_record, purpose=purpose)
    running = viewer.emergency_now
    if running is None or not running.opens_shut:
        return state
    if running.person_id not in (link.person_id, link.person.canonical_id):
        return state
    return OpenState("open", state.ground or EMERGENCY, True, state.since)


def record_in_view(*, viewer: Viewer, record_id: int, state: OpenState) -> RecordInView:
    """Return an open copy as the gate takes it: what of it opens, and what for. No query."""
    return RecordInView(
        record_id,
        state.ground,
        state.includes_sensitive,
        is_limited=not state.opens_care,
        purposes=state.purposes,
    )


def state_of(*, viewer: Viewer, record: PatientRecord, purpose: str = "") -> OpenState:
    """Return whether a record stands open to this viewer today, for a purpose.

    No query when its grounds were read along.
    """
    decisions = [
        rules.GroundDecision(
            kind=ground.kind,
            decision=ground.decision,
            includes_sensitive=ground.includes_sensitive,
            starts_on=ground.starts_on,
            ends_on=ground.ends_on,
            recorded_at=ground.recorded_at,
            position=ground.pk,
            receivers=frozenset(ground.receivers),
            purposes=frozenset(ground.purposes),
            opens_care=ground.category != Category.ORGANISATION,
        )
        for ground in record.grounds.all()
    ]
    default, on = record.source.default_ground, localdate(viewer.at)
    return rules.open_state(
        decisions, default=default, on=on, receivers=_receivers(viewer), purpose=purpose
    )


def _receivers(viewer: Viewer) -> frozenset[str] | None:
    """Return what a viewer is in the words of a decision; the machine shows nothing to anybody."""
    if viewer.is_machine:
        return None
    units = viewer.unit_ids | viewer.duty_unit_ids
    return frozenset(f"role:{role}" for role in viewer.roles) | {f"unit:{unit}" for unit in units}
