# SPDX-License-Identifier: EUPL-1.2
"""Every write of privacy."""

from nabij.privacy.actions.breaches import (
    BreachChanged,
    BreachFields,
    NotDecided,
    change_breach,
    close_breach,
    give_verdict,
    report_breach,
)
from nabij.privacy.actions.cases import OutcomeMissing, close_case, open_cases, read_notice
from nabij.privacy.actions.export import NoSuchClient, export_log
from nabij.privacy.actions.history import NotRestorable, restore_field
from nabij.privacy.actions.objections import object_to_line
from nabij.privacy.actions.reviews import (
    JudgedMeanwhile,
    NobodyToAsk,
    ReasonMissing,
    ask_colleague,
    explain,
    list_emergencies,
    load_staff,
    mark_well_known,
    review_day,
    review_days,
)

__all__ = [
    "BreachChanged",
    "BreachFields",
    "JudgedMeanwhile",
    "NoSuchClient",
    "NobodyToAsk",
    "NotDecided",
    "NotRestorable",
    "OutcomeMissing",
    "ReasonMissing",
    "ask_colleague",
    "change_breach",
    "close_breach",
    "close_case",
    "explain",
    "export_log",
    "give_verdict",
    "list_emergencies",
    "load_staff",
    "mark_well_known",
    "object_to_line",
    "open_cases",
    "read_notice",
    "report_breach",
    "restore_field",
    "review_day",
    "review_days",
]
