# SPDX-License-Identifier: EUPL-1.2
"""Take a roster in: its rows become Appointments and go the way of every dossier."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core import crypto, history
from nabij.core.delimited import RowError
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.dossiers.actions.intakes import PATIENCE_SECONDS, IntakeNotAllowed, source_turn
from nabij.dossiers.choices import IntakeState
from nabij.dossiers.models import Intake, IntakeFile, PlannedVisit, Roster
from nabij.dossiers.rules import originals, roster
from nabij.dossiers.rules.roster import Planned
from nabij.linkage import actions as linkage_actions
from nabij.linkage import queries as linkage_queries
from nabij.linkage.choices import CareType, FhirVersion, GroundKind
from nabij.relations.queries import keys as relations_keys

if TYPE_CHECKING:
    from nabij.linkage.models import Source

DEFAULT_SOURCE = "rooster"

# Of these clients the source has a Patient, known by this number or by an id of its own.
KNOWN_CLIENTS = """
SELECT client_number, source_key FROM linkage_patientrecord
WHERE source_id = %s AND has_identity AND client_number = ANY(%s)
"""
PLANNED_BEFORE = """
SELECT source_key FROM dossiers_fact
WHERE source_id = %s AND type = 'Appointment' AND superseded_at IS NULL
  AND left(source_key, 18) = ANY(%s)
"""


# Days in Dutch time, as the roster names them.
FORGET_VISITS = """
DELETE FROM dossiers_plannedvisit visit
USING unnest(%(units)s::bigint[], %(days)s::date[]) AS spoken(unit_id, day)
WHERE visit.unit_id = spoken.unit_id
  AND visit.starts_at >= spoken.day::timestamp AT TIME ZONE 'Europe/Amsterdam'
  AND visit.starts_at < (spoken.day + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'
"""
KEPT_DAYS = timedelta(days=7)


class NothingPlanned(DomainError):
    code = "nothing-planned"
    message = _("No row of this roster can be read: %(reason)s")


@dataclass(frozen=True, slots=True)
class RosterStarted:
    """A roster that is registered: `actions.intakes.run_intake` takes it in."""

    intake: Intake
    planned: int = 0
    cancelled: int = 0
    errors: list[RowError] = field(default_factory=list)
    is_known: bool = False
    visits: list[Planned] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RosterFollowed:
    """What a roster did to care relations, and which of its teams and clients are unknown here."""

    relations: access_actions.Kept
    unknown_teams: list[str]
    unknown_clients: list[str]


def roster_source(*, viewer: Viewer) -> "Source":
    """Return the source that rosters come from when none is named; it is made the first time."""
    try:
        return linkage_queries.source_named(viewer=viewer, name=DEFAULT_SOURCE)
    except linkage_queries.SourceNotFound:
        return linkage_actions.add_source(
            viewer=viewer,
            name=DEFAULT_SOURCE,
            title="Rooster",
            care_type=CareType.HOME_CARE,
            fhir_version=FhirVersion.R4,
            default_ground=GroundKind.OWN_RECORD,
            is_own=True,
        )


def start_roster(
    *,
    viewer: Viewer,
    source: "Source",
    data: bytes,
    name: str,
    given: Roster | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> RosterStarted:
    """Register a roster file (CSV). The last one again is known and changes nothing.

    Of a file that was `given` and kept it is noted in the same transaction, so that this is done
    once.

    Visits of the same days and teams that an earlier roster had and this one leaves out become
    cancelled, so the latest delivery holds, also when it is the same as one before the last. Rows
    that cannot be read are left out and told.

    Raises:
        IntakeNotAllowed: the viewer may not take dossiers in.
        NothingPlanned: no row can be read.
        SourceIsBusy: an intake of this source is running.
    """
    planned, errors = read_roster(viewer=viewer, data=data, name=name)
    sha256 = hashlib.sha256(data).digest()
    with source_turn(viewer=viewer, source=source, patience_seconds=patience_seconds):
        last, key = _last_and_key(source, sha256)
        if last is not None and bytes(last.key) == key:
            is_done = last.state == IntakeState.DONE
            started = RosterStarted(
                last,
                0 if is_done else len(planned),
                is_known=is_done,
                errors=errors,
                visits=planned,
            )
            _note(given, started)
            return started
        numbers = {visit.client_number for visit in planned}
        prefixes = {roster.day_prefix(v.starts_at.date(), v.team) for v in planned}
        with connection.cursor() as cursor:
            cursor.execute(PLANNED_BEFORE, [source.pk, sorted(prefixes)])
            cancelled = roster.vanished(planned, [key for (key,) in cursor.fetchall()])
            numbers |= {visit.client_number for visit in cancelled}
            cursor.execute(KNOWN_CLIENTS, [source.pk, sorted(numbers)])
            patients = dict(cursor.fetchall())
        lines = roster.resources(planned, cancelled, patients=patients)
        with transaction.atomic():
            intake = _register(viewer, source, key, name, lines)
            started = RosterStarted(intake, len(planned), len(cancelled), errors, visits=planned)
            _note(given, started)
    return started


def read_roster(*, viewer: Viewer, data: bytes, name: str) -> tuple[list[Planned], list[RowError]]:
    """Return the visits in a roster file, and the rows that cannot be read. No query.

    Raises:
        IntakeNotAllowed: the viewer may not take dossiers in.
        NothingPlanned: no row can be read.
    """
    if not (viewer.is_machine or access_rules.may_take_in(viewer.roles)):
        raise IntakeNotAllowed
    planned, errors = roster.read_roster(data, today=localdate(viewer.at))
    if not planned:
        reason = gettext(errors[0].reason) % errors[0].values if errors else name
        raise NothingPlanned(reason=reason)
    return planned, errors


def _note(given: Roster | None, started: RosterStarted) -> None:
    """Write what a roster that was given is taken in as."""
    if given is not None:
        given.intake, given.is_known = started.intake, started.is_known
        given.counts = {"planned": started.planned, "cancelled": started.cancelled}
        given.save(update_fields=["intake", "is_known", "counts"])


def _last_and_key(source: "Source", sha256: bytes) -> tuple[Intake | None, bytes]:
    """Return the last intake of a source, and the key that a roster with this hash gets.

    Every key holds the one before it, so that an earlier roster given again is a new delivery.
    """
    newest = list(Intake.objects.filter(source=source).order_by("-pk")[:2])
    if not newest:
        return None, _key(source, sha256, None)
    last, before = newest[0], newest[1] if len(newest) > 1 else None
    again = _key(source, sha256, before)
    return last, again if bytes(last.key) == again else _key(source, sha256, last)


def _key(source: "Source", sha256: bytes, before: Intake | None) -> bytes:
    chained = bytes(before.key) if before else b""
    return hashlib.sha256(str(source.pk).encode() + sha256 + chained).digest()


def follow_roster(*, viewer: Viewer, started: RosterStarted) -> RosterFollowed:
    """Make and extend the care relations of a roster of ours, and tell the desk when who comes.

    After `run_intake`; safe to repeat. Clients are known by our client number, teams by their
    name. A roster of another provider opens nothing.

    Raises:
        DossierNotFound: the viewer may not take rosters in.
    """
    if not started.intake.source.is_own:
        return RosterFollowed(access_actions.Kept(), [], [])
    machine = access_queries.machine(at=viewer.at, command="roster")
    teams = access_queries.team_ids(viewer=machine)
    numbers = sorted({visit.client_number for visit in started.visits})
    persons = relations_keys.persons_with_client_numbers(viewer=machine, numbers=numbers)
    known = [
        (persons[visit.client_number], teams[visit.team.casefold()], visit)
        for visit in started.visits
        if visit.client_number in persons and visit.team.casefold() in teams
    ]
    spans: dict[tuple[int, int], list[date]] = {}
    for person_id, unit_id, visit in known:
        spans.setdefault((person_id, unit_id), []).append(visit.starts_at.date())
    with (
        transaction.atomic(),
        history.as_range(
            viewer=viewer,
            source="roster",
            subject_ref=started.intake.ref,
            first=1,
            last=len(started.visits),
        ),
    ):
        kept = access_actions.follow_roster(
            viewer=viewer,
            rostered=[
                access_actions.Rostered(
                    person_id=person_id, unit_id=unit_id, first_on=min(days), last_on=max(days)
                )
                for (person_id, unit_id), days in spans.items()
            ],
            received_at=started.intake.created_at,
        )
        _keep_visits(started, teams, known)
    return RosterFollowed(
        kept,
        sorted({visit.team for visit in started.visits if visit.team.casefold() not in teams}),
        [number for number in numbers if number not in persons],
    )


def _keep_visits(
    started: RosterStarted, teams: dict[str, int], known: list[tuple[int, int, Planned]]
) -> None:
    spoken = sorted(
        {
            (teams[visit.team.casefold()], visit.starts_at.date())
            for visit in started.visits
            if visit.team.casefold() in teams
        }
    )
    with connection.cursor() as cursor:
        given: dict[str, list[Any]] = {
            "units": [unit for unit, _day in spoken],
            "days": [day for _unit, day in spoken],
        }
        cursor.execute(FORGET_VISITS, given)
    since = started.intake.created_at - KEPT_DAYS
    PlannedVisit.objects.filter(starts_at__lt=since).delete()
    PlannedVisit.objects.bulk_create(
        [
            PlannedVisit(
                person_id=person_id,
                unit_id=unit_id,
                starts_at=visit.starts_at,
                ends_at=visit.ends_at,
            )
            for person_id, unit_id, visit in known
            if visit.starts_at >= since
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def _register(viewer: Viewer, source: "Source", key: bytes, name: str, lines: bytes) -> Intake:
    intake = Intake.objects.create(
        source=source,
        name=name[:200],
        key=key,
        fhir_version=FhirVersion.R4,
        started_by_id=viewer.colleague_id or viewer.acting_for_id,
    )
    context = originals.file_context(source_id=source.pk, sha256=key)
    IntakeFile.objects.create(
        intake=intake,
        source=source,
        # The ending says how it is kept: one resource a line.
        name=f"{name[:280]}.ndjson",
        # One file may be delivered again after another: the key of the delivery tells them apart.
        sha256=key,
        size=len(lines),
        content=originals.pack(lines, context=context, keys=crypto.keyring()),
    )
    return intake
