# SPDX-License-Identifier: EUPL-1.2
"""Addresses in the one form in which they are stored and compared."""

import re

from nabij.core.identifiers import normalise_postcode
from nabij.relations.types import AddressFields

_HOUSE = re.compile(r"\s*(\d{1,8})\s*[-/]?\s*(.*)", re.DOTALL)


def plain_address(fields: AddressFields) -> AddressFields:
    """Return an address as it is stored: number and suffix apart, the postcode as `8011AB`."""
    number, suffix = fields.house_number, fields.suffix
    if found := _HOUSE.fullmatch(number):
        number, suffix = found[1].lstrip("0") or "0", f"{found[2]}{suffix}".strip()
    return AddressFields(
        use=fields.use,
        street=" ".join(fields.street.split())[:200],
        house_number=number.strip()[:10],
        suffix=suffix[:20],
        unit_id=fields.unit_id[:40],
        postcode=normalise_postcode(fields.postcode),
        city=" ".join(fields.city.split())[:80],
        country=fields.country[:60],
        municipality_code=fields.municipality_code[:6],
        is_secret=fields.is_secret,
    )
