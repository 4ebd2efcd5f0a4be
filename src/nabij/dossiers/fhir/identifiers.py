# SPDX-License-Identifier: EUPL-1.2
"""Identifiers of persons and providers: two notations of one system made one, oddities flagged.

Numbers are not rejected here: a wrong check digit is for the review, a dropped resource for nobody.
"""

import re

from .codes import ABSENT_REASON
from .tree import choice, extension_of, nodes, plain, text
from .types import IdentifierFound, Node

_OID = "urn:oid:2.16.840.1.113883.2.4.6."
_SYSTEMS = {
    "http://fhir.nl/fhir/namingsystem/bsn": "bsn",
    _OID + "3": "bsn",
    "http://fhir.nl/fhir/namingsystem/agb-z": "agb",
    "http://fhir.nl/fhir/namingsystem/agb": "agb",
    _OID + "1": "agb",
    "http://fhir.nl/fhir/namingsystem/uzovi": "uzovi",
    _OID + "4": "uzovi",
    "http://fhir.nl/fhir/namingsystem/ura": "ura",
    "urn:oid:2.16.528.1.1007.3.3": "ura",
    "http://fhir.nl/fhir/namingsystem/uzi-nr-pers": "uzi",
    "urn:oid:2.16.528.1.1007.3.1": "uzi",
    "http://fhir.nl/fhir/namingsystem/big": "big",
    "urn:oid:2.16.528.1.1007.5.1": "big",
    "http://fhir.nl/fhir/namingsystem/kvk": "kvk",
    "urn:oid:2.16.840.1.113883.2.4.3.21": "kvk",
}
_WIDTH = {"bsn": 9, "agb": 8, "uzovi": 4, "ura": 8, "uzi": 9, "big": 11, "kvk": 8}
_NOTATION = re.compile(r"[\s.\-]")
_GLUED_OID = re.compile(r"[\s^|]+\d+(?:\.\d+){3,}$")


def system_name(system: str) -> str:
    """Return the short name of a known system, else the system as sent."""
    return _SYSTEMS.get(system.strip().rstrip("/").lower(), system.strip())


def normalised(system: str, value: str) -> IdentifierFound:
    """Return system and value in one notation.

    Leading zeros that were lost are put back and flagged `padded` (AGB with 7 digits, BSN with
    8); a value of another length, with other signs or with an oid glued on is kept and flagged
    `odd`. A mask of stars or X gives state `masked`.

    Source: O-4 and O-16 in docs/known-odd-data.md.
    """
    name = system_name(system)
    value = value.strip()
    width = _WIDTH.get(name)
    if width is None or not value:
        return IdentifierFound(name, value, "present" if value else "absent")
    if not value.strip("*xX"):
        return IdentifierFound(name, "", "masked")
    whole, value = value, _GLUED_OID.sub("", value)
    digits = _NOTATION.sub("", value)
    if value != whole and digits.isdecimal():
        return IdentifierFound(name, digits, "present", "odd")
    if not (digits.isascii() and digits.isdecimal()):
        return IdentifierFound(name, value, "present", "odd")
    if len(digits) == width - 1 and name in ("agb", "bsn"):
        return IdentifierFound(name, "0" + digits, "present", "padded")
    return IdentifierFound(name, digits, "present", "" if len(digits) == width else "odd")


def read(node: Node, name: str = "identifier") -> tuple[IdentifierFound, ...]:
    """Return the identifiers of a resource; a value that is absent says whether it is masked."""
    found = []
    for identifier in nodes(node, name):
        value = text(identifier, "value")
        system = text(identifier, "system")
        if value:
            found.append(normalised(system, value))
        elif system or "_value" in identifier:
            reason = plain(choice(extension_of(identifier, "value", ABSENT_REASON))[1])
            state = IdentifierFound(
                system_name(system), "", "masked" if reason == "masked" else "absent"
            )
            found.append(state)
    return tuple(found)


def bsn_of(identifiers: tuple[IdentifierFound, ...]) -> tuple[str, str]:
    """Return the BSN and its state: present, masked or absent.

    Of several different BSNs the first is returned; `read_columns` warns about the others.
    """
    state = "absent"
    for identifier in identifiers:
        if identifier.system == "bsn":
            if identifier.state == "present":
                return identifier.value, "present"
            if identifier.state == "masked":
                state = "masked"
    return "", state
