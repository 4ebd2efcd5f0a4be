# SPDX-License-Identifier: EUPL-1.2
"""Who uses the log stands in the log."""

from collections.abc import Sequence

from nabij.access.actions.log import new_entry, save_entry
from nabij.access.choices import PurposeOfUse
from nabij.core.viewer import Viewer


def record_log_use(
    *,
    viewer: Viewer,
    event: str,
    action: str = "R",
    person_ids: Sequence[int] = (),
    count: int = 0,
    detail: str = "",
    stage: str = "access",
    purpose: str = PurposeOfUse.OPERATIONS,
) -> None:
    """Write one entry for a look at the log, an export or an ending of it.

    Args:
        action: R, E or D (NEN 7513).
        person_ids: the persons whose lines are shown; none when it is about the log as a whole.
        count: lines, when no person is named.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown or done.
    """
    entry = new_entry(viewer, event, action)
    entry.life_cycle_stage, entry.purpose = stage, purpose
    entry.detail = detail[:120]
    if person_ids:
        entry.object_id, entry.object_ids = person_ids[0], list(person_ids)
        entry.object_count = 1
    else:
        entry.object_type, entry.object_class, entry.object_count = "AccessLog", 2, count
    save_entry(entry)
