# SPDX-License-Identifier: EUPL-1.2
"""What of a person is compared with others, and the keys under which they are found."""

from collections.abc import Iterable

from nabij.matching import Evidence, PersonRecord, keys
from nabij.matching.compare import Prepared
from nabij.relations.types import AddressFields, PersonFields


def match_record(fields: PersonFields, *, bsn_index: bytes | None = None) -> PersonRecord:
    """Return a person for the matching engine, under key 0.

    A secret address takes no part: that somebody lives there may not show, not even as a hint.
    """
    name, home = fields.name, _address(fields)
    return PersonRecord(
        key=0,
        given_names=name.given_names,
        initials=name.initials,
        call_name=name.call_name,
        surnames=tuple(filter(None, [name.own_name, name.partner_name])),
        prefix=name.own_prefix,
        birth_on=fields.birth.earliest if fields.birth else None,
        birth_precision=fields.birth.precision if fields.birth else "",
        gender=fields.gender,
        postcode=home.postcode,
        house_number=home.house_number,
        suffix=home.suffix,
        phones=_values(fields, "phone"),
        emails=_values(fields, "email"),
        bsn_index=bsn_index,
        bsn_state="present" if bsn_index else "absent",
    )


def match_keys(fields: PersonFields) -> list[int]:
    """Return the keys that are stored beside a person; see `matching.keys`."""
    return keys.found_under(Prepared(match_record(fields)))


def on_card(record: PersonRecord) -> PersonRecord:
    """Return what stands on the card of a person: names and the year of birth, nothing else."""
    return PersonRecord(
        key=record.key,
        given_names=record.given_names,
        initials=record.initials,
        call_name=record.call_name,
        surnames=record.surnames,
        prefix=record.prefix,
        birth_on=record.birth_on and record.birth_on.replace(month=1, day=1),
        birth_precision=record.birth_precision and "year",
    )


def is_alike_on_card(evidence: Iterable[Evidence]) -> bool:
    """Tell whether surname, given name and birth year, compared `on_card`, may be one person's.

    A first initial alone is no more than one in fifteen people share: it brings up nobody.
    """
    levels = {item.field: item.level for item in evidence}
    return (
        levels.get("surname") in {"same", "close"}
        and levels.get("given", "different") not in {"different", "order", "initial"}
        and levels.get("birth") == "partial"
    )


def _address(fields: PersonFields) -> AddressFields:
    """Return the home address, else the first other one."""
    known = [a for a in fields.addresses if not (a.is_empty or a.is_secret)]
    return min(known, key=lambda address: address.use != "home", default=AddressFields())


def _values(fields: PersonFields, system: str) -> tuple[str, ...]:
    return tuple(point.value for point in fields.contact_points if point.system == system)
