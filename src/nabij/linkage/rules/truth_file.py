# SPDX-License-Identifier: EUPL-1.2
"""A file of records of which is known who is who: to measure how good the linking is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nabij.core.dates import NotADate, PartialDate, parse_dutch
from nabij.matching import PersonRecord

PERSON = "person"
COLUMNS = (
    PERSON, "given_names", "initials", "call_name", "surname", "partner_surname", "birth", "gender",
    "postcode", "house_number", "suffix", "phone", "email", "bsn",
)  # fmt: skip


class TruthFileNotValid(ValueError):
    """A row or the head of the file cannot be used; `row` counts from 1, 0 is the head."""

    def __init__(self, row: int, column: str, value: str) -> None:
        super().__init__(f"row {row}, {column}: {value[:40]!r}")
        self.row, self.column, self.value = row, column, value


@dataclass(frozen=True, slots=True)
class TruthRow:
    """A record and the name that the file gives to the person whom it is about."""

    record: PersonRecord
    person: str


def truth_rows(rows: Iterable[Mapping[str, str]], *, today: date) -> Iterable[TruthRow]:
    """Yield the records of a file; columns are those of `COLUMNS`, all but `person` may be absent.

    Raises:
        TruthFileNotValid: a row names no person, or its birth date cannot be read.
    """
    for number, row in enumerate(rows, 1):
        given = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not given[PERSON]:
            raise TruthFileNotValid(number, PERSON, "")
        birth = _birth(given["birth"], number, today=today)
        yield TruthRow(
            PersonRecord(
                key=number,
                given_names=given["given_names"],
                initials=given["initials"],
                call_name=given["call_name"],
                surnames=tuple(filter(None, (given["partner_surname"], given["surname"]))),
                birth_on=birth.earliest if birth else None,
                birth_precision=birth.precision if birth else "",
                gender=given["gender"],
                postcode=given["postcode"],
                house_number=given["house_number"],
                suffix=given["suffix"],
                phones=(given["phone"],) if given["phone"] else (),
                emails=(given["email"],) if given["email"] else (),
                bsn_index=given["bsn"].encode() or None,
                bsn_state="present" if given["bsn"] else "absent",
            ),
            given[PERSON],
        )


def _birth(text: str, row: int, *, today: date) -> PartialDate | None:
    if not text:
        return None
    try:
        return parse_dutch(text, today=today)
    except NotADate as error:
        raise TruthFileNotValid(row, "birth", text) from error
