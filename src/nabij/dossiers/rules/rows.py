# SPDX-License-Identifier: EUPL-1.2
"""One resource as rows for the staging tables, in the order of `FACT`, `REFERENCE`, `DIRECTORY`."""

import base64
import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from nabij.core.crypto import Keyring
from nabij.core.dates import DUTCH_TIME, NotADate, parse_fhir, parse_moment
from nabij.core.refs import REF_LENGTH
from nabij.dossiers.fhir.subjects import DIRECTORY as DIRECTORY_TYPES
from nabij.dossiers.fhir.types import (
    Columns,
    DirectoryColumns,
    FactColumns,
    Found,
    PatientColumns,
    ReferenceFound,
    Version,
)
from nabij.dossiers.rules import originals
from nabij.dossiers.rules.addressing import Addresses, Target
from nabij.dossiers.rules.copying import (
    EMPTY,
    FALSE,
    NULL,
    bigint,
    binary,
    boolean,
    day,
    integer,
    jsonb,
    moment,
    optional,
    row,
    smallint,
    text,
    word,
)
from nabij.dossiers.rules.patients import identity_details

# Name and type in the staging tables. `n` counts the resources of a batch; `subject_key` is the
# key of the Patient at the source, NULL when it cannot be told.
FACT = """
n integer, file_id bigint, ref text, type text, source_key text, hash bytea, fhir_version text,
kind text, data_class text, category text, code_system text, code text, code_text text, status text,
is_active boolean, is_understood boolean, is_error boolean, starts_on date, starts_precision text,
starts_at timestamptz, ends_on date, ends_precision text, ends_at timestamptz, recorded_on date,
value text, unit text, text text, author text, details jsonb, media text, content bytea,
subject_key text
"""
REFERENCE = """
n integer, position smallint, role text, path text, target_type text, target_key text,
target_identifier text, display text, is_subject boolean, state text, fact_type text, directory_type text,
patient_key text
"""
DIRECTORY = """
n integer, file_id bigint, type text, source_key text, hash bytea, fhir_version text, name text,
category text, identifiers jsonb, details jsonb, is_active boolean, is_understood boolean,
media text, content bytea
"""

BSN_PURPOSE = "bsn"
HIDDEN = "•••"
MOST_REFERENCES = 32_000
REF_BYTES = REF_LENGTH * 3 // 4
# Types that stand in the directory or, when they name a patient, among the facts.
_EITHER = frozenset({"Device", "Group"})
_STATES = {"contained": "contained", "display_only": "display_only", "unreadable": "dangling"}

_DAY = word("day")

_encode_sorted = msgspec.json.Encoder(decimal_format="number", order="sorted").encode


@dataclass(frozen=True, slots=True)
class Item:
    """One resource of a batch, under the key and hash by which it is known."""

    n: int
    file_id: int
    found: Found
    version: Version
    key: str
    hash: bytes


def hash_of(found: Found) -> bytes:
    """Return the SHA-256 of what a resource says, however it was written down.

    The order of fields and the white space of JSON do not count, the form of a number does. XML is
    canonical already.
    """
    data = found.original if found.media == "xml" else _encode_sorted(found.tree)
    return hashlib.sha256(data).digest()


class RowMaker:
    """Makes the rows of the resources of one source."""

    def __init__(self, *, source_id: int, data_class: str, keys: Keyring) -> None:
        self.source_id = source_id
        self.data_class = data_class
        self.keys = keys

    def fact(
        self, item: Item, columns: FactColumns, addresses: Addresses
    ) -> tuple[bytes, list[bytes]]:
        """Return the row of a fact with its original, and the rows of its references."""
        subject_key = addresses.patient_of(columns.subject, columns.references)
        details = _with_remarks(columns.details, columns)
        written, author = columns.text, columns.author
        for bsn in _bsns(columns.references):
            written, author = written.replace(bsn, HIDDEN), author.replace(bsn, HIDDEN)
            details = _hidden(details, bsn)
        fact = row(
            [
                *_head(item, columns.type),
                word(columns.kind),
                word(max(columns.data_class, self.data_class)),
                word(columns.category[:80]),
                word(columns.code_system[:200]),
                word(columns.code[:80]),
                word(columns.code_text[:400]),
                word(columns.status[:40]),
                boolean(columns.is_active),
                boolean(columns.is_understood),
                boolean(columns.is_entered_in_error),
                *_when(columns.starts),
                *_when(columns.ends),
                _when(columns.recorded)[0],
                text(columns.value[:400]),
                word(columns.unit[:40]),
                text(written),
                word(author[:200]),
                jsonb(details),
                *self._original(item),
                optional(subject_key),
            ]
        )
        return fact, self._references(item, columns, addresses, subject_key, columns.subject)

    def identity(
        self, item: Item, columns: PatientColumns, addresses: Addresses
    ) -> tuple[bytes, list[bytes]]:
        """Return the row of what a Patient says beside its record, and its references."""
        identity = row(
            [
                *_head(item, "Patient"),
                word("identity"),
                word(max(columns.data_class, self.data_class)),
                *[EMPTY] * 4,
                word("" if columns.is_active else "inactive"),
                boolean(columns.is_active),
                boolean(columns.is_understood),
                FALSE,
                *_when(None),
                *_when(None),
                NULL,
                *[EMPTY] * 4,
                jsonb(_with_remarks(identity_details(columns), columns)),
                *self._original(item),
                text(item.key),
            ]
        )
        return identity, self._references(item, columns, addresses, None)

    def directory(self, item: Item, columns: DirectoryColumns, addresses: Addresses) -> bytes:
        """Return the row of a resource that is about nobody in particular."""
        details: dict[str, Any] = {
            **_with_remarks(columns.details, columns),
            "specialty": columns.specialty,
            "type": columns.type_text,
            "type_code": columns.type_code,
            "city": columns.city,
            "telecoms": [asdict(telecom) for telecom in columns.telecoms],
            "references": [_named(r, addresses.target_of(r)) for r in columns.references],
        }
        identifiers = [
            {"system": i.system, "value": i.value}
            for i in columns.identifiers
            if i.value and i.system != "bsn"
        ]
        return row(
            [
                integer(item.n),
                bigint(item.file_id),
                word(columns.type),
                text(item.key),
                binary(item.hash),
                word(item.version),
                text(columns.name[:200]),
                text((columns.specialty or columns.type_text)[:200]),
                jsonb(identifiers),
                jsonb({name: value for name, value in details.items() if value}),
                boolean(columns.is_active),
                boolean(columns.is_understood),
                *self._original(item),
            ]
        )

    def _original(self, item: Item) -> list[bytes]:
        context = originals.resource_context(
            source_id=self.source_id, type=item.found.type, source_key=item.key, hash=item.hash
        )
        content = originals.pack(item.found.original, context=context, keys=self.keys)
        return [word(item.found.media), binary(content)]

    def _references(
        self,
        item: Item,
        columns: FactColumns | PatientColumns,
        addresses: Addresses,
        subject_key: str | None,
        subject: ReferenceFound | None = None,
    ) -> list[bytes]:
        """Return the rows of the references, without that to the subject when it is known."""
        rows = []
        known = ("Patient", subject_key)
        for position, reference in enumerate(columns.references[:MOST_REFERENCES]):
            target = addresses.target_of(reference)
            if target is None or target != known:
                is_subject = subject_key is None and reference is subject
                rows.append(self._reference(item.n, position, reference, target, is_subject))
        return rows

    def _reference(
        self,
        n: int,
        position: int,
        reference: ReferenceFound,
        target: Target | None,
        is_subject: bool,
    ) -> bytes:
        type_, key = target or (reference.target_type or "", "")
        state = _STATES.get(reference.kind, "waiting")
        identifier, display = "", reference.display
        if reference.identifier_value:
            identifier = identifier_of(
                reference.identifier_system, reference.identifier_value, keys=self.keys
            )
            if reference.identifier_system == "bsn":
                display = display.replace(reference.identifier_value, HIDDEN)
        if is_subject and identifier:
            state = "waiting"
        elif state == "waiting" and target is None:
            # The whole address, so that it is not taken for the same id at this source.
            key, state = reference.reference[:200], "waiting" if identifier else "dangling"
        is_directory = type_ in DIRECTORY_TYPES
        is_fact = target is not None and type_ != "Patient" and not is_directory
        return row(
            [
                integer(n),
                smallint(position),
                word(reference.role[:80]),
                word(reference.path[:160]),
                word(type_[:60]),
                text(key),
                text(identifier),
                word(display[:200]),
                boolean(is_subject),
                word(state),
                word(type_) if is_fact else NULL,
                word(type_) if target and (is_directory or type_ in _EITHER) else NULL,
                text(key) if target and type_ == "Patient" else NULL,
            ]
        )


def identifier_of(system: str, value: str, *, keys: Keyring) -> str:
    """Return an identifier as a reference stores it: `system|value`, of a BSN a keyed hash."""
    if system == "bsn":
        value = keys.compared_index(value, purpose=BSN_PURPOSE).hex()
    return f"{system}|{value}"[:200]


def _head(item: Item, type_: str) -> list[bytes]:
    return [
        integer(item.n),
        bigint(item.file_id),
        next(_REFS),
        word(type_),
        text(item.key),
        binary(item.hash),
        word(item.version),
    ]


def _refs() -> Iterator[bytes]:
    """Yield new refs as text fields: as `core.refs.new_ref` makes them, some hundreds at a time."""
    while True:
        letters = base64.urlsafe_b64encode(os.urandom(REF_BYTES * 512))
        for start in range(0, len(letters), REF_LENGTH):
            yield _REF_SIZE + letters[start : start + REF_LENGTH]


_REF_SIZE = text("x" * REF_LENGTH)[:4]
_REFS = _refs()


@lru_cache(maxsize=32_768)
def _when(written: str | None) -> tuple[bytes, bytes, bytes]:
    """Return day, precision and moment of a FHIR date; what cannot be read stays empty."""
    if not written:
        return NULL, EMPTY, NULL
    try:
        if "T" in written:
            at = _moment(written)
            return day(at.astimezone(DUTCH_TIME).date()), _DAY, moment(at)
        known = parse_fhir(written)
    except NotADate:
        return NULL, EMPTY, NULL
    return day(known.earliest), word(known.precision), NULL


def _moment(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return parse_moment(written)
    return at if at.tzinfo else parse_moment(written)


def _with_remarks(details: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """Add what was odd: modifiers that are not understood, and what the reader warns about."""
    if columns.unknown_modifiers:
        details = details | {"unknown_modifiers": list(columns.unknown_modifiers)}
    if columns.warnings:
        details = details | {"warnings": list(columns.warnings)}
    return details


def _bsns(references: tuple[ReferenceFound, ...]) -> set[str]:
    return {r.identifier_value for r in references if r.identifier_system == "bsn"} - {""}


def _hidden(value: Any, bsn: str) -> Any:
    """Return nested values with a BSN taken out of every text."""
    if isinstance(value, str):
        return value.replace(bsn, HIDDEN)
    if isinstance(value, dict):
        return {name: _hidden(item, bsn) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(item, bsn) for item in value]
    return value


def _named(reference: ReferenceFound, target: Target | None) -> dict[str, str]:
    type_, key = target or (reference.target_type or "", "")
    named = {"role": reference.role, "type": type_, "key": key, "display": reference.display}
    return {name: value for name, value in named.items() if value}
