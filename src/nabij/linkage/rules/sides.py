# SPDX-License-Identifier: EUPL-1.2
"""Two copies of a person beside each other: what each says, and where they differ."""

from dataclasses import dataclass, replace
from typing import Literal

from nabij.core.dates import PartialDate, from_columns
from nabij.core.identifiers import format_phone, format_postcode, normalise_phone
from nabij.matching import PersonRecord
from nabij.matching.normalise import fold

Comparison = Literal["equal", "differs", "one_side", "absent"]
_SEPARATOR = ", "
_NAME_PARTS = frozenset({"given_names", "initials", "call_name", "surname", "partner_name"})
_LISTS = frozenset({"phones", "emails"})
_BSN: dict[str, Comparison] = {"same": "equal", "different": "differs", "unknown": "one_side"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one copy says of who somebody is. Of a BSN only whether it is known is shown."""

    name: str
    given_names: str
    initials: str
    call_name: str
    surname: str
    partner_name: str
    birth: PartialDate | None
    gender: str
    address: str
    city: str
    phones: str
    emails: str
    bsn_state: str
    client_number: str


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of both copies; `field` is the name of a `Side` attribute."""

    field: str
    left: object
    right: object
    comparison: Comparison


SHOWN_FIELDS = (
    "name", "given_names", "initials", "call_name", "surname", "partner_name", "birth", "gender",
    "address", "city", "phones", "emails", "bsn_state", "client_number",
)  # fmt: skip


def side_of(
    record: PersonRecord, *, name: str = "", place: tuple[str, str] = ("", ""), number: str = ""
) -> Side:
    """Return a copy as it is shown.

    Args:
        name: the whole name as its source wrote it; put together from the parts when ''.
        place: street and city.
        number: client number.
    """
    family = f"{record.prefix} {record.surnames[0]}".strip() if record.surnames else ""
    parts = [record.call_name or record.given_names or record.initials, family]
    house = " ".join(filter(None, [place[0], record.house_number, record.suffix]))
    postcode = format_postcode(record.postcode)
    return Side(
        name=name or " ".join(filter(None, parts)),
        given_names=record.given_names,
        initials=record.initials,
        call_name=record.call_name,
        surname=family,
        partner_name=" ".join(record.surnames[1:]),
        birth=from_columns(record.birth_on, record.birth_precision),
        gender=record.gender,
        address=house,
        city=" ".join(filter(None, [postcode, place[1]])),
        phones=_SEPARATOR.join(
            format_phone(normalise_phone(number) or number) for number in record.phones
        ),
        emails=_SEPARATOR.join(record.emails),
        bsn_state=record.bsn_state,
        client_number=number,
    )


def field_pairs(
    left: Side, right: Side, *, bsn: str = "unknown", are_of_one_source: bool = False
) -> tuple[FieldPair, ...]:
    """Return the fields that at least one side has, compared.

    `bsn` is the engine's verdict on the two BSNs (same, different or unknown): their values are
    not here. Client numbers of two sources say nothing about each other, and whole names differ
    only where a part does.
    """
    found = (
        _pair(field, getattr(left, field), getattr(right, field), bsn) for field in SHOWN_FIELDS
    )
    shown = [pair for pair in found if pair.comparison != "absent"]
    silent = set() if are_of_one_source else {"client_number"}
    if not any(pair.comparison == "differs" for pair in shown if pair.field in _NAME_PARTS):
        silent.add("name")  # `R. Ramdin` beside `Rishi Ramdin`
    return tuple(
        replace(pair, comparison="one_side")
        if pair.field in silent and pair.comparison == "differs"
        else pair
        for pair in shown
    )


def _is_part_known(left: PartialDate, right: PartialDate) -> bool:
    """Tell whether two dates agree as far as the less precise one goes."""
    return left.precision != right.precision and left.may_be(right)


def _pair(field: str, left: object, right: object, bsn: str) -> FieldPair:
    if field == "bsn_state":
        is_known = left != "absent" or right != "absent"
        return FieldPair(field, left, right, _BSN[bsn] if is_known else "absent")
    if not left and not right:
        return FieldPair(field, left, right, "absent")
    if not left or not right:
        return FieldPair(field, left, right, "one_side")
    if isinstance(left, PartialDate) and isinstance(right, PartialDate) and left != right:
        return FieldPair(
            field, left, right, "one_side" if _is_part_known(left, right) else "differs"
        )
    return FieldPair(field, left, right, "equal" if _agree(field, left, right) else "differs")


def _agree(field: str, left: object, right: object) -> bool:
    """Tell whether two values say the same; of phones and e-mail one in common is enough."""
    if not (isinstance(left, str) and isinstance(right, str)):
        return left == right
    if field in _LISTS:
        return not set(left.split(_SEPARATOR)).isdisjoint(right.split(_SEPARATOR))
    return fold(left) == fold(right)
