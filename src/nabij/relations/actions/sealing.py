# SPDX-License-Identifier: EUPL-1.2
"""What relations keeps sealed: BSNs, numbers of documents, codes of key safes."""

from uuid import UUID

from nabij.core.resealing import SealedColumn
from nabij.relations.models.contact import BSN_PURPOSE


def _own_uid(uid: UUID) -> bytes:
    return uid.bytes


SEALED = (
    SealedColumn(
        table="relations_identifier",
        column="cipher",
        reads=("row.uid",),
        context=_own_uid,
        key_id="key_id",
        index="blind_index",
        previous_index="previous_blind_index",
        purpose=BSN_PURPOSE,
    ),
    SealedColumn(
        table="relations_bsncheck",
        column="document_number",
        reads=("row.uid",),
        context=_own_uid,
    ),
    SealedColumn(table="relations_keysafe", column="cipher", reads=("row.uid",), context=_own_uid),
)
