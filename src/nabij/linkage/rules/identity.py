# SPDX-License-Identifier: EUPL-1.2
"""What a patient record says of who somebody is, in the form that is stored and compared."""

import re
from dataclasses import dataclass
from datetime import date

from nabij.core.dates import NotADate, PartialDate, parse_fhir, to_columns
from nabij.core.identifiers import is_bsn, normalise_bsn, normalise_postcode
from nabij.linkage.types import BsnState, PatientRow
from nabij.matching import PersonRecord, keys
from nabij.matching.compare import Prepared
from nabij.matching.normalise import PREFIXES, fold

_HOUSE = re.compile(r"\s*0*([1-9]\d*)\s*[-/]?\s*(.*)", re.DOTALL)
_NAME_PARTS = ("given_names", "initials", "call_name", "own_name", "partner_name")


@dataclass(frozen=True, slots=True)
class Identity:
    """The columns that are worked out of a row; the rest is stored as it came."""

    given_names: str
    own_prefix: str
    own_name: str
    birth_on: date | None
    birth_precision: str
    deceased_on: date | None
    deceased_precision: str
    house_number: str
    house_number_suffix: str
    postcode: str
    bsn: str
    bsn_state: BsnState
    has_identity: bool


def identity_of(row: PatientRow, *, is_own: bool) -> Identity:
    """Return the identity in a row.

    Somebody without any name has no identity, save a client of our own with a client number: such
    a record waits. A BSN that fails the check counts as absent. A date that cannot be read is
    unknown, never completed.

    Source: O-5, O-7, O-8 and O-9 in docs/known-odd-data.md.
    """
    given, prefix, own = row.given_names, row.own_prefix, row.own_name
    if not any(getattr(row, part).strip() for part in _NAME_PARTS):
        given, prefix, own = _parts_of(row.name)
    bsn = normalise_bsn(row.bsn) if row.bsn_state == "present" else ""
    has_bsn = is_bsn(bsn)
    birth_on, birth_precision = to_columns(_date(row.birth))
    deceased_on, deceased_precision = to_columns(_date(row.deceased))
    number, suffix = _house(row.house_number, row.house_number_suffix)
    has_name = bool(own.strip() or any(getattr(row, part).strip() for part in _NAME_PARTS))
    return Identity(
        given_names=given,
        own_prefix=prefix,
        own_name=own,
        birth_on=birth_on,
        birth_precision=birth_precision,
        deceased_on=deceased_on,
        deceased_precision=deceased_precision,
        house_number=number,
        house_number_suffix=suffix,
        postcode=normalise_postcode(row.postcode),
        bsn=bsn if has_bsn else "",
        bsn_state=row.bsn_state if has_bsn or row.bsn_state == "masked" else "absent",
        has_identity=has_name or bool(is_own and row.client_number),
    )


def match_keys(record: PersonRecord) -> list[int]:
    """Return the keys that are stored beside a record; see `matching.keys`."""
    return keys.found_under(Prepared(record))


def bsn_context(*, source_id: int, source_key: str) -> bytes:
    """Return what binds a sealed BSN to its record, so that it cannot be moved to another."""
    return b"bsn:%d/%s" % (source_id, source_key.encode())


def _house(number: str, suffix: str) -> tuple[str, str]:
    """Divide a house number and what stands behind it over two fields: `12 a` gives 12 and a."""
    found = _HOUSE.match(number)
    if not found:
        return number, suffix
    return found[1], " ".join(f"{found[2]} {suffix}".split())


def _date(text: str) -> PartialDate | None:
    try:
        return parse_fhir(text) if text else None
    except NotADate:
        return None


def _parts_of(text: str) -> tuple[str, str, str]:
    """Split a name that came as one text into given names, prefix and surname.

    Example:
        >>> _parts_of("Maria van den Berg"), _parts_of("Berg, Maria"), _parts_of("de Graaff")
        (('Maria', 'van den', 'Berg'), ('Maria', '', 'Berg'), ('', 'de', 'Graaff'))
    """
    family, comma, given = (part.strip() for part in text.partition(","))
    words = (family if comma else text).split()
    if not words:
        return given, "", ""
    first = next((n for n, word in enumerate(words) if fold(word) in PREFIXES), len(words) - 1)
    start = 0 if comma else first
    last = start
    while last < len(words) - 1 and fold(words[last]) in PREFIXES:
        last += 1
    return given or " ".join(words[:start]), " ".join(words[start:last]), " ".join(words[last:])
