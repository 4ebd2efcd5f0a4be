# SPDX-License-Identifier: EUPL-1.2
"""What can be done with imports."""

from nabij.imports.actions.uploading import (
    FileRefused,
    ImportIsBusy,
    NotNow,
    go_on,
    map_columns,
    start_taking_back,
    start_writing,
    throw_away,
    upload,
)

__all__ = [
    "FileRefused",
    "ImportIsBusy",
    "NotNow",
    "go_on",
    "map_columns",
    "start_taking_back",
    "start_writing",
    "throw_away",
    "upload",
]
