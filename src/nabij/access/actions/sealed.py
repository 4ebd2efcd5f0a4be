# SPDX-License-Identifier: EUPL-1.2
"""What access keeps sealed: the secrets of authenticator apps."""

from uuid import UUID

from nabij.core.resealing import SealedColumn


def _factor(uid: UUID) -> bytes:
    return b"access.second_factor:" + uid.bytes


SEALED = (
    SealedColumn(table="access_secondfactor", column="secret", reads=("row.uid",), context=_factor),
)
