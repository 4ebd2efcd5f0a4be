# SPDX-License-Identifier: EUPL-1.2
"""What dossiers keeps sealed: originals, files, rosters, what was refused; BSNs in references."""

import re
import zlib

from django.db import connection, transaction

from nabij.core.crypto import Keyring
from nabij.core.errors import NotFound
from nabij.core.resealing import BATCH, LARGE_BATCH, SealedColumn
from nabij.core.viewer import Viewer
from nabij.dossiers.fhir.identifiers import normalised
from nabij.dossiers.rules import originals
from nabij.dossiers.rules.rows import identifier_of

_RESOURCE = ("source_id", "type", "source_key", "hash")
# Whatever stands between quotes, in JSON and in canonical XML alike; among it the BSN as sent.
_QUOTED = re.compile(r'"([^"\\\n]{1,60})"')
_BSN_SYSTEM = "http://fhir.nl/fhir/NamingSystem/bsn"


def _resource(source_id: int, type_: str, source_key: str, hash_: bytes) -> bytes:
    return originals.resource_context(
        source_id=source_id, type=type_, source_key=source_key, hash=hash_
    )


def _file(source_id: int, sha256: bytes) -> bytes:
    return originals.file_context(source_id=source_id, sha256=sha256)


def _refused(source_id: int, sha256: bytes, position: int) -> bytes:
    return originals.quarantine_context(source_id=source_id, sha256=sha256, position=position)


def _quarantined(column: str) -> SealedColumn:
    return SealedColumn(
        table="dossiers_quarantine",
        column=column,
        reads=("file.source_id", "file.sha256", "row.position"),
        joins="JOIN dossiers_intakefile AS file ON file.id = row.intake_file_id",
        context=_refused,
        batch=LARGE_BATCH,
    )


def _roster(column: str) -> SealedColumn:
    return SealedColumn(
        table="dossiers_roster",
        column=column,
        reads=("row.ref",),
        context=lambda ref: originals.roster_context(ref=ref, column=column),
        batch=LARGE_BATCH,
    )


SEALED = (
    SealedColumn(
        table="dossiers_original",
        column="content",
        key="fact_id",
        reads=tuple(f"fact.{name}" for name in _RESOURCE),
        joins="JOIN dossiers_fact AS fact ON fact.id = row.fact_id",
        context=_resource,
    ),
    SealedColumn(
        table="dossiers_sourceresource",
        column="content",
        reads=tuple(f"row.{name}" for name in _RESOURCE),
        context=_resource,
    ),
    SealedColumn(
        table="dossiers_intakefile",
        column="content",
        reads=("row.source_id", "row.sha256"),
        context=_file,
        batch=LARGE_BATCH,
    ),
    _quarantined("content"),
    _quarantined("mended_content"),
    _roster("content"),
    _roster("told"),
)

_WAITING = """
SELECT reference.id, reference.target_identifier, original.content,
       fact.source_id, fact.type, fact.source_key, fact.hash
FROM dossiers_reference reference
JOIN dossiers_original original ON original.fact_id = reference.fact_id
JOIN dossiers_fact fact ON fact.id = reference.fact_id
WHERE reference.id > %s AND starts_with(reference.target_identifier, 'bsn|')
ORDER BY reference.id LIMIT %s
"""
_RENAME = """
UPDATE dossiers_reference AS reference SET target_identifier = given.identifier
FROM unnest(%s::bigint[], %s::text[]) AS given (id, identifier) WHERE reference.id = given.id
"""


def rename_bsns_in_references(*, viewer: Viewer, ring: Keyring, after: Keyring) -> int:
    """Give references that name a person by BSN the hash by the key that stays; return how many.

    The BSN itself is not beside the hash: it is looked up in the original of the fact. For the
    machine.

    Raises:
        NotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise NotFound
    last, renamed = 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WAITING, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return renamed
            last = rows[-1][0]
            changes = dict(filter(None, (_renamed(ring, after, *row) for row in rows)))
            cursor.execute(_RENAME, [list(changes), list(changes.values())])
            renamed += len(changes)


def _renamed(
    ring: Keyring, after: Keyring, reference_id: int, identifier: str, sealed: bytes, *fact: object
) -> tuple[int, str] | None:
    context = _resource(*(bytes(f) if isinstance(f, memoryview) else f for f in fact))  # type: ignore[arg-type]
    plain = zlib.decompress(ring.unseal(bytes(sealed), context=context))
    for found in set(_QUOTED.findall(plain.decode("utf-8", "replace"))):
        bsn = normalised(_BSN_SYSTEM, found).value
        if bsn and identifier_of("bsn", bsn, keys=ring) == identifier:
            return reference_id, identifier_of("bsn", bsn, keys=after)
    return None
