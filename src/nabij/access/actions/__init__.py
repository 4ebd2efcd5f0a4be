# SPDX-License-Identifier: EUPL-1.2
"""Every write of access: the gate and its log, ways in, the institution itself."""

from nabij.access.actions.care_relations import (
    Agreed,
    CareRelationChanged,
    CareRelationFields,
    Kept,
    Rostered,
    add_care_relation,
    add_care_relations,
    end_care_relation,
    follow_roster,
    keep_agreements,
)
from nabij.access.actions.dossier import (
    DossierNotFound,
    Opening,
    PersonInView,
    TooManyPersons,
    open_dossier,
    open_dossiers,
)
from nabij.access.actions.emergencies import (
    EmergencyFields,
    EmergencyRuns,
    HalfAStatement,
    NotNeeded,
    ReasonTooShort,
    TooManyEmergencies,
    alarm,
    start_emergency,
    stop_emergency,
)
from nabij.access.actions.ending import LogTooYoung, NobodyAnswers, end_log
from nabij.access.actions.factors import keep_app, reset_factors
from nabij.access.actions.institution import (
    UnitNotFound,
    UserExists,
    add_unit,
    add_user,
    give_duty_areas,
    plan_duty,
)
from nabij.access.actions.log import (
    LogUnavailable,
    record_event,
    record_export,
    record_list,
    record_overview,
    record_refusal,
    record_sign_in,
)
from nabij.access.actions.log_use import record_log_use
from nabij.access.actions.occasions import close_call, open_call, open_task
from nabij.access.actions.sealing import Sealed, make_log_months, seal_log
from nabij.access.actions.sign_in import deactivate_user, end_sessions
from nabij.access.actions.stand_ins import (
    TooManyStandIns,
    review_stand_in,
    settle_stand_in,
    stand_in,
)

__all__ = [
    "Agreed",
    "CareRelationChanged",
    "CareRelationFields",
    "DossierNotFound",
    "EmergencyFields",
    "EmergencyRuns",
    "HalfAStatement",
    "Kept",
    "LogTooYoung",
    "LogUnavailable",
    "NobodyAnswers",
    "NotNeeded",
    "Opening",
    "PersonInView",
    "ReasonTooShort",
    "Rostered",
    "Sealed",
    "TooManyEmergencies",
    "TooManyPersons",
    "TooManyStandIns",
    "UnitNotFound",
    "UserExists",
    "add_care_relation",
    "add_care_relations",
    "add_unit",
    "add_user",
    "alarm",
    "close_call",
    "deactivate_user",
    "end_care_relation",
    "end_log",
    "end_sessions",
    "follow_roster",
    "give_duty_areas",
    "keep_agreements",
    "keep_app",
    "make_log_months",
    "open_call",
    "open_dossier",
    "open_dossiers",
    "open_task",
    "plan_duty",
    "record_event",
    "record_export",
    "record_list",
    "record_log_use",
    "record_overview",
    "record_refusal",
    "record_sign_in",
    "reset_factors",
    "review_stand_in",
    "seal_log",
    "settle_stand_in",
    "stand_in",
    "start_emergency",
    "stop_emergency",
]
