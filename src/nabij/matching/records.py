# SPDX-License-Identifier: EUPL-1.2
"""What goes into the engine and what comes out. Plain values: no tables, no texts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

BsnState = Literal["present", "masked", "absent"]
Decision = Literal["strong", "possible", "none"]
Field = Literal["bsn", "surname", "given", "birth", "gender", "address", "phone", "email"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """One person or one source's copy of a person, with values as they were written.

    Args:
        key: names the record in the answer; unique within its side.
        surnames: every family name in use, own and partner's, with or without prefixes.
        birth_precision: 'day', 'month', 'year' or '' when the date is absent.
        gender: 'male', 'female', 'other', 'unknown' or ''.
        bsn_index: keyed hash of the BSN; the engine never sees a BSN.
        bsn_state: 'masked' and 'absent' both mean that the BSN says nothing.
    """

    key: int
    given_names: str = ""
    initials: str = ""
    call_name: str = ""
    surnames: tuple[str, ...] = ()
    prefix: str = ""
    birth_on: date | None = None
    birth_precision: str = ""
    gender: str = ""
    postcode: str = ""
    house_number: str = ""
    suffix: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    bsn_index: bytes | None = None
    bsn_state: BsnState = "absent"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: `level` is a code of `compare`, `weight` is in bits for or against."""

    field: Field
    level: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPair:
    """The verdict on two records.

    Args:
        score: 0..1, how sure the engine is that both are one person.
        decision: 'strong' may be linked without asking, 'possible' is for a person to judge.
        start: bits before anything was compared; with the weights of `evidence` it adds up.
        conflicts: fields that contradict each other although the BSN, or all else, agrees.
    """

    left: int
    right: int
    score: float
    decision: Decision
    evidence: tuple[Evidence, ...]
    start: float = 0.0
    conflicts: tuple[Field, ...] = ()
