# SPDX-License-Identifier: EUPL-1.2
"""Originals of whole records, for the copy that a person asks: inside an opening only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.dossiers.models import Original
from nabij.dossiers.queries.opened import EntryWritten
from nabij.dossiers.rules import originals

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredResource:
    """One resource as it came in; `media` is json or xml, `fhir_version` r4 or stu3."""

    ref: str
    type: str
    fhir_version: str
    media: str
    content: bytes


def originals_of(*, viewer: Viewer, records: Sequence[int]) -> Iterator[StoredResource]:
    """Yield every resource of these records, older versions too, in the order they came.

    Raises:
        KeyMissing, SealBroken: one of them cannot be opened.
    """
    rows = Original.objects.filter(EntryWritten(), patient_record_id__in=list(records))
    keys = crypto.keyring()
    for row in (
        rows.select_related("fact")
        .defer("fact__text", "fact__details")
        .order_by("fact_id")
        .iterator(ROWS_AT_ONCE)
    ):
        context = originals.resource_context(
            source_id=row.fact.source_id,
            type=row.fact.type,
            source_key=row.fact.source_key,
            hash=bytes(row.fact.hash),
        )
        yield StoredResource(
            row.fact.ref,
            row.fact.type,
            row.fact.fhir_version,
            row.media,
            originals.unpack(bytes(row.content), context=context, keys=keys),
        )
