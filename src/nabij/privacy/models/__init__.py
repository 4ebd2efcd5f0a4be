# SPDX-License-Identifier: EUPL-1.2
"""Cases and what they tell."""

from nabij.privacy.models.cases import Case, CaseNotice

__all__ = ["Case", "CaseNotice"]
