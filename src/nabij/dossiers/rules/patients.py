# SPDX-License-Identifier: EUPL-1.2
"""What of a Patient goes to the record that is linked, and what stays a fact of the dossier."""

import re
from dataclasses import asdict
from typing import Any

import msgspec

from nabij.dossiers.fhir.types import (
    AddressFound,
    IdentifierFound,
    PatientColumns,
    TelecomFound,
    Version,
)
from nabij.linkage.types import PatientRow

# National numbers are never somebody's number at one source.
NATIONAL = frozenset({"bsn", "agb", "ura", "uzovi", "big", "uzi", "kvk"})
_OWN_NUMBER = re.compile(r"(?:client|cli[eë]nt|patient)[-_ ]?(?:number|nummer|nr|id)s?/?$", re.I)
_LONGEST_NUMBER = 30
_USES = {"home": 0, "": 1, "temp": 2, "visit": 3, "postal": 4, "work": 5, "old": 6}


def patient_row(columns: PatientColumns, *, key: str, hash: bytes, version: Version) -> PatientRow:
    """Return one source's copy of a person, fit for `linkage.actions.store_patient_records`."""
    name = columns.name
    address = main_address(columns.addresses)
    return PatientRow(
        source_key=key,
        hash=hash,
        fhir_version=version,
        name=name.text[:200],
        given_names=name.given_names[:120],
        initials=name.initials[:30],
        call_name=name.call_name[:60],
        own_prefix=name.own_prefix[:30],
        own_name=name.own_name[:100],
        partner_prefix=name.partner_prefix[:30],
        partner_name=name.partner_name[:100],
        name_use=name.name_use,
        birth=columns.birth or "",
        gender=columns.gender,
        is_deceased=columns.is_deceased,
        deceased=columns.deceased or "",
        street=address.street[:120],
        house_number=address.house_number[:12],
        house_number_suffix=" ".join(filter(None, (address.suffix, address.unit, address.to)))[:30],
        postcode=address.postcode[:12],
        city=address.city[:80],
        phones=_values(columns.telecoms, "phone", "sms"),
        emails=_values(columns.telecoms, "email"),
        client_number=client_number(columns.identifiers),
        bsn=columns.bsn if columns.bsn_state == "present" else "",
        bsn_state=columns.bsn_state,
    )


def main_address(addresses: tuple[AddressFound, ...]) -> AddressFound:
    """Return the address where somebody lives as far as the source says; an empty one if none."""
    return min(
        addresses,
        key=lambda a: (a.ends is not None, _USES.get(a.use, 9), not a.is_official, not a.city),
        default=AddressFound(),
    )


def client_number(identifiers: tuple[IdentifierFound, ...]) -> str:
    """Return the number under which the source itself knows the person, '' when it sends none.

    The identifier whose system says so comes first, else the first that is no national number.
    """
    own = [i for i in identifiers if i.system not in NATIONAL and i.value]
    named = [i for i in own if _OWN_NUMBER.search(i.system)]
    found = next(iter(named or own), None)
    return found.value if found and len(found.value) <= _LONGEST_NUMBER else ""


def identity_details(columns: PatientColumns) -> dict[str, Any]:
    """Return what a Patient says beside the columns of its record, empty parts left out.

    `contacts`, `languages`, `marital_status`, `general_practitioners` and
    `managing_organisation` (names only; the references stand beside the fact).
    """
    organisation = columns.managing_organisation
    details: dict[str, Any] = _pruned(
        {
            "contacts": [asdict(contact) for contact in columns.contacts],
            "languages": [asdict(language) for language in columns.languages],
            "marital_status": columns.marital_status,
            "general_practitioners": [
                reference.display for reference in columns.general_practitioners
            ],
            "managing_organisation": organisation.display if organisation else "",
        }
    )
    return details


def _values(telecoms: tuple[TelecomFound, ...], *systems: str) -> tuple[str, ...]:
    current = [t for t in telecoms if t.system in systems and t.value and t.use != "old"]
    current.sort(key=lambda telecom: telecom.rank or 99)
    return tuple(dict.fromkeys(telecom.value[:100] for telecom in current))


def _pruned(value: Any) -> Any:
    """Leave out of nested values what is empty."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.asdict(value)
    if isinstance(value, dict):
        pruned = {name: _pruned(item) for name, item in value.items()}
        return {
            name: item for name, item in pruned.items() if item not in ("", None, [], {}, False)
        }
    if isinstance(value, list | tuple):
        return [item for item in map(_pruned, value) if item not in ("", None, [], {})]
    return value
