# SPDX-License-Identifier: EUPL-1.2
"""What the officers read, and what the clock asks."""

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
    own_notices,
)
from nabij.privacy.queries.log import Line, LogOfPerson, log_of_person, shown_under, totals

__all__ = [
    "CaseLine",
    "CaseNotFound",
    "Foreign",
    "Line",
    "LogOfPerson",
    "Mixture",
    "NoticeLine",
    "case_to_close",
    "cases",
    "count_open_cases",
    "foreign_facts",
    "foreign_records",
    "log_of_person",
    "mixtures",
    "own_notice",
    "own_notices",
    "shown_under",
    "totals",
]
