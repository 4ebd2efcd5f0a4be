# SPDX-License-Identifier: EUPL-1.2
"""What linkage keeps sealed: the BSN that a source gave for its copy of a person."""

from nabij.core.resealing import SealedColumn
from nabij.linkage import rules
from nabij.linkage.actions.records import BSN_PURPOSE


def _record(source_id: int, source_key: str) -> bytes:
    return rules.bsn_context(source_id=source_id, source_key=source_key)


SEALED = (
    SealedColumn(
        table="linkage_patientrecord",
        column="bsn_sealed",
        reads=("row.source_id", "row.source_key"),
        context=_record,
        index="bsn_index",
        previous_index="previous_bsn_index",
        purpose=BSN_PURPOSE,
    ),
)
