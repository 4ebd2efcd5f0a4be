# SPDX-License-Identifier: EUPL-1.2
"""Sources, each source's copy of a person, on what ground it stands open, and who it is.

Facts never move; links do. Who a copy is stands in exactly one active `RecordLink`.
"""

from nabij.linkage.models.judging import Judgement, ReviewClaim, Sample
from nabij.linkage.models.links import RecordLink, RecordMove
from nabij.linkage.models.records import Ground, PatientRecord, Source
from nabij.linkage.models.runs import LinkRun, LinkWeights, PlannedLink

__all__ = [
    "Ground",
    "Judgement",
    "LinkRun",
    "LinkWeights",
    "PatientRecord",
    "PlannedLink",
    "RecordLink",
    "RecordMove",
    "ReviewClaim",
    "Sample",
    "Source",
]
