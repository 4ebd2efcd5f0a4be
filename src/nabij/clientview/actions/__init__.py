# SPDX-License-Identifier: EUPL-1.2
"""What a colleague does on the pages of a client that leaves a trace."""

from nabij.clientview.actions.care_relations import (
    CareFile,
    add_care_relation,
    end_care_relation,
    import_agreements,
    stand_in,
)
from nabij.clientview.actions.deaths import (
    DeathChangedMeanwhile,
    record_death,
    take_back_death,
)
from nabij.clientview.actions.emergencies import start_emergency, stop_emergency
from nabij.clientview.actions.persons import close_call, open_call, record_shown
from nabij.clientview.actions.representation import check_representation, end_representation
from nabij.clientview.actions.round_sheets import RoundSheet, TeamNotFound, make_round_sheet

__all__ = [
    "CareFile",
    "DeathChangedMeanwhile",
    "RoundSheet",
    "TeamNotFound",
    "add_care_relation",
    "check_representation",
    "close_call",
    "end_care_relation",
    "end_representation",
    "import_agreements",
    "make_round_sheet",
    "open_call",
    "record_death",
    "record_shown",
    "stand_in",
    "start_emergency",
    "stop_emergency",
    "take_back_death",
]
