# SPDX-License-Identifier: EUPL-1.2
"""What waits for a colleague, whoever that is: a notice to read, a look to explain."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Value

from nabij.core.viewer import Viewer
from nabij.privacy.models import CaseNotice, Find


@dataclass(frozen=True, slots=True)
class Waiting:
    """Notices not read yet, the latest first, each with the moment one last saw what it is about.

    And looks to explain, the oldest first. Both by their refs.
    """

    notices: list[tuple[str, datetime]]
    looks: list[str]


def waits_for(*, viewer: Viewer) -> Waiting:
    """Return what the viewer is asked to read and to explain. One SQL query."""
    notice, look = (Value(kind, output_field=CharField()) for kind in ("notice", "look"))
    unread = CaseNotice.objects.filter(user_id=viewer.user_id, read_at__isnull=True)
    asked = Find.objects.filter(
        user_id=viewer.user_id, asked_at__isnull=False, answered_at__isnull=True, verdict=""
    )
    rows = sorted(
        unread.values_list(notice, "ref", "last_at").union(
            asked.values_list(look, "ref", "asked_at"), all=True
        ),
        key=lambda row: row[2],
    )
    return Waiting(
        notices=[(ref, at) for kind, ref, at in reversed(rows) if kind == "notice"],
        looks=[ref for kind, ref, _at in rows if kind == "look"],
    )
