# SPDX-License-Identifier: EUPL-1.2
"""The one gate to a dossier and the one writer of the access log."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import queries, rules
from nabij.access.choices import Caller, OccasionKind, Outcome, PurposeOfUse
from nabij.access.models import (
    AccessEntry,
    Occasion,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nabij.access.rules import DataClass, RecordInView
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Role, Viewer

SOURCE_ID, SOURCE_TYPE = "nabij", "web application"
AUTHORISATION = "access.rules.RIGHTS"
LONGEST_CALL = timedelta(minutes=60)
MOST_PERSONS_PER_EXPORT = 500
# A BSN or phone number that was typed in a search box stays out of the log.
_NUMBER = re.compile(r"\d[\d .\-()/]{4,}\d")


class DossierNotFound(NotFound):
    code = "not-found"


class LogUnavailable(DomainError):
    code = "log-unavailable"
    message = _(
        "nabij cannot record that you look, so it shows nothing. "
        "Use your team's round sheet and try again in a minute."
    )
    http_status = 503


class TooManyPersons(DomainError):
    code = "too-many-persons"
    message = _("One export opens at most %(most)s persons. Choose a smaller group.")


@dataclass(frozen=True, slots=True)
class PersonInView:
    """One person to open, with the records that hold today on a ground."""

    person_id: int
    records: Sequence[RecordInView]


@dataclass(frozen=True, slots=True)
class Opening:
    """What was opened: shown as the reason on the page."""

    way_in: queries.WayIn
    classes: frozenset[DataClass]
    has_sensitive: bool

    def shows(self, data_class: DataClass | str) -> bool:
        """Tell whether data of this class may be in view (class d: for at least one record)."""
        wanted = DataClass(data_class)
        return self.has_sensitive if wanted is DataClass.SHIELDED else wanted in self.classes


@contextmanager
def open_dossier(
    *,
    viewer: Viewer,
    person_id: int,
    records: Sequence[RecordInView],
    event: str,
    action: str = "R",
    detail: str = "",
    categories: Sequence[str] = (),
) -> Iterator[Opening]:
    """Open one client's dossier for the length of the block, and write who did so and why.

    The block is one transaction of its own: read and render inside it, let the answer leave after
    it. Row-level security shows the rows of `records` only, and only in this transaction.

    Args:
        event: code of what is done, such as `picture` or `print`.
        records: the person's records that stand open on a ground today.

    Raises:
        DossierNotFound: no way in, or no right; the refusal is in the log.
        LogUnavailable: the entry could not be written or committed; nothing may be shown.
    """
    opening = open_dossiers(
        viewer=viewer,
        persons=[PersonInView(person_id, records)],
        event=event,
        action=action,
        detail=detail,
        categories=categories,
    )
    with opening as openings:
        yield openings[person_id]


@contextmanager
def open_dossiers(
    *,
    viewer: Viewer,
    persons: Sequence[PersonInView],
    event: str,
    action: str = "R",
    detail: str = "",
    categories: Sequence[str] = (),
) -> Iterator[dict[int, Opening]]:
    """Open several clients' dossiers at once, one log entry each; see `open_dossier`.

    All must open by the same classes; one refusal refuses all.

    Raises:
        DossierNotFound: one of the persons has no way in.
        TooManyPersons: more than 500 at once.
        LogUnavailable: the entries could not be written or committed.
    """
    if len(persons) > MOST_PERSONS_PER_EXPORT:
        raise TooManyPersons(most=MOST_PERSONS_PER_EXPORT)
    openings = {}
    for person in persons:
        way = queries.way_in(viewer=viewer, person_id=person.person_id)
        classes = queries.classes_for(viewer=viewer, way=way)
        if way is None or DataClass.ORGANISATION not in classes:
            record_refusal(viewer=viewer, person_id=person.person_id, event=event)
            raise DossierNotFound
        sensitive = DataClass.CARE in classes and any(r.may_show_sensitive for r in person.records)
        openings[person.person_id] = Opening(way, classes, sensitive)
    entries = [
        _dossier_entry(viewer, person, openings[person.person_id], event, action, detail, categories)
        for person in persons
    ]
    is_written = is_read = False
    try:
        with transaction.atomic(durable=True):
            AccessEntry.objects.bulk_create(entries)
            is_written = True
            yield openings
            is_read = True
    except DatabaseError as error:
        if is_written and not is_read:  # the block itself failed: that is no matter of the log
            raise
        raise LogUnavailable from error


def record_list(
    *,
    viewer: Viewer,
    event: str,
    object_ids: Sequence[int],
    query: str = "",
    detail: str = "",
) -> None:
    """Write one entry for a list, search or desk that showed cards of persons: names only.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown.
    """
    entry = _entry(viewer, event, "R")
    entry.object_ids = list(object_ids)
    entry.object_count = len(object_ids)
    entry.is_name_only = True
    entry.search_query = _NUMBER.sub("#", query)[:200]
    entry.detail = detail[:120]
    _save(entry)


def record_event(
    *,
    viewer: Viewer,
    event: str,
    action: str,
    person_id: int,
    detail: str = "",
    categories: Sequence[str] = (),
    records: Sequence[int] = (),
) -> None:
    """Write one entry for something done to one person that shows no fact of the dossier.

    `action` is C, R, U, D or E (NEN 7513). `records` names patient records whose columns were
    shown, as in the review of a link; it opens no facts.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown or changed.
    """
    entry = _entry(viewer, event, action)
    entry.object_id, entry.object_ids, entry.object_count = person_id, [person_id], 1
    entry.detail, entry.categories = detail[:120], list(categories)
    if records:
        entry.detail = f"{entry.detail} records {','.join(map(str, records))}".strip()[:120]
    _save(entry)


def record_refusal(*, viewer: Viewer, person_id: int, event: str) -> None:
    """Write that this viewer was refused, outside any transaction that is about to fail.

    Raises:
        LogUnavailable: the entry could not be written.
    """
    entry = _entry(viewer, event, "R")
    entry.object_id, entry.object_ids, entry.object_count = person_id, [person_id], 1
    entry.outcome, entry.checks = Outcome.REFUSED, "FFFF"
    _save(entry)


def open_call(*, viewer: Viewer, person_id: int, caller: Caller) -> Occasion:
    """Open a way in for this colleague: someone is on the phone about this person, now.

    It ends after an hour. The caller of this action has made sure that the viewer may see the
    person's contact data. A second call within the hour is the same occasion, made longer.

    Raises:
        DossierNotFound: the role knows no such way in.
    """
    if not rules.may(viewer.roles, DataClass.ORGANISATION):
        record_refusal(viewer=viewer, person_id=person_id, event="call")
        raise DossierNotFound
    with transaction.atomic():
        record_event(
            viewer=viewer, event="call", action="C", person_id=person_id, detail=f"caller {caller}"
        )
        return Occasion.objects.create(
            person_id=person_id,
            user_id=viewer.user_id,
            kind=OccasionKind.CALL,
            caller=caller,
            starts_at=viewer.at,
            ends_at=viewer.at + LONGEST_CALL,
        )


def _save(entry: AccessEntry) -> None:
    try:
        entry.save(force_insert=True)
    except DatabaseError as error:
        raise LogUnavailable from error


def _entry(viewer: Viewer, event: str, action: str) -> AccessEntry:
    is_command = viewer.user_id <= 0
    return AccessEntry(
        event=event,
        action=action,
        outcome=Outcome.SUCCESS,
        checks="TFFF",
        purpose=PurposeOfUse.OPERATIONS,
        user_id=viewer.user_id,
        user_name=viewer.name[:120],
        user_role=rules.main_role(viewer.roles),
        responsible_id=viewer.acting_for_id,
        access_point_type="1" if is_command else "2",
        access_point=viewer.access_point[:80],
        object_type="Person",
        object_class=1,
        object_count=0,
        authorisation_protocol=AUTHORISATION,
        life_cycle_stage="access",
        source_id=SOURCE_ID,
        source_type=SOURCE_TYPE,
    )


def _dossier_entry(
    viewer: Viewer,
    person: PersonInView,
    opening: Opening,
    event: str,
    action: str,
    detail: str,
    categories: Sequence[str],
) -> AccessEntry:
    entry = _entry(viewer, event, action)
    shows_sensitive = opening.has_sensitive
    entry.object_id, entry.object_ids, entry.object_count = person.person_id, [person.person_id], 1
    entry.records = [record.id for record in person.records]
    entry.sensitive_records = [
        record.id for record in person.records if shows_sensitive and record.may_show_sensitive
    ]
    entry.classes = sorted(opening.classes)
    entry.sensitivity = "d" if entry.sensitive_records else max(entry.classes)
    entry.detail, entry.categories = detail[:120], list(categories)
    entry.purpose, entry.way_in = opening.way_in.purpose, f"{opening.way_in.kind} {opening.way_in.id}"
    entry.care_relation_protocol = entry.way_in if opening.way_in.by_care_relation else ""
    grounds = sorted({record.ground for record in person.records})
    entry.consent_profile = ", ".join(grounds)[:200]
    has_consent = "consent" in grounds
    entry.checks = (
        f"T{'T' if opening.way_in.by_care_relation else 'F'}{'T' if has_consent else 'F'}F"
    )
    return entry


class UserExists(DomainError):
    code = "user-exists"
    message = _("There is a colleague with the address %(email)s already.")


class UnitNotFound(DomainError):
    code = "unit-not-found"
    message = _("There is no unit named %(name)s.")


@transaction.atomic
def add_user(
    *,
    viewer: Viewer,
    email: str,
    name: str,
    password: str | None,
    roles: Sequence[Role],
    unit_names: Sequence[str],
    starts_on: date,
    job_title: str = "",
) -> User:
    """Make a colleague with roles and units from `starts_on`; without password nobody signs in.

    Raises:
        UserExists: the address is in use.
        UnitNotFound: a unit of that name does not exist.
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    if viewer.user_id != 0 and not viewer.has(Role.ADMINISTRATOR):
        raise DossierNotFound
    if User.objects.filter(email__iexact=email).exists():
        raise UserExists(email=email)
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=unit_names)}
    for unit_name in unit_names:
        if unit_name not in units:
            raise UnitNotFound(name=unit_name)
    user = User.objects.create_user(email, name, password)
    if job_title:
        user.job_title = job_title
        user.save(update_fields=["job_title"])
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=role, starts_on=starts_on) for role in roles
    )
    UnitMembership.objects.bulk_create(
        UnitMembership(user=user, unit=units[unit_name], starts_on=starts_on)
        for unit_name in unit_names
    )
    return user
