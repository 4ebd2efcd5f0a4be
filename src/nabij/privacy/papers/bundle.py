# SPDX-License-Identifier: EUPL-1.2
"""A copy as a FHIR R4 Bundle: what came in as FHIR stays to the byte, the rest is made into it.

The person is a Patient after nl-core, who looked are AuditEvents. A resource that was not R4 JSON
goes along in a Binary. What has no resource of its own in FHIR is a Basic, a column per extension.
Same content, same bytes.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from nabij.dossiers.queries.copies import StoredResource
from nabij.privacy.queries.copying import Content, Row
from nabij.privacy.rules.audit_event import audit_event

NL_CORE_PATIENT = "http://nictiz.nl/fhir/StructureDefinition/nl-core-Patient"
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"
OWN = "urn:nabij"
XML, JSON = "application/fhir+xml", "application/fhir+json"
GENDERS = {"male": "male", "female": "female", "other": "other"}


def bundle(content: Content, *, at: datetime, request_ref: str) -> bytes:
    """Return the Bundle as UTF-8 JSON."""
    head = json.dumps(
        {
            "resourceType": "Bundle",
            "id": request_ref,
            "type": "collection",
            "timestamp": at.astimezone(UTC).isoformat(timespec="seconds"),
        },
        ensure_ascii=False,
    )
    entries = ",\n".join(_entries(content, request_ref))
    return f'{head[:-1]}, "entry": [\n{entries}\n]}}\n'.encode()


def _entries(content: Content, request_ref: str) -> Iterator[str]:
    subject = _url("person", request_ref)
    yield _entry(subject, json.dumps(_patient(content), ensure_ascii=False))
    for section in content.sections:
        for row in section.rows:
            made = json.dumps(_basic(row, subject), ensure_ascii=False)
            yield _entry(_url(row.label, row.key), made)
    for original in content.originals:
        yield _entry(_url(original.type, original.ref), _as_it_came(original))
    for line in content.log:
        made = json.dumps(audit_event(line), ensure_ascii=False, default=str)
        yield _entry(_url("log", str(line["id"])), made)


def _entry(url: str, resource: str) -> str:
    return f'{{"fullUrl": "{url}", "resource": {resource}}}'


def _url(*parts: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join((OWN, *parts)))}"


def _as_it_came(one: StoredResource) -> str:
    """Return R4 JSON to the byte; anything else in a Binary."""
    if one.media == "json" and one.fhir_version == "r4":
        return one.content.decode()
    kind = XML if one.media == "xml" else JSON
    version = "" if one.fhir_version == "r4" else "; fhirVersion=3.0"
    return json.dumps(
        {
            "resourceType": "Binary",
            "contentType": f"{kind}{version}",
            "data": base64.b64encode(one.content).decode(),
        }
    )


def _patient(content: Content) -> dict[str, Any]:
    rows = {section.label: section.rows for section in content.sections}
    party, detail = _first(rows.get("relations.Party")), _first(rows.get("relations.PersonDetail"))
    found: dict[str, Any] = {
        "resourceType": "Patient",
        "meta": {"profile": [NL_CORE_PATIENT]},
        "identifier": [
            {"system": BSN, "value": one["value"]}
            for one in map(_plain, rows.get("relations.Identifier", ()))
            if "value" in one
        ],
        "name": [_name(party, detail)],
        "telecom": [
            {"system": "email" if "@" in one["value"] else "phone", "value": one["value"]}
            for one in map(_plain, rows.get("relations.ContactPoint", ()))
            if "value" in one
        ],
        "birthDate": _birth(party),
        "address": [_address(one) for one in map(_plain, rows.get("relations.Address", ()))],
    }
    return {name: value for name, value in found.items() if value}


def _name(party: Mapping[str, Any], detail: Mapping[str, Any]) -> dict[str, Any]:
    family = " ".join(filter(None, (detail.get("own_prefix"), detail.get("own_name"))))
    name = {
        "text": party.get("name", ""),
        "family": family,
        "given": str(detail.get("given_names", "")).split(),
    }
    return {key: value for key, value in name.items() if value}


def _birth(party: Mapping[str, Any]) -> str:
    born = party.get("birth_on")
    if not isinstance(born, date):
        return ""
    lengths = {"year": 4, "month": 7}
    return born.isoformat()[: lengths.get(str(party.get("birth_precision", "")), 10)]


def _address(one: Mapping[str, Any]) -> dict[str, Any]:
    line = " ".join(
        str(one[name]) for name in ("street", "house_number", "house_number_suffix") if name in one
    )
    found = {
        "line": [line] if line else [],
        "postalCode": one.get("postcode"),
        "city": one.get("city"),
    }
    return {name: value for name, value in found.items() if value}


def _first(rows: Iterable[Row] | None) -> Mapping[str, Any]:
    return _plain(next(iter(rows))) if rows else {}


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, _words, value in row.values}


def _basic(row: Row, subject: str) -> dict[str, Any]:
    return {
        "resourceType": "Basic",
        "identifier": [{"system": OWN, "value": f"{row.label}/{row.key}"}],
        "code": {"coding": [{"system": OWN, "code": row.label}]},
        "subject": {"reference": subject},
        "extension": [
            {"url": f"{OWN}:{row.label}.{name}", **_typed(value)}
            for name, _words, value in row.values
        ],
    }


def _typed(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and abs(value) < 2**31:
        return {"valueInteger": value}
    if isinstance(value, datetime):
        return {"valueInstant": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"valueDate": value.isoformat()}
    if isinstance(value, Decimal):
        return {"valueDecimal": float(value)}
    if isinstance(value, list | dict | tuple):
        return {"valueString": json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)}
    return {"valueString": str(value)}
