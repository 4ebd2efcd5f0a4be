# SPDX-License-Identifier: EUPL-1.2
"""What a colleague's own start page, notices and drafts show."""

from nabij.desk.queries.drafts import DraftInView, draft, drafts
from nabij.desk.queries.notices import NoticeInView, is_watched, notices, unread
from nabij.desk.queries.start import (
    SHORTEST_FIND,
    Desk,
    StandingIn,
    Team,
    desk,
    find,
    stand_ins_not_right,
)

__all__ = [
    "SHORTEST_FIND",
    "Desk",
    "DraftInView",
    "NoticeInView",
    "StandingIn",
    "Team",
    "desk",
    "draft",
    "drafts",
    "find",
    "is_watched",
    "notices",
    "stand_ins_not_right",
    "unread",
]
