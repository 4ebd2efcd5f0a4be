# SPDX-License-Identifier: EUPL-1.2
"""Cases, requests of persons with what came of them, the review of the log, and data breaches."""

from nabij.privacy.models.breaches import Breach
from nabij.privacy.models.cases import Case, CaseNotice
from nabij.privacy.models.copies import PersonCopy, Withholding
from nabij.privacy.models.erasures import Erasure, LegalHold
from nabij.privacy.models.requests import PrivacyRequest
from nabij.privacy.models.reviews import Find, ReviewedDay, StaffMark, WellKnown

__all__ = [
    "Breach",
    "Case",
    "CaseNotice",
    "Erasure",
    "Find",
    "LegalHold",
    "PersonCopy",
    "PrivacyRequest",
    "ReviewedDay",
    "StaffMark",
    "WellKnown",
    "Withholding",
]
