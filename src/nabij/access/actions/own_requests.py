# SPDX-License-Identifier: EUPL-1.2
"""Open all of somebody for what they asked about their own data: a copy, or that it goes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, transaction

from nabij.access import rules
from nabij.access.actions.dossier import DossierNotFound
from nabij.access.actions.log import LogUnavailable, new_entry, write_entries
from nabij.access.choices import PurposeOfUse
from nabij.access.rules import DataClass
from nabij.core.viewer import Viewer

DESTROYED = "D"


@contextmanager
def open_for_own_request(
    *,
    viewer: Viewer,
    person_id: int,
    records: Sequence[int],
    event: str,
    action: str,
    request_ref: str,
    detail: str = "",
) -> Iterator[None]:
    """Open everything of one person for the length of the block, and write for which request.

    For jobs that a privacy officer answers for: nobody reads along. The block is one transaction of
    its own. Row-level security shows what is about this person and nothing else.

    Raises:
        DossierNotFound: no privacy officer answers for it.
        LogUnavailable: the entry could not be written or committed; nothing is done.
    """
    if not viewer.is_machine or not rules.may_settle_stand_ins(viewer.acting_for_roles):
        raise DossierNotFound
    entry = new_entry(viewer, event, action)
    entry.object_id, entry.object_ids, entry.object_count = person_id, [person_id], 1
    entry.records = entry.sensitive_records = list(records)
    entry.classes = sorted(DataClass)
    entry.sensitivity = DataClass.SHIELDED
    entry.purpose, entry.way_in = PurposeOfUse.PERSON_REQUEST, f"request {request_ref}"[:30]
    entry.detail = detail[:120]
    if action == DESTROYED:
        entry.life_cycle_stage = "destruction"
    is_written = is_done = False
    try:
        with transaction.atomic(durable=True):
            write_entries([entry])
            is_written = True
            yield
            is_done = True
    except DatabaseError as error:
        if is_written and not is_done:  # the block itself failed: that is no matter of the log
            raise
        raise LogUnavailable from error
