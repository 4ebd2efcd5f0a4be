# SPDX-License-Identifier: EUPL-1.2
"""What the officers read, and what the clock asks."""

from nabij.privacy.queries.breaches import (
    BreachLine,
    BreachNotFound,
    breach,
    breach_line,
    breach_to_change,
    breaches,
    count_breaches,
)
from nabij.privacy.queries.cases import (
    CaseLine,
    CaseNotFound,
    Foreign,
    Mixture,
    NoticeLine,
    case_to_close,
    cases,
    count_open_cases,
    foreign_facts,
    foreign_records,
    mixtures,
    own_notice,
)
from nabij.privacy.queries.client_log import ClientLog, client_log, line_of_client
from nabij.privacy.queries.log import Line, LogOfPerson, log_of_person, shown_under, totals
from nabij.privacy.queries.processings import (
    Processed,
    processing_of_event,
    register,
)
from nabij.privacy.queries.requests import overdue_requests
from nabij.privacy.queries.reviews import (
    FindNotFound,
    check_judge,
    count_finds,
    find_in_view,
    find_to_judge,
    finds,
    is_well_known,
    own_find,
    rule_totals,
    staff_covered,
)
from nabij.privacy.queries.waiting import waits_for

__all__ = [
    "BreachLine",
    "BreachNotFound",
    "CaseLine",
    "CaseNotFound",
    "ClientLog",
    "FindNotFound",
    "Foreign",
    "Line",
    "LogOfPerson",
    "Mixture",
    "NoticeLine",
    "Processed",
    "breach",
    "breach_line",
    "breach_to_change",
    "breaches",
    "case_to_close",
    "cases",
    "check_judge",
    "client_log",
    "count_breaches",
    "count_finds",
    "count_open_cases",
    "find_in_view",
    "find_to_judge",
    "finds",
    "foreign_facts",
    "foreign_records",
    "is_well_known",
    "line_of_client",
    "log_of_person",
    "mixtures",
    "overdue_requests",
    "own_find",
    "own_notice",
    "processing_of_event",
    "register",
    "rule_totals",
    "shown_under",
    "staff_covered",
    "totals",
    "waits_for",
]
