# SPDX-License-Identifier: EUPL-1.2
"""Find every reference of a resource, and everything that changes its meaning, in one walk."""

import re
from functools import lru_cache
from typing import Any

from .identifiers import normalised
from .tree import EMPTY, element, nodes, text
from .types import Node, ReferenceFound, ReferenceKind

PRACTITIONER_ROLE = "http://nictiz.nl/fhir/StructureDefinition/practitionerrole-reference"


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Elements that hold no reference and can carry no modifierExtension: not walked, for speed.
_LEAVES = _names(
    "coding meta repeat period valuePeriod effectivePeriod valueQuantity doseQuantity low high "
    "numerator denominator telecom address security tag"
)
# Concepts hold a reference only inside an extension: walked only when they have one.
_CONCEPTS = _names(
    "code category type class clinicalStatus verificationStatus valueCodeableConcept text name "
    "vaccineCode medicationCodeableConcept interpretation severity method route relationship "
    "identifier valueCoding valueIdentifier serviceType specialty reasonCode maritalStatus bodySite"
)
_CONCEPT_PARTS = _names("coding text system code display value use version userSelected div status")
# Elements whose value is a Coding or a backbone that may look like a reference with a display only.
_NO_REFERENCE = _names(
    "class valueCoding answerCoding type subtype format securityLabel modality sopClass role "
    "language code event eventCoding laterality scope purpose option topic severity outcome "
    "relationship container udi udiCarrier action packageId text valueIdentifier identifier "
    "masterIdentifier groupIdentifier"
)
_REFERENCE_PARTS = frozenset(
    ("reference", "type", "identifier", "display", "id", "extension", "_reference", "_display")
)
_ATTACHMENTS = _names("attachment presentedForm contentAttachment sourceAttachment content photo")
_LITERAL_PARTS = frozenset(("reference", "type", "display", "id"))
_LITERAL = re.compile(
    r"(?:(?P<base>https?://\S+)/)?(?P<type>[A-Z][A-Za-z]{2,60})/(?P<id>[^/?#\s]{1,200})"
    r"(?:/_history/[^/\s]+)?"
)
_CONDITIONAL = re.compile(r"(?P<type>[A-Z][A-Za-z]{2,60})\?.*?\bidentifier=(?P<token>[^&\s]+)")

Frame = tuple[Node, Any, str, int]  # element, frame of its parent, its name, its index or -1


@lru_cache(maxsize=4096)
def parse(reference: str) -> tuple[ReferenceKind, str | None, str | None]:
    """Return kind, target type and target key of a literal reference.

    Example:
        >>> parse("https://host/fhir/Patient/1/_history/2")
        ('absolute', 'Patient', '1')
    """
    if reference.startswith("#"):
        return "contained", None, reference[1:]
    if reference.startswith("urn:"):
        return "urn", None, reference
    match = _LITERAL.fullmatch(reference)
    if match is not None:
        return "absolute" if match["base"] else "relative", match["type"], match["id"]
    if reference.startswith(("http://", "https://")):
        return "absolute", None, None
    match = _CONDITIONAL.match(reference)
    if match is not None:
        return "logical", match["type"], None
    return "unreadable", None, None


def read(tree: Node) -> tuple[tuple[ReferenceFound, ...], list[tuple[str, Node]]]:
    """Return all references of a resource and its modifiers as (role of the element, element).

    A modifier is a modifierExtension at any depth, in contained resources too.
    """
    frames: list[Frame] = [(tree, None, "", -1)]
    references: list[ReferenceFound] = []
    modifiers: list[tuple[str, Node]] = []
    for frame in frames:
        node, _parent, own, _index = frame
        if own == "modifierExtension":
            modifiers.append((_role(frame[1]), node))
        elif _is_reference(node, own) or (own in _ATTACHMENTS and _is_address(node)):
            references.append(_found(frame, tree))
        for name, value in node.items():
            kind = type(value)
            if (kind is dict or kind is list) and name not in _LEAVES:
                _step(value, frame, name, frames, references)
    return tuple(references), modifiers


def _step(
    value: Any, parent: Frame, name: str, frames: list[Frame], references: list[ReferenceFound]
) -> None:
    """Take plain references at once, and put the other elements in line to be walked."""
    is_concept = name in _CONCEPTS
    is_modifier = name == "modifierExtension"
    for index, item in enumerate(value) if type(value) is list else ((-1, value),):
        if type(item) is not dict or (is_concept and _CONCEPT_PARTS.issuperset(item)):
            continue
        literal = None if is_modifier else item.get("reference")
        if type(literal) is str and literal[:1] != "#" and _LITERAL_PARTS.issuperset(item):
            if parent[1] is None:
                role, path = name, f"/{name}" if index < 0 else f"/{name}/{index}"
            else:
                frame = (item, parent, name, index)
                role, path = _role(frame), _pointer(frame)
            shown = text(item, "display") if len(item) > 1 else ""
            references.append(_literal(role, path, literal.strip(), shown, text(item, "type")))
        else:
            frames.append((item, parent, name, index))


def _is_reference(node: Node, name: str) -> bool:
    """Say whether an element is a Reference, also one with only an identifier or display."""
    if "reference" in node:
        return type(node["reference"]) is str
    if "display" in node or "identifier" in node:
        return name not in _NO_REFERENCE and _REFERENCE_PARTS.issuperset(node)
    return False


def _is_address(node: Node) -> bool:
    """Say whether an attachment stands in another resource (a Binary) instead of in this one."""
    kind, target_type, _key = parse(text(node, "url"))
    return target_type == "Binary" or kind in ("urn", "contained")


def _role(frame: Frame | None) -> str:
    names: list[str] = []
    while frame is not None:
        node, parent, name, _index = frame
        if name in ("extension", "modifierExtension"):
            url = node.get("url")
            if url != PRACTITIONER_ROLE and type(url) is str:
                names.append(url.rstrip("/").rsplit("/", 1)[-1])
        elif name and name != "valueReference":
            names.append(name)
        frame = parent
    return ".".join(reversed(names))


def _pointer(frame: Frame | None) -> str:
    parts: list[str] = []
    while frame is not None and frame[2]:
        _node, parent, name, index = frame
        if index >= 0:
            parts.append(str(index))
        parts.append(name)
        frame = parent
    return "/" + "/".join(reversed(parts))


@lru_cache(maxsize=4096)
def _literal(role: str, path: str, literal: str, display: str, stated: str) -> ReferenceFound:
    """Return a reference by address; of the many to one patient only the first is made."""
    kind, target_type, key = parse(literal)
    system, value = _token(literal) if kind == "logical" else ("", "")
    target_type = target_type or stated or None
    return ReferenceFound(role, path, kind, target_type, key, literal, system, value, display)


def _found(frame: Frame, tree: Node) -> ReferenceFound:
    node = frame[0]
    literal = text(node, "reference") or text(node, "url")
    display = text(node, "display") or text(node, "title")
    target_type = text(node, "type") or None
    system = value = ""
    if "identifier" in node:
        system, value = _identifier(element(node, "identifier"))
    if literal:
        kind, parsed_type, key = parse(literal)
        target_type = parsed_type or target_type
        if kind == "contained":
            target_type, display, system, value = _contained(tree, key, display)
        elif kind == "logical":
            system, value = _token(literal)
    else:
        kind, key = ("logical" if value else "display_only"), None
    return ReferenceFound(
        _role(frame), _pointer(frame), kind, target_type, key, literal, system, value, display
    )


def _identifier(identifier: Node) -> tuple[str, str]:
    found = normalised(text(identifier, "system"), text(identifier, "value"))
    return found.system, found.value


def _token(literal: str) -> tuple[str, str]:
    match = _CONDITIONAL.match(literal)
    if match is None:
        return "", ""
    system, _bar, value = match["token"].rpartition("|")
    found = normalised(system, value)
    return found.system, found.value


def contained(tree: Node, local_id: str | None) -> Node:
    """Return the contained resource with the local id, or an empty element.

    `#` alone points at the resource itself.
    """
    if not local_id:
        return tree
    for resource in nodes(tree, "contained"):
        if resource.get("id") in (local_id, "#" + local_id):
            return resource
    return EMPTY


def _contained(tree: Node, local_id: str | None, display: str) -> tuple[str | None, str, str, str]:
    target = contained(tree, local_id)
    system = value = ""
    for identifier in nodes(target, "identifier"):
        system, value = _identifier(identifier)
        if system == "bsn" and value:
            break
    return text(target, "resourceType") or None, display or label(target), system, value


def label(resource: Node) -> str:
    """Return a short name of a resource for use as the display of a reference to it."""
    name = resource.get("name")
    if type(name) is str:
        return name.strip()
    person = element(resource, "name")
    written = text(person, "text")
    if not written:
        parts = [text(person, "prefix"), text(person, "given"), text(person, "family")]
        written = " ".join(part for part in parts if part)
    code = element(resource, "code")
    return (
        written
        or text(resource, "title")
        or text(code, "text")
        or text(code, "coding", "display")
        or text(element(resource, "vaccineCode"), "text")
    )
