# SPDX-License-Identifier: EUPL-1.2
"""Who records contact with whom. Pure: no clock, no database."""

from collections.abc import Iterable

from nabij.core.viewer import Role

CARE_SIDE = frozenset({Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL, Role.COMPLAINTS_OFFICER})
BUSINESS_SIDE = CARE_SIDE | {Role.ACCOUNT_MANAGER}


def may_record_contact(roles: Iterable[Role], *, is_private: bool = False) -> bool:
    """Tell whether these roles record contact; with somebody in private commerce does not.

    Example:
        >>> may_record_contact({Role.ACCOUNT_MANAGER}, is_private=True)
        False
    """
    return not (CARE_SIDE if is_private else BUSINESS_SIDE).isdisjoint(roles)


def usual_direction(roles: Iterable[Role]) -> str:
    """Return what is filled in beforehand: the front office is called, others call."""
    return "in" if Role.FRONT_OFFICE in frozenset(roles) else "out"


def usual_class(roles: Iterable[Role]) -> str:
    """Return which class of data is filled in beforehand for what this colleague writes.

    What a carer hears may be content of care; what the front office hears is meant to be acted on
    by whoever serves the client.
    """
    held = frozenset(roles)
    return "c" if Role.CARE_PROFESSIONAL in held and Role.FRONT_OFFICE not in held else "b"
