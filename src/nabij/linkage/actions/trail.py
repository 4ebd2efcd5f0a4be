# SPDX-License-Identifier: EUPL-1.2
"""Write down whose records became whose, so that the access log can follow them."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, MoveKind
from nabij.linkage.models import RecordLink, RecordMove


@contextmanager
def trailed(
    *, viewer: Viewer, persons: set[int], kind: MoveKind, reason: str = "", **more: Any
) -> Iterator[list[RecordMove]]:
    """Write a `RecordMove` for whatever records change hands in the block; gives them afterwards.

    Args:
        persons: those whose records may go to somebody else.
        more: further columns of the rows.
    """
    made: list[RecordMove] = []
    before = _whose(person_id__in=persons)
    yield made
    after = _whose(patient_record_id__in=before)
    went: dict[tuple[int, int], list[int]] = defaultdict(list)
    for record, person in before.items():
        if record in after and after[record] != person:
            went[person, after[record]].append(record)
    for (person, to_person), records in sorted(went.items()):
        made.append(
            RecordMove.objects.create(
                person_id=person,
                to_person_id=to_person,
                records=sorted(records),
                kind=kind,
                reason=reason,
                moved_at=viewer.at,
                moved_by_id=viewer.colleague_id,
                **more,
            )
        )


def _whose(**wanted: Any) -> dict[int, int]:
    links = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES, **wanted)
    return dict(links.values_list("patient_record_id", "person_id"))
