# SPDX-License-Identifier: EUPL-1.2
"""Everything a colleague can do with their own drafts and notices."""

from nabij.desk.actions.drafts import DraftTooLong, drop_draft, keep_draft
from nabij.desk.actions.notices import read_notices, unwatch, watch

__all__ = [
    "DraftTooLong",
    "drop_draft",
    "keep_draft",
    "read_notices",
    "unwatch",
    "watch",
]
