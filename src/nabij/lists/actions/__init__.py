# SPDX-License-Identifier: EUPL-1.2
"""What can be done with lists."""

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

__all__ = [
    "TeamNotYours",
    "ViewNameTaken",
    "change_view",
    "choose_columns",
    "open_with",
    "remove_view",
    "save_view",
    "set_view",
]
