# SPDX-License-Identifier: EUPL-1.2
"""Store the copies that sources hold of persons, many at once. The intake calls these."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.models import PatientRecord, Source
from nabij.linkage.queries.sources import SourceNotFound
from nabij.linkage.types import PatientRow
from nabij.matching import PersonRecord

BSN_PURPOSE = "bsn"
# Arrays do not nest in UNNEST, so a list travels as one text.
_FROM_ROW = (
    "name", "initials", "call_name", "partner_prefix", "partner_name", "name_use", "is_deceased",
    "gender", "street", "city", "client_number", "fhir_version",
)  # fmt: skip
_FROM_IDENTITY = (
    "given_names", "own_prefix", "own_name", "birth_on", "birth_precision",
    "deceased_on", "deceased_precision", "house_number", "house_number_suffix", "postcode",
    "bsn_state", "has_identity",
)  # fmt: skip
_MADE_HERE = (
    "ref",
    "match_keys",
    "phones",
    "emails",
    "bsn_index",
    "previous_bsn_index",
    "bsn_sealed",
    "hash",
)
_COLUMNS = ("source_key", *_FROM_ROW, *_FROM_IDENTITY, *_MADE_HERE)
_TYPES = {
    "is_deceased": "boolean",
    "has_identity": "boolean",
    "birth_on": "date",
    "deceased_on": "date",
    "bsn_index": "bytea",
    "previous_bsn_index": "bytea",
    "bsn_sealed": "bytea",
    "hash": "bytea",
    "phones": "jsonb",
    "emails": "jsonb",
}
# A changed record is looked at anew by the next linking run; its ref and its links stay.
_KEPT = ("ref", "source_key")


def _selected(column: str) -> str:
    if column == "match_keys":
        return "string_to_array(match_keys, ' ')::bigint[]"
    return column


_STORE = f"""
INSERT INTO linkage_patientrecord (source_id, {", ".join(_COLUMNS)})
SELECT %s, {", ".join(map(_selected, _COLUMNS))}
FROM unnest({", ".join(f"%s::{_TYPES.get(c, 'text')}[]" for c in _COLUMNS)})
  AS row ({", ".join(_COLUMNS)})
ON CONFLICT (source_id, source_key) DO UPDATE SET
  {", ".join(f"{c} = excluded.{c}" for c in _COLUMNS if c not in _KEPT)},
  examined_at = NULL, updated_at = now()
WHERE linkage_patientrecord.hash IS DISTINCT FROM excluded.hash
"""  # noqa: S608 - made of the names in this module only


def store_patient_records(
    *, viewer: Viewer, source_id: int, rows: Sequence[PatientRow]
) -> dict[str, int]:
    """Store what a source says of persons; return record keys by source key. Two SQL statements.

    A row that is there with the same hash is left untouched; of two rows with one key the last
    one counts. For the machine only.

    Raises:
        SourceNotFound: there is no such source, or a colleague asks.
    """
    source = Source.objects.filter(pk=source_id).first()
    if source is None or not viewer.is_machine:
        raise SourceNotFound
    latest = {row.source_key: row for row in rows}
    if not latest:
        return {}
    stored = [_values(source, row) for row in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [source_id, *([row[c] for row in stored] for c in _COLUMNS)])
    return _ids(source_id, latest)


def ensure_records(*, viewer: Viewer, source_id: int, keys: Collection[str]) -> dict[str, int]:
    """Return record keys by source key, with empty records for who was only referred to.

    Such a record has no identity: it belongs to nobody until its Patient comes. At most two SQL
    statements. For the machine only.

    Raises:
        SourceNotFound: there is no such source, or a colleague asks.
    """
    if not viewer.is_machine or not Source.objects.filter(pk=source_id).exists():
        raise SourceNotFound
    missing = sorted(set(keys) - _ids(source_id, keys).keys())
    if missing:
        PatientRecord.objects.bulk_create(
            [PatientRecord(source_id=source_id, source_key=key) for key in missing],
            ignore_conflicts=True,
        )
    return _ids(source_id, keys)


def _ids(source_id: int, keys: Collection[str]) -> dict[str, int]:
    found = PatientRecord.objects.filter(source_id=source_id, source_key__in=list(keys))
    return dict(found.values_list("source_key", "pk"))


def _values(source: Source, row: PatientRow) -> dict[str, Any]:
    identity = rules.identity_of(row, is_own=source.is_own)
    values = {name: getattr(row, name) for name in _FROM_ROW}
    values |= {name: getattr(identity, name) for name in _FROM_IDENTITY}
    for name, value in values.items():
        if isinstance(value, str):
            length = getattr(PatientRecord._meta.get_field(name), "max_length", None)
            values[name] = " ".join(value.replace("\x00", "").split())[:length]
    return (
        values
        | {
            "source_key": row.source_key,
            "ref": PatientRecord._meta.get_field("ref").get_default(),
            "match_keys": " ".join(map(str, rules.match_keys(_compared(values, row)))),
            "phones": json.dumps(row.phones),
            "emails": json.dumps(row.emails),
            "hash": row.hash,
        }
        | _sealed(source.pk, row.source_key, identity.bsn)
    )


def _compared(values: dict[str, Any], row: PatientRow) -> PersonRecord:
    """Return what of a record is compared, its BSN apart."""
    return PersonRecord(
        key=0,
        given_names=values["given_names"],
        initials=values["initials"],
        call_name=values["call_name"],
        surnames=tuple(filter(None, [values["own_name"], values["partner_name"]])),
        birth_on=values["birth_on"],
        birth_precision=values["birth_precision"],
        postcode=values["postcode"],
        house_number=values["house_number"],
        suffix=values["house_number_suffix"],
        phones=tuple(row.phones),
        emails=tuple(row.emails),
    )


def _sealed(source_id: int, source_key: str, bsn: str) -> dict[str, bytes | None]:
    if not bsn:
        return {"bsn_index": None, "previous_bsn_index": None, "bsn_sealed": None}
    context = rules.bsn_context(source_id=source_id, source_key=source_key)
    return {
        "bsn_index": crypto.blind_index(bsn, purpose=BSN_PURPOSE),
        "previous_bsn_index": crypto.previous_blind_index(bsn, purpose=BSN_PURPOSE),
        "bsn_sealed": crypto.seal(bsn.encode(), context=context),
    }
