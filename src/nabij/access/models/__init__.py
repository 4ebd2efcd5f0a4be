# SPDX-License-Identifier: EUPL-1.2
"""Users, how they sign in, units, the ways in to a client, and the access log."""

from nabij.access.models.emergencies import Emergency
from nabij.access.models.institution import RoleAssignment, Unit, UnitMembership, User, UserManager
from nabij.access.models.log import AccessEntry, LogSeal
from nabij.access.models.representation import (
    AfterDeathCase,
    Capacity,
    Death,
    Representation,
)
from nabij.access.models.sign_in import (
    RecoveryCode,
    SecondFactor,
    Session,
    SignInTry,
    SingleSignOn,
)
from nabij.access.models.ways import (
    CareRelation,
    DutyArea,
    DutyShift,
    Occasion,
    StandInReview,
)

__all__ = [
    "AccessEntry",
    "AfterDeathCase",
    "Capacity",
    "CareRelation",
    "Death",
    "DutyArea",
    "DutyShift",
    "Emergency",
    "LogSeal",
    "Occasion",
    "RecoveryCode",
    "Representation",
    "RoleAssignment",
    "SecondFactor",
    "Session",
    "SignInTry",
    "SingleSignOn",
    "StandInReview",
    "Unit",
    "UnitMembership",
    "User",
    "UserManager",
]
