# SPDX-License-Identifier: EUPL-1.2
"""Read what is not about one person: providers, places, products, forms, terms."""

from typing import Any

from . import identifiers, persons
from .codes import coded, codes_of, shown
from .modifiers import Modifiers
from .references import label
from .tree import element, every, flag, joined, nodes, plain, text, texts
from .types import DirectoryColumns, Node, ReferenceFound


def read(
    tree: Node, key: str, references: tuple[ReferenceFound, ...], modifiers: Modifiers
) -> DirectoryColumns:
    """Return the columns of a directory resource.

    The name of a role without a name is that of its practitioner. AGB, URA, UZOVI and BIG numbers
    are in one notation; a lost leading zero is put back and flagged in the warnings.
    """
    kind = plain(tree.get("resourceType"))
    found = identifiers.read(tree)
    type_code = coded(tree, "type")
    if not type_code.text:
        type_code = coded(tree, "code")
    return DirectoryColumns(
        source_key=key,
        type=kind,
        name=_name(tree, kind, references) or type_code.text,
        identifiers=found,
        specialty=_specialty(tree, kind),
        type_text=shown(tree, "type") or type_code.text,
        type_code=type_code.code,
        telecoms=persons.telecoms(tree) if "telecom" in tree else (),
        city=persons.city_of(tree) if "address" in tree else "",
        is_active=_is_active(tree),
        is_understood=not modifiers.unknown,
        details=_details(tree, kind, references),
        references=references,
        unknown_modifiers=modifiers.unknown,
        warnings=tuple(f"{item.system}-{item.note}" for item in found if item.note),
    )


def _name(tree: Node, kind: str, references: tuple[ReferenceFound, ...]) -> str:
    if kind == "Practitioner":
        return persons.display(persons.name_of(tree))
    if kind == "PractitionerRole":
        return _of(references, "practitioner") or joined(
            (shown(tree, "specialty"), shown(tree, "code"), _of(references, "organization"))
        )
    written = label(tree) or text(tree, "description") or text(tree, "url")
    return written or joined(texts(tree, "deviceName", "name") or [text(tree, "model")])


def _specialty(tree: Node, kind: str) -> str:
    if kind == "Practitioner":
        return shown(tree, "qualification", "code")
    return shown(tree, "specialty") or (shown(tree, "code") if kind == "PractitionerRole" else "")


def _is_active(tree: Node) -> bool:
    if flag(tree, "active") is False:
        return False
    return text(tree, "status") not in ("inactive", "retired", "entered-in-error", "suspended")


def _of(references: tuple[ReferenceFound, ...], *roles: str) -> str:
    return joined(r.display for r in references if r.role in roles)


def _details(tree: Node, kind: str, references: tuple[ReferenceFound, ...]) -> dict[str, Any]:
    details: dict[str, Any] = {
        "organisation": _of(references, "organization", "managingOrganization", "providedBy"),
        "part_of": _of(references, "partOf"),
        "location": _of(references, "location"),
        "url": text(tree, "url"),
        "version": text(tree, "version"),
        "status": text(tree, "status"),
    }
    if kind == "Medication":
        details["form"] = shown(tree, "form")
        details["ingredients"] = [
            name
            for item in nodes(tree, "ingredient")
            if (
                name := shown(item, "itemCodeableConcept") or text(item, "itemReference", "display")
            )
        ]
        details["codes"] = [f"{system}|{code}" for system, code in codes_of(tree, "code")]
    if kind == "OperationOutcome":
        details["issues"] = [
            joined((text(item, "diagnostics"), shown(item, "details")))
            for item in nodes(tree, "issue")
        ][:20]
    if kind in ("CodeSystem", "ValueSet", "Questionnaire"):
        details["title"] = text(tree, "title")
        details["count"] = len(every(tree, "concept")) or len(every(tree, "item"))
    if kind in ("Organization", "Location", "Practitioner"):
        address = next(iter(persons.addresses(tree)), None)
        if address is not None:
            details["street"] = joined(
                (address.street, address.house_number, address.suffix, address.unit), " "
            )
            details["postcode"] = address.postcode
    if kind in ("Location", "Medication"):
        details["description"] = text(tree, "description") or text(element(tree, "text"), "x")
    return {name: value for name, value in details.items() if value}
