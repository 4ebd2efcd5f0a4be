# SPDX-License-Identifier: EUPL-1.2
"""Cases, requests of persons, the review of the log, and data breaches."""

from nabij.privacy.models.breaches import Breach
from nabij.privacy.models.cases import Case, CaseNotice
from nabij.privacy.models.requests import PrivacyRequest
from nabij.privacy.models.reviews import Find, ReviewedDay, StaffMark, WellKnown

__all__ = [
    "Breach",
    "Case",
    "CaseNotice",
    "Find",
    "PrivacyRequest",
    "ReviewedDay",
    "StaffMark",
    "WellKnown",
]
