# SPDX-License-Identifier: EUPL-1.2
"""Users, units, the ways in to a client, and the access log."""

from nabij.access.models.institution import RoleAssignment, Unit, UnitMembership, User, UserManager
from nabij.access.models.log import AccessEntry
from nabij.access.models.ways import (
    CareRelation,
    DutyArea,
    DutyShift,
    Occasion,
    StandInReview,
)

__all__ = [
    "AccessEntry",
    "CareRelation",
    "DutyArea",
    "DutyShift",
    "Occasion",
    "RoleAssignment",
    "StandInReview",
    "Unit",
    "UnitMembership",
    "User",
    "UserManager",
]
