# SPDX-License-Identifier: EUPL-1.2
"""Take a roster in: its rows become Appointments and go the way of every dossier."""

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.core import crypto
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.dossiers.actions.intakes import IntakeNotAllowed, source_turn
from nabij.dossiers.models import Intake, IntakeFile
from nabij.dossiers.rules import originals, roster
from nabij.dossiers.rules.roster import RowError
from nabij.linkage import actions as linkage_actions
from nabij.linkage import queries as linkage_queries
from nabij.linkage.choices import CareType, FhirVersion, GroundKind

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


def start_roster(*, viewer: Viewer, source: "Source", data: bytes, name: str) -> RosterStarted:
    """Register a roster file (CSV). The same file again is known and changes nothing.

    Visits of the same days and teams that an earlier roster had and this one leaves out become
    cancelled. Rows that cannot be read are left out and told.

    Raises:
        IntakeNotAllowed: the viewer may not take dossiers in.
        NothingPlanned: no row can be read.
        SourceIsBusy: an intake of this source is running.
    """
    if viewer.user_id != 0 and not access_rules.may_take_in(viewer.roles):
        raise IntakeNotAllowed
    sha256 = hashlib.sha256(data).digest()
    key = hashlib.sha256(str(source.pk).encode() + sha256).digest()
    if known := Intake.objects.filter(key=key).first():
        return RosterStarted(known, is_known=True)
    planned, errors = roster.read_roster(data, today=localdate(viewer.at))
    if not planned:
        raise NothingPlanned(reason=errors[0].reason % errors[0].values if errors else name)
    with source_turn(viewer=viewer, source=source):
        numbers = {visit.client_number for visit in planned}
        prefixes = {roster.day_prefix(v.starts_at.date(), v.team) for v in planned}
        with connection.cursor() as cursor:
            cursor.execute(PLANNED_BEFORE, [source.pk, sorted(prefixes)])
            cancelled = roster.vanished(planned, [key for (key,) in cursor.fetchall()])
            numbers |= {visit.client_number for visit in cancelled}
            cursor.execute(KNOWN_CLIENTS, [source.pk, sorted(numbers)])
            patients = dict(cursor.fetchall())
        lines = roster.resources(planned, cancelled, patients=patients)
        intake = _register(viewer, source, key, sha256, name, lines)
    return RosterStarted(intake, len(planned), len(cancelled), errors)


@transaction.atomic
def _register(
    viewer: Viewer, source: "Source", key: bytes, sha256: bytes, name: str, lines: bytes
) -> Intake:
    intake = Intake.objects.create(
        source=source,
        name=name[:200],
        key=key,
        fhir_version=FhirVersion.R4,
        started_by_id=viewer.user_id or None,
    )
    context = originals.file_context(source_id=source.pk, sha256=sha256)
    IntakeFile.objects.create(
        intake=intake,
        source=source,
        # The ending says how it is kept: one resource a line.
        name=f"{name[:280]}.ndjson",
        sha256=sha256,
        size=len(lines),
        content=originals.pack(lines, context=context, keys=crypto.keyring()),
    )
    return intake
