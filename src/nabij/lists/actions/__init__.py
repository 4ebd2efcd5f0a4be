# SPDX-License-Identifier: EUPL-1.2
"""What can be done with lists."""

from nabij.lists.actions.bulk import (
    ChangedSince,
    NoLongerSeen,
    NoRows,
    NotNow,
    TooManyRows,
    do_bulk,
    start_bulk,
    try_bulk,
    undo_bulk,
    work_on,
)
from nabij.lists.actions.saved import (
    TeamNotYours,
    ViewNameTaken,
    change_view,
    choose_columns,
    open_with,
    remove_view,
    save_view,
    set_view,
)
from nabij.lists.actions.sealing import filled_in

__all__ = [
    "ChangedSince",
    "NoLongerSeen",
    "NoRows",
    "NotNow",
    "TeamNotYours",
    "TooManyRows",
    "ViewNameTaken",
    "change_view",
    "choose_columns",
    "do_bulk",
    "filled_in",
    "open_with",
    "remove_view",
    "save_view",
    "set_view",
    "start_bulk",
    "try_bulk",
    "undo_bulk",
    "work_on",
]
