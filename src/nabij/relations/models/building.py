# SPDX-License-Identifier: EUPL-1.2
"""Make rows out of fields: the one place where listing and search columns are filled."""

from collections.abc import Iterable
from datetime import date

from nabij.core import crypto
from nabij.core.dates import to_columns
from nabij.relations import rules
from nabij.relations.choices import AddressUse, IdentifierSystem, PartyKind
from nabij.relations.models.contact import (
    BSN_PURPOSE,
    Address,
    BsnCheck,
    ContactPoint,
    Identifier,
)
from nabij.relations.models.details import OrganisationDetail, PersonDetail
from nabij.relations.models.parties import Party
from nabij.relations.types import (
    AddressFields,
    BsnCheckFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
)

_CITY_ORDER = [AddressUse.HOME, AddressUse.VISIT, AddressUse.TEMPORARY, AddressUse.POSTAL]


def fill_person(party: Party, detail: PersonDetail, fields: PersonFields) -> None:
    """Put the fields of a person in its two rows, with all columns that follow from them."""
    name, city = fields.name, _city(fields.addresses)
    columns = rules.person_columns(name, city=city)
    party.kind = PartyKind.PERSON
    party.name, party.sort_key, party.search_text = (
        columns.name,
        columns.sort_key,
        columns.search_text,
    )
    party.birth_on, party.birth_precision = to_columns(fields.birth)
    party.city, party.unit_id, party.is_shielded = city, fields.unit_id, fields.is_shielded
    party.client_number = fields.client_number or None
    for part in (
        "given_names", "initials", "call_name", "own_prefix", "own_name", "partner_prefix",
        "partner_name", "name_use",
    ):  # fmt: skip
        setattr(detail, part, getattr(name, part))
    detail.match_keys = rules.match_keys(fields)
    detail.gender, detail.language = fields.gender, fields.language
    detail.form_of_address = fields.form_of_address
    detail.deceased_on, detail.deceased_precision = to_columns(fields.deceased)
    detail.is_deceased = fields.is_deceased or fields.deceased is not None


def fill_organisation(party: Party, detail: OrganisationDetail, fields: OrganisationFields) -> None:
    """Put the fields of an organisation in its two rows."""
    city = _city(fields.addresses)
    columns = rules.organisation_columns(fields.name, legal_name=fields.legal_name, city=city)
    party.kind = PartyKind.ORGANISATION
    party.name, party.sort_key, party.search_text = (
        columns.name,
        columns.sort_key,
        columns.search_text,
    )
    party.city, party.unit_id = city, fields.unit_id
    detail.kind, detail.legal_name, detail.website = fields.kind, fields.legal_name, fields.website


def address_row(party: Party, fields: AddressFields, *, starts_on: date | None) -> Address:
    """Return an address row that is not saved yet."""
    plain = rules.plain_address(fields)
    values = {name: getattr(plain, name) for name in AddressFields.__slots__}
    return Address(party=party, starts_on=starts_on, **values)


def contact_rows(party: Party, fields: Iterable[ContactPointFields]) -> list[ContactPoint]:
    """Return contact point rows that are not saved yet, each value once."""
    rows = {
        (point.system, point.value): ContactPoint(
            party=party,
            system=point.system,
            value=point.value,
            use=point.use,
            rank=point.rank,
            note=point.note[:120],
        )
        for point in reversed(list(fields))
        if point.value
    }
    return list(reversed(rows.values()))


def seal_bsn(row: Identifier, value: str) -> None:
    """Put a BSN in a row: sealed with the row's own uid, and its keyed hash to find it by."""
    row.cipher = crypto.seal(value.encode(), context=row.uid.bytes)
    row.key_id = crypto.key_id_of(row.cipher)
    row.blind_index = crypto.blind_index(value, purpose=BSN_PURPOSE)
    row.previous_blind_index = crypto.previous_blind_index(value, purpose=BSN_PURPOSE)


def bsn_row(party: Party, value: str) -> Identifier:
    """Return a BSN row that is not saved yet, as it came from a message."""
    row = Identifier(party=party, system=IdentifierSystem.BSN)
    seal_bsn(row, value)
    return row


def bsn_check_row(person_id: int, check: BsnCheckFields) -> BsnCheck:
    """Return a step in the life of a BSN that is not saved yet."""
    row = BsnCheck(
        person_id=person_id,
        step=check.step,
        source=check.source[:120],
        document_kind=check.document_kind,
        checked_on=check.checked_on,
        checked_by_id=check.checked_by_id,
    )
    if check.document_number:
        row.document_number = crypto.seal(check.document_number.encode(), context=row.uid.bytes)
    return row


def _city(addresses: Iterable[AddressFields]) -> str:
    """Return the city for the card: of the home address, never of a secret one."""
    known = {address.use: address for address in addresses}
    for use in _CITY_ORDER:
        address = known.get(use)
        if address is not None:
            return "" if address.is_secret else " ".join(address.city.split())[:80]
    return ""
