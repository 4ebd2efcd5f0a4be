# SPDX-License-Identifier: EUPL-1.2
"""Which words of a resource name a provider whose name or specialty tells a diagnosis."""

from collections.abc import Iterator

import msgspec
from lxml import etree

from nabij.dossiers.fhir import references, xml_reading
from nabij.dossiers.fhir.tree import nodes, walk
from nabij.dossiers.fhir.types import Node
from nabij.dossiers.rules.in_view import tells_a_diagnosis

_PROVIDERS = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService"}
)


def telling_names(content: bytes, media: str) -> frozenset[str]:
    """Return the names, addresses and specialties in an original that tell a diagnosis.

    Looked for where a resource names somebody: its references and the providers inside it. Free
    text is content of care and is not searched (decision 23); what cannot be read names nobody.

    Example:
        >>> sorted(telling_names(b'{"author": {"display": "GGZ Oost"}}', "json"))
        ['GGZ Oost']
    """
    return frozenset(word for word in _words(_tree(content, media)) if len(word) > 1)


def _tree(content: bytes, media: str) -> Node:
    try:
        if media == "json":
            return msgspec.json.decode(content, type=dict)
        return xml_reading.tree_of(xml_reading.parse(content))
    except (msgspec.DecodeError, etree.XMLSyntaxError, UnicodeDecodeError):
        return {}


def _words(tree: Node) -> Iterator[str]:
    telling = set()
    for resource in nodes(tree, "contained"):
        words = [value for _name, value in walk(resource) if isinstance(value, str)]
        if resource.get("resourceType") in _PROVIDERS and any(map(tells_a_diagnosis, words)):
            telling.add(str(resource.get("id", "")).removeprefix("#"))
            yield from filter(tells_a_diagnosis, words)
            yield from _name(resource)
    for found in references.read(tree)[0]:
        said = (found.display, found.reference, found.identifier_value)
        if found.kind == "contained" and found.target_key in telling:
            yield found.display
        elif any(map(tells_a_diagnosis, said)):
            yield from said


def _name(resource: Node) -> Iterator[str]:
    name = resource.get("name")
    if isinstance(name, str):
        yield name
    for person in nodes(resource, "name"):
        yield from (
            value
            for key, value in walk(person)
            if isinstance(value, str) and key in ("text", "family")
        )
