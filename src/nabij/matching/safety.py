# SPDX-License-Identifier: EUPL-1.2
"""When the machine may link by itself. The one place that says so, for one record and for all.

It reads levels of agreement (`matching.compare` for one pair, `matching.levels` for millions),
never a score: a score orders what people judge. So a half-agreement never adds up to certainty, and
every link the machine made has a ground that fits in a sentence.
Source: docs/decisions/0009 and 0039; O-3 to O-8 in docs/known-odd-data.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.matching.levels import LEVELS
from nabij.matching.records import Field

UNKNOWN = ""
type Flags = NDArray[np.bool_]
type LevelColumns = Mapping[str, NDArray[np.int8]]

# What contradicts that two records are one person: with one of these the machine never links. An
# unknown value, a masked BSN among them, contradicts nothing.
CONFLICTS: Mapping[Field, frozenset[str]] = {
    "bsn": frozenset({"different"}),
    "surname": frozenset({"different"}),
    "given": frozenset({"different", "other_name", "other_initial", "initials_differ"}),
    "birth": frozenset({"different", "generation"}),
    "gender": frozenset({"different"}),
}
_SAME_SURNAME = frozenset({"rare", "same", "common", "shared"})
_SURNAME = _SAME_SURNAME | {"close", "typed", "alike"}
_SAME = frozenset({"same"})
# Also when others have it; not when a crowd has.
_SAME_CONTACT = frozenset({"same", "family"})


@dataclass(frozen=True, slots=True)
class Ground:
    """One way in which two records surely are one person: the levels that each field may have."""

    name: str
    needs: Mapping[str, frozenset[str]]


# Always an equal birth date to the day. Twins share surname, birth date, address and phone, and
# often the first initial: so without a BSN a given name in full, or initials with an equal gender.
_NAMED = {"birth": _SAME, "surname": _SURNAME, "given": frozenset({"same", "call"})}
_BY_INITIALS = _NAMED | {"given": frozenset({"initials"}), "gender": _SAME}
GROUNDS: tuple[Ground, ...] = (
    Ground(
        "bsn",
        {
            "bsn": _SAME,
            "birth": _SAME,
            "surname": _SURNAME,
            "given": frozenset({"same", "call", "initials", "form", "close", "initial"}),
        },
    ),
    Ground(  # a record with a family name only
        "bsn",
        {
            "bsn": _SAME,
            "birth": _SAME,
            "surname": _SAME_SURNAME,
            "given": frozenset({UNKNOWN}),
        },
    ),
    Ground("address", _NAMED | {"address": _SAME}),
    Ground("address", _BY_INITIALS | {"address": _SAME}),
    Ground("phone", _NAMED | {"phone": _SAME_CONTACT}),
    Ground("email", _NAMED | {"email": _SAME_CONTACT}),
)


def conflicts(levels: Mapping[str, str] | Mapping[Field, str]) -> tuple[Field, ...]:
    """Return the fields of a pair that contradict each other, from the level of each field."""
    return tuple(f for f, bad in CONFLICTS.items() if levels.get(f, UNKNOWN) in bad)


def may_link(levels: Mapping[str, str]) -> bool:
    """Tell whether the machine may link two records, from the level of each field.

    A field that is not named is unknown.

    Source: capability A-103; docs/decisions/0009 and 0039.

    Example:
        >>> may_link({"bsn": "same", "surname": "same", "given": "same", "birth": "same"})
        True
        >>> may_link({"bsn": "same", "surname": "same", "given": "same", "birth": "close"})
        False
    """
    return not conflicts(levels) and any(
        all(levels.get(field, UNKNOWN) in names for field, names in ground.needs.items())
        for ground in GROUNDS
    )


def conflicting(levels: LevelColumns) -> Flags:
    """Tell of each pair whether it has a conflict; `levels` as in `matching.levels.Levels.of`."""
    found: Flags = np.logical_or.reduce(
        [is_one_of(levels, field, bad) for field, bad in CONFLICTS.items()]
    )
    return found


def linkable(levels: LevelColumns) -> Flags:
    """Tell of each pair whether the machine may link it: `may_link` for millions at once."""
    found = [
        np.logical_and.reduce(
            [is_one_of(levels, field, names) for field, names in ground.needs.items()]
        )
        for ground in GROUNDS
    ]
    result: Flags = np.logical_or.reduce(found) & ~conflicting(levels)
    return result


def is_one_of(levels: LevelColumns, field: str, names: frozenset[str]) -> Flags:
    """Tell of each pair whether a field has one of these levels,
    by looking each number up in a short table."""
    table = np.array([UNKNOWN in names, *(name in names for name in LEVELS[field])])
    found: Flags = table[levels[field]]
    return found
