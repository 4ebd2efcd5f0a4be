# SPDX-License-Identifier: EUPL-1.2
"""What a colleague does on the pages of a client that leaves a trace."""

from nabij.clientview.actions.persons import open_call, record_shown
from nabij.clientview.actions.round_sheets import RoundSheet, TeamNotFound, make_round_sheet

__all__ = [
    "RoundSheet",
    "TeamNotFound",
    "make_round_sheet",
    "open_call",
    "record_shown",
]
