# SPDX-License-Identifier: EUPL-1.2
"""What a row changes in who is known: what it says replaces what was, the rest stays."""

from dataclasses import replace

from nabij.core.dates import PartialDate
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)

_ADDRESS_PARTS = ("street", "house_number", "suffix", "postcode", "city", "country")


def updated_person(known: PersonFields, row: PersonFields) -> PersonFields:
    """Return a known person with what a row says of them.

    A number that they have already stays theirs; phone numbers and e-mail addresses are added.
    """
    birth = row.birth if row.birth and not _is_vaguer(row.birth, known.birth) else known.birth
    return replace(
        known,
        name=_name(known.name, row.name),
        gender=known.gender if row.gender == "unknown" else row.gender,
        birth=birth,
        form_of_address=row.form_of_address or known.form_of_address,
        language=row.language or known.language,
        client_number=known.client_number or row.client_number,
        unit_id=row.unit_id or known.unit_id,
        addresses=_addresses(known.addresses, row.addresses),
        contact_points=_points(known.contact_points, row.contact_points),
    )


def updated_organisation(known: OrganisationFields, row: OrganisationFields) -> OrganisationFields:
    """Return a known organisation with what a row says of it."""
    return replace(
        known,
        kind=known.kind if row.kind == "other" else row.kind,
        legal_name=row.legal_name or known.legal_name,
        website=row.website or known.website,
        identifiers=known.identifiers | {k: v for k, v in row.identifiers.items() if v},
        addresses=_addresses(known.addresses, row.addresses),
        contact_points=_points(known.contact_points, row.contact_points),
    )


def _is_vaguer(new: PartialDate, old: PartialDate | None) -> bool:
    """Tell whether a date says less than one that it does not contradict."""
    order = PartialDate.PRECISIONS.index
    return old is not None and order(new.precision) < order(old.precision) and new.may_be(old)


def _name(known: PersonName, row: PersonName) -> PersonName:
    changes = {part: value for part in PersonName.__slots__ if (value := getattr(row, part))}
    # How somebody wants to be called is not in most files: then it is `own`, which says nothing.
    if row.name_use == "own":
        changes.pop("name_use", None)
    if row.own_name:
        changes["own_prefix"] = row.own_prefix
    if row.partner_name:
        changes["partner_prefix"] = row.partner_prefix
    return replace(known, **changes)


def _addresses(
    known: tuple[AddressFields, ...], row: tuple[AddressFields, ...]
) -> tuple[AddressFields, ...]:
    """Return the addresses, with that of the row in the place of the one of its use.

    A part of an address that the row leaves empty stays, unless it is about another place.
    """
    found = {address.use: address for address in known}
    for new in row:
        old = found.get(new.use)
        if old is None:
            found[new.use] = new
        elif is_same_place(old, new):
            filled = {part: getattr(new, part) for part in _ADDRESS_PARTS if getattr(new, part)}
            found[new.use] = replace(old, **filled)
        else:
            found[new.use] = replace(new, is_secret=old.is_secret)
    return tuple(found.values())


def is_same_place(old: AddressFields, new: AddressFields) -> bool:
    """Tell whether nothing in a new address contradicts the old one."""
    return all(
        not getattr(new, part) or getattr(new, part).casefold() == getattr(old, part).casefold()
        for part in _ADDRESS_PARTS
        if getattr(old, part)
    )


def _points(
    known: tuple[ContactPointFields, ...], row: tuple[ContactPointFields, ...]
) -> tuple[ContactPointFields, ...]:
    there = {(point.system, point.value) for point in known}
    return (*known, *(point for point in row if (point.system, point.value) not in there))
