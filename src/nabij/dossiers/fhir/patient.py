# SPDX-License-Identifier: EUPL-1.2
"""Read a Patient: one source's copy of a person."""

from typing import Literal, cast

from . import identifiers, persons
from .codes import codes_of, concept, shown
from .dates import is_unread, period, when
from .modifiers import Modifiers
from .security import is_sensitive
from .tree import choice, element, extension, flag, nodes, plain, text
from .types import (
    ContactFound,
    IdentifierFound,
    LanguageFound,
    Node,
    PatientColumns,
    ReferenceFound,
)

Gender = Literal["male", "female", "other", "unknown", ""]
_GENDERS = ("male", "female", "other", "unknown")


def read(
    tree: Node, key: str, references: tuple[ReferenceFound, ...], modifiers: Modifiers
) -> PatientColumns:
    """Return the columns of a Patient, STU3 or R4.

    The BSN is one, whichever of its two system urls was used; a masked one says so. A Patient
    with only a name, or none, is read too.

    Source: nl-core-patient, O-3 to O-9 and O-15 in docs/known-odd-data.md.
    """
    found = identifiers.read(tree)
    bsn, bsn_state = identifiers.bsn_of(found)
    name = persons.name_of(tree)
    is_deceased, deceased = _deceased(tree)
    gender = text(tree, "gender")
    return PatientColumns(
        source_key=key,
        name=name,
        birth=when(tree, "birthDate"),
        gender=cast(Gender, gender if gender in _GENDERS else ""),
        is_deceased=is_deceased,
        deceased=deceased,
        is_active=flag(tree, "active") is not False,
        is_understood=not modifiers.unknown,
        addresses=persons.addresses(tree),
        telecoms=persons.telecoms(tree),
        identifiers=found,
        bsn=bsn,
        bsn_state=cast(Literal["present", "masked", "absent"], bsn_state),
        general_practitioners=with_role(references, "generalPractitioner", "careProvider"),
        managing_organisation=next(iter(with_role(references, "managingOrganization")), None),
        contacts=_contacts(tree, references),
        languages=_languages(tree),
        marital_status=shown(tree, "maritalStatus"),
        data_class="d" if is_sensitive(tree) else "b",
        references=references,
        unknown_modifiers=modifiers.unknown,
        warnings=tuple(_warnings(tree, found, persons.contradicts(name))),
    )


def with_role(references: tuple[ReferenceFound, ...], *roles: str) -> tuple[ReferenceFound, ...]:
    """Return the references in one of the roles, in order."""
    return tuple(reference for reference in references if reference.role in roles)


def _deceased(tree: Node) -> tuple[bool, str | None]:
    kind, value = choice(tree, "deceased")
    if kind == "DateTime":
        return True, when(tree, "deceasedDateTime")
    return value in (True, "true"), None


def _contacts(tree: Node, references: tuple[ReferenceFound, ...]) -> tuple[ContactFound, ...]:
    found = []
    for index, contact in enumerate(nodes(tree, "contact")):
        starts, ends = period(contact, "period")
        # In XML a single contact has no index in its path.
        paths = (f"/contact/{index}/organization", "/contact/organization")
        found.append(
            ContactFound(
                name=persons.name_of(contact),
                relationships=tuple(
                    dict.fromkeys(concept(item).text for item in nodes(contact, "relationship"))
                ),
                relationship_codes=tuple(
                    dict.fromkeys(code for _system, code in codes_of(contact, "relationship"))
                ),
                telecoms=persons.telecoms(contact),
                addresses=persons.addresses(contact),
                organisation=next((r for r in references if r.path in paths), None),
                starts=starts,
                ends=ends,
            )
        )
    return tuple(found)


def _languages(tree: Node) -> tuple[LanguageFound, ...]:
    found = []
    for item in nodes(tree, "communication"):
        language = concept(element(item, "language"))
        found.append(
            LanguageFound(
                code=language.code,
                text=language.text,
                is_preferred=flag(item, "preferred") is True,
                comment=plain(choice(extension(item, *persons.COMMENT))[1]),
            )
        )
    return tuple(found)


def _warnings(tree: Node, found: tuple[IdentifierFound, ...], name_contradicts: bool) -> list[str]:
    warnings = [f"{i.system}-{i.note}" for i in found if i.note]
    if len({i.value for i in found if i.system == "bsn" and i.value}) > 1:
        warnings.append("bsn-several")
    if is_unread(tree, "birthDate"):
        warnings.append("birth-unread")
    if is_unread(tree, "deceasedDateTime"):
        warnings.append("deceased-unread")
    if name_contradicts:
        warnings.append("name-text-differs")
    return warnings
