# SPDX-License-Identifier: EUPL-1.2
"""The fact being read, and what every kind of fact shares: notes, author, details."""

from collections.abc import Iterable
from typing import Any

from nabij.dossiers.fhir.codes import NO_CODE, Code, concept, other_codes, shown
from nabij.dossiers.fhir.dates import readable, when
from nabij.dossiers.fhir.modifiers import Modifiers
from nabij.dossiers.fhir.persons import COMMENT
from nabij.dossiers.fhir.references import contained, label
from nabij.dossiers.fhir.tree import (
    choice,
    element,
    every,
    extensions,
    first,
    joined,
    nodes,
    plain,
    text,
)
from nabij.dossiers.fhir.types import DataClass, Node, ReferenceFound, Version

LONGEST_TEXT = 4000
LONGEST_LINE = 500
MOST_ITEMS = 40


_NOTES = frozenset(("note", "comment", "extension"))


class Draft:
    """A fact while it is read. A reader sets what it finds; the rest keeps these defaults."""

    kind: str
    code: Code = NO_CODE
    category: str = ""
    status: str = ""
    is_active: bool = True
    is_understood: bool = True
    starts: str | None = None
    ends: str | None = None
    recorded: str | None = None
    value: str = ""
    unit: str = ""
    text: str = ""
    author: str = ""
    data_class: DataClass = "c"

    def __init__(
        self,
        tree: Node,
        version: Version,
        references: tuple[ReferenceFound, ...],
        modifiers: Modifiers,
    ) -> None:
        """Start with what was found in the walk over the resource."""
        self.tree = tree
        self.version = version
        self.references = references
        self.modifiers = modifiers
        self.details: dict[str, Any] = {}
        self.warnings: list[str] = []

    def put(self, **found: Any) -> None:
        """Add details that have content; lists are cut at 40 items, texts at 500 characters."""
        for name, value in found.items():
            if type(value) is str:
                if value:
                    self.details[name] = clip(value)
            elif type(value) is bool or value:
                self.details[name] = value[:MOST_ITEMS] if type(value) is list else value

    def take_code(self, name: str = "code") -> None:
        """Take the code from an element, the other codings to the details."""
        value = first(self.tree, name)
        if value is not None:
            self.code = concept(value)
            if (
                type(value) is dict
                and type(value.get("coding")) is list
                and len(value["coding"]) > 1
            ):
                self.put(codes=other_codes(self.tree, self.code, name))

    def date(self, *names: str) -> str | None:
        """Return the first readable date of the elements; an unreadable one becomes a warning."""
        for name in names:
            if name in self.tree:
                written = text(self.tree, name)
                found = readable(written)
                if found is not None:
                    return found
                if written:
                    self.warnings.append(f"{name}-unread")
        return None

    def date_in_meta(self) -> str | None:
        """Return when the source last changed the resource, when it says so."""
        return when(self.tree, "meta", "lastUpdated") if "meta" in self.tree else None

    def display(self, *roles: str) -> str:
        """Return the names in the references with one of the roles, in the order of the roles."""
        for role in roles:
            if names := self.displays(role):
                return joined(names)
        return ""

    def displays(self, *roles: str) -> list[str]:
        """Return the names in all references with one of the roles, each once.

        A PractitionerRole in an extension repeats the practitioner it stands on, so it counts only
        where the reference itself has no name.
        """
        own: list[str] = []
        extra: list[str] = []
        for reference in self.references:
            if reference.role in roles and reference.display:
                (extra if "/extension/" in reference.path else own).append(reference.display)
        found = own or extra
        return list(dict.fromkeys(found)) if len(found) > 1 else found


def clip(value: str, longest: int = LONGEST_LINE) -> str:
    """Return a text of at most so many characters, with an ellipsis when it was longer."""
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def notes(tree: Node, *also: str) -> str:
    """Return the notes and comments of a resource as plain text, each once.

    Reads `note` (Annotation), `comment`, the Dutch comment extension and the elements named.
    """
    if not also and not _NOTES.intersection(tree):
        return ""
    parts: list[str] = []
    for name in also:
        parts += (plain(value) for value in every(tree, name))
    if "note" in tree:
        for item in every(tree, "note"):
            parts.append(text(item, "text") if type(item) is dict else plain(item))
    if "comment" in tree:
        parts.append(text(tree, "comment"))
    if "extension" in tree:
        parts += (plain(choice(item)[1]) for item in extensions(tree, *COMMENT))
    return clip(joined(parts, "\n"), LONGEST_TEXT)


def reference_text(node: Node | None, *names: str) -> str:
    """Return the display of the first reference at the path."""
    found = element(node, *names)
    if not found:
        return ""
    written = text(found, "display")
    if not written and "extension" in found:
        for item in nodes(found, "extension"):
            if written := text(item, "valueReference", "display"):
                return written
    return written or text(found, "identifier", "value") * ("reference" not in found)


def coded_or_reference(draft: Draft, name: str) -> Code:
    """Return the code of `name[x]` that is a concept or a reference (medication, device).

    A reference gives its display, a contained resource its own code.
    """
    tree = draft.tree
    value = element(tree, name + "CodeableConcept")
    if value:
        return concept(value)
    reference = element(tree, name + "Reference") or element(tree, name)
    literal = text(reference, "reference")
    if literal.startswith("#"):
        target = contained(tree, literal[1:])
        code = concept(first(target, "code") or first(target, "type"))
        return Code(code.system, code.code, code.text or label(target))
    return Code("", "", text(reference, "display")) if reference else NO_CODE


def attachments(items: Iterable[Node]) -> list[dict[str, str]]:
    """Return what is known of attachments: title, type, size, hash, address; never the data."""
    found = []
    for item in items:
        meta = {
            "title": clip(text(item, "title")),
            "content_type": text(item, "contentType"),
            "url": clip(text(item, "url")),
            "size": text(item, "size"),
            "hash": text(item, "hash"),
            "created": when(item, "creation") or "",
            "language": text(item, "language"),
            "is_embedded": "yes" if "data" in item else "",
        }
        found.append({name: value for name, value in meta.items() if value})
    return found


def participants(items: Iterable[Node], actor: str, *roles: str) -> list[dict[str, str]]:
    """Return the people in a resource as role, name and reference."""
    found = []
    for item in items:
        reference = element(item, actor)
        name = reference_text(item, actor)
        role = next((word for field in roles if (word := shown(item, field))), "")
        row = {
            "role": role,
            "name": name,
            "reference": text(reference, "reference"),
            "status": text(item, "status"),
        }
        if name or row["reference"] or role:
            found.append({key: value for key, value in row.items() if value})
    return found
