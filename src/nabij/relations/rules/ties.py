# SPDX-License-Identifier: EUPL-1.2
"""Which relationship may hold between which kinds of parties, and until when one is recorded."""

from datetime import date
from typing import Literal

from nabij.core.dates import PartialDate, to_columns

Shape = Literal["person-person", "person-organisation", "organisation-organisation", "any"]

# Kinds that are not listed here hold between two persons.
_SHAPES: dict[str, frozenset[Shape]] = {
    "contact_person": frozenset({"person-person", "person-organisation"}),
    "curator": frozenset({"person-person", "any"}),
    "mentor": frozenset({"person-person", "any"}),
    "authorised": frozenset({"person-person", "any"}),
    "financial_administrator": frozenset({"person-person", "any"}),
    "client": frozenset({"person-organisation"}),
    "member": frozenset({"person-organisation"}),
    "prospect": frozenset({"person-organisation", "organisation-organisation"}),
    "lead": frozenset({"person-organisation", "organisation-organisation"}),
    "referrer": frozenset({"person-organisation", "organisation-organisation"}),
    "volunteer": frozenset({"person-organisation"}),
    "employee": frozenset({"person-organisation"}),
    "practitioner": frozenset({"person-organisation"}),
    "branch": frozenset({"organisation-organisation"}),
    "subsidiary": frozenset({"organisation-organisation"}),
    "purchasing_member": frozenset({"organisation-organisation"}),
    "partner_organisation": frozenset({"organisation-organisation"}),
}


def may_hold(kind: str, *, subject_is_person: bool, object_is_person: bool) -> bool:
    """Tell whether the subject can be `kind` of the object.

    Curators and the like may be organisations (an office of professional representatives); whom
    they stand for is always a person.
    """
    shapes = _SHAPES.get(kind, frozenset({"person-person"}))
    if "any" in shapes:
        return object_is_person
    sides = {True: "person", False: "organisation"}
    return f"{sides[subject_is_person]}-{sides[object_is_person]}" in shapes


def end_columns(starts: PartialDate | None, ends: PartialDate | None) -> tuple[date | None, str]:
    """Return the two columns of an end, no earlier than the beginning."""
    ends_on, precision = to_columns(ends)
    if starts and ends_on and ends_on < starts.earliest:
        ends_on = starts.earliest  # "since 9 March, until 2024" within one year
    return ends_on, precision
