# SPDX-License-Identifier: EUPL-1.2
"""Closed lists: what is stored is lower-case, what is shown is translated."""

from nabij.privacy.choices.cases import CaseKind, CaseState
from nabij.privacy.choices.words import ACTIONS, CLASSES, EVENTS, ROLES, WAYS_IN

__all__ = ["ACTIONS", "CLASSES", "EVENTS", "ROLES", "WAYS_IN", "CaseKind", "CaseState"]
