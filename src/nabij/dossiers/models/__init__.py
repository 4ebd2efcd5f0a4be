# SPDX-License-Identifier: EUPL-1.2
"""What came in: deliveries and rosters, facts with their originals, and what was refused."""

from nabij.dossiers.models.facts import Fact, Original, Reference, SourceResource
from nabij.dossiers.models.intakes import Intake, IntakeFile, IntakeRecord, Quarantine
from nabij.dossiers.models.notices import DossierNotice, PlannedVisit
from nabij.dossiers.models.rosters import Roster

__all__ = [
    "DossierNotice",
    "Fact",
    "Intake",
    "IntakeFile",
    "IntakeRecord",
    "Original",
    "PlannedVisit",
    "Quarantine",
    "Reference",
    "Roster",
    "SourceResource",
]
