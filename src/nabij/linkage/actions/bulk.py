# SPDX-License-Identifier: EUPL-1.2
"""Grounds of many records at once: for an intake or a set-up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.linkage.choices import Decision, GroundKind
from nabij.linkage.models import Ground, PatientRecord
from nabij.linkage.queries.sources import SourceNotFound

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundFields:
    """A ground for one record, named by its id at the source."""

    source_key: str
    kind: str = GroundKind.CONSENT
    decision: str = Decision.GIVEN
    starts_on: date
    ends_on: date | None = None
    evidence: str = ""
    includes_sensitive: bool = False


@transaction.atomic
def add_grounds(*, viewer: Viewer, source_id: int, grounds: Sequence[GroundFields]) -> int:
    """Record grounds for records of one source; those recorded before stay. Returns how many.

    Records that the source never sent are passed over.

    Raises:
        SourceNotFound: this role may not take dossiers in.
    """
    if not (viewer.is_machine or access_rules.may_take_in(viewer.roles)):
        raise SourceNotFound
    return sum(
        _add(viewer, source_id, grounds[start : start + BATCH])
        for start in range(0, len(grounds), BATCH)
    )


def _add(viewer: Viewer, source_id: int, grounds: Sequence[GroundFields]) -> int:
    keys = {ground.source_key for ground in grounds}
    found = PatientRecord.objects.filter(source_id=source_id, source_key__in=keys)
    records = dict(found.values_list("source_key", "pk"))
    known = set(
        Ground.objects.filter(patient_record_id__in=records.values()).values_list(
            "patient_record_id", "kind", "decision", "starts_on"
        )
    )
    rows = [
        row
        for row in _rows(viewer, grounds, records)
        if (row.patient_record_id, row.kind, row.decision, row.starts_on) not in known
    ]
    return len(Ground.objects.bulk_create(rows))


def _rows(
    viewer: Viewer, grounds: Sequence[GroundFields], records: dict[str, int]
) -> Iterator[Ground]:
    for ground in grounds:
        if ground.source_key in records:
            yield Ground(
                patient_record_id=records[ground.source_key],
                kind=ground.kind,
                decision=ground.decision,
                includes_sensitive=ground.includes_sensitive,
                starts_on=ground.starts_on,
                ends_on=ground.ends_on,
                evidence=ground.evidence[:200],
                recorded_by_id=viewer.colleague_id,
            )
