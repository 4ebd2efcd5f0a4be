# SPDX-License-Identifier: EUPL-1.2
"""Data types that every resource uses: codes, references, quantities, extensions."""

from functools import lru_cache
from typing import Any

from nabij.demo.generator.stories.shapes import Code

type Json = dict[str, Any]

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICPC = "http://hl7.org/fhir/sid/icpc-1-nl"
ATC = "http://www.whocc.no/atc"
PRK = "urn:oid:2.16.840.1.113883.2.4.4.10"
UCUM = "http://unitsofmeasure.org"
AGB = "http://fhir.nl/fhir/NamingSystem/agb-z"
AGB_OID = "urn:oid:2.16.840.1.113883.2.4.6.1"
UZOVI = "http://fhir.nl/fhir/NamingSystem/uzovi"
URA = "http://fhir.nl/fhir/NamingSystem/ura"
BIG = "http://fhir.nl/fhir/NamingSystem/big"
ROLE_CODES = "urn:oid:2.16.840.1.113883.2.4.3.11.22.472"
NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
NL_CORE = "http://fhir.nl/fhir/StructureDefinition/"
HL7 = "http://hl7.org/fhir/StructureDefinition/"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
OWN_SYSTEM = "https://rietkraag.example/fhir/NamingSystem/"


@lru_cache(maxsize=8192)
def concept(system: str, code: str, display: str) -> Json:
    """Return a CodeableConcept with one coding; with text only when there is no code."""
    if not code:
        return {"text": display}
    return {"coding": [{"system": system, "code": code, "display": display}]}


def snomed(code: Code) -> Json:
    """Return a SNOMED CT concept."""
    return concept(SNOMED, code.code, code.title)


@lru_cache(maxsize=1024)
def profile(url: str) -> Json:
    """Return a `meta` that names one profile."""
    return {"profile": [url]}


def reference(target: str, display: str = "") -> Json:
    """Return a literal reference, with what to show for it when that is known."""
    return {"reference": target, "display": display} if display else {"reference": target}


@lru_cache(maxsize=4096)
def quantity(value: float, unit: str, code: str) -> Json:
    """Return a quantity in a unit of UCUM; without a unit only the number."""
    if not unit:
        return {"value": value}
    return {"value": value, "unit": unit, "system": UCUM, "code": code}


def period(start: str, end: str = "") -> Json:
    """Return a period; without an end it is still going on."""
    return {"start": start, "end": end} if end else {"start": start}


def extension(url: str, kind: str, value: Any) -> Json:
    """Return an extension with a value: `extension(url, "String", "text")`."""
    return {"url": url, f"value{kind}": value}


def text_note(text: str) -> list[Json]:
    """Return a list with one annotation."""
    return [{"text": text}]


def without_empty(resource: Json) -> Json:
    """Return the resource without members that are None, '' or an empty list."""
    return {key: value for key, value in resource.items() if value not in (None, "", [])}
