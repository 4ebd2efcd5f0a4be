# SPDX-License-Identifier: EUPL-1.2
"""Every write of access: the gate and its log, ways in, the institution itself."""

from nabij.access.actions.dossier import (
    DossierNotFound,
    Opening,
    PersonInView,
    TooManyPersons,
    open_dossier,
    open_dossiers,
)
from nabij.access.actions.institution import (
    CareRelationFields,
    UnitNotFound,
    UserExists,
    add_care_relations,
    add_unit,
    add_user,
    plan_duty,
)
from nabij.access.actions.log import (
    LogUnavailable,
    record_event,
    record_list,
    record_refusal,
)
from nabij.access.actions.occasions import open_call

__all__ = [
    "CareRelationFields",
    "DossierNotFound",
    "LogUnavailable",
    "Opening",
    "PersonInView",
    "TooManyPersons",
    "UnitNotFound",
    "UserExists",
    "add_care_relations",
    "add_unit",
    "add_user",
    "open_call",
    "open_dossier",
    "open_dossiers",
    "plan_duty",
    "record_event",
    "record_list",
    "record_refusal",
]
