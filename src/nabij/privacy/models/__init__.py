# SPDX-License-Identifier: EUPL-1.2
"""Cases, the review of the log, and data breaches."""

from nabij.privacy.models.breaches import Breach
from nabij.privacy.models.cases import Case, CaseNotice
from nabij.privacy.models.reviews import Find, ReviewedDay, StaffMark, WellKnown

__all__ = ["Breach", "Case", "CaseNotice", "Find", "ReviewedDay", "StaffMark", "WellKnown"]
