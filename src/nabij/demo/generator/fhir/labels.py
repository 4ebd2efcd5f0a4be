# SPDX-License-Identifier: EUPL-1.2
"""What is put on a resource that is there already: a security label, or something nobody knows."""

from nabij.demo.generator.fhir.parts import TERMINOLOGY, Json, extension
from nabij.demo.generator.fhir.people import STU3

_FIRST = ("resourceType", "id")
_BEFORE_MODIFIER = frozenset({*_FIRST, "meta", "contained", "extension"})
_TITLES = {"PSY": "psychiatrie", "ETH": "verslavingszorg"}


def labelled(resource: Json, sensitivity: str, version: str) -> Json:
    """Return the resource marked as sensitive by a code of HL7 v3 ActCode."""
    system = "http://hl7.org/fhir/v3/ActCode" if version == STU3 else TERMINOLOGY + "v3-ActCode"
    label = {"system": system, "code": sensitivity, "display": _TITLES[sensitivity]}
    meta = {**resource.get("meta", {}), "security": [label]}
    rest = {key: value for key, value in resource.items() if key not in {*_FIRST, "meta"}}
    return {**{key: resource[key] for key in _FIRST}, "meta": meta, **rest}


def with_unknown_modifier(resource: Json) -> Json:
    """Return the resource with a modifierExtension that nobody knows, in its right place."""
    url = "https://leverancier.example/fhir/StructureDefinition/voorbehoud"
    strange = [extension(url, "String", "zie bijlage")]
    found: Json = {}
    for key, value in resource.items():
        if key not in _BEFORE_MODIFIER:
            found.setdefault("modifierExtension", strange)
        if key != "modifierExtension":
            found[key] = value
    return found
