# SPDX-License-Identifier: EUPL-1.2
"""Invented persons as sources hand them to linkage, with the truth of who is who."""

from collections.abc import Iterator

from nabij.core.dates import from_columns
from nabij.linkage.types import PatientRow
from nabij.matching import PersonRecord
from nabij.matching.testing.persons import told


def invented(
    *, records: int, seed: int, bsn_share: float = 0.75
) -> Iterator[tuple[PatientRow, int]]:
    """Yield rows, each with the number of the person whom it is about."""
    for found in told(records=records, seed=seed, bsn_share=bsn_share):
        yield _row(found.record), found.person


def _row(record: PersonRecord) -> PatientRow:
    birth = from_columns(record.birth_on, record.birth_precision)
    return PatientRow(
        source_key=f"r{record.key:07}",
        hash=record.key.to_bytes(32),
        fhir_version="r4",
        given_names=record.given_names,
        initials=record.initials,
        call_name=record.call_name,
        own_name=record.surnames[-1],
        partner_name=record.surnames[0] if len(record.surnames) > 1 else "",
        birth=birth.fhir if birth else "",
        gender=record.gender,
        house_number=record.house_number,
        house_number_suffix=record.suffix,
        postcode=record.postcode,
        phones=record.phones,
        emails=record.emails,
        bsn=(record.bsn_index or b"").decode(),
        bsn_state=record.bsn_state,
    )
